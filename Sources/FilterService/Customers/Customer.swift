// SPDX-License-Identifier: Apache-2.0
import LearningDrop
import Logging
import MailFeatures

/// One customer of the filter, or the default: the model, list and policy by which its mail is judged, and where what it teaches goes.
///
/// Nothing of it is shared: no key, no weight and no message of one customer reaches what another learns or reads.
package final class Customer: Sendable {
    /// Its name; nil: it is the default, which has the mail of all that are no customers.
    package let name: String?
    /// The model in service.
    package let models: ModelStore
    /// The list of senders; nil: the configuration names none.
    package let lists: ListStore?
    /// What is done with its spam.
    package let policy: FilterPolicy
    /// What is done with a message that cannot be scored.
    package let onError: ErrorAction
    /// Where mail is dropped that is to be learned; nil: learning is off.
    let drop: DropWriter?

    /// What logs and metrics call it.
    package var label: String { name ?? CustomerConfiguration.defaultName }

    /// Opens model and list.
    ///
    /// - Parameter configuration: that of a filter of this customer's alone.
    /// - Throws: ``SignatureKeyError`` when there are no public keys although the configuration names a file of them.
    init(
        name: String?, configuration: FilterConfiguration, key: SiteKey, metrics: FilterMetrics, logger: Logger
    ) throws {
        self.name = name
        var logger = logger
        if let name { logger[metadataKey: "customer"] = "\(name)" }
        models = ModelStore(
            configuration: configuration, key: key, trusted: try configuration.trustedKeys(), customer: name,
            metrics: metrics, logger: logger)
        lists = ListStore(configuration: configuration, customer: name, metrics: metrics, logger: logger)
        policy = configuration.policy
        onError = configuration.onError
        drop = configuration.learningFolder.map { DropWriter($0) }
        // Whatever makes the filter look for a new model makes it look for a new list.
        if let lists { models.whenLooking { lists.reload(force: $0) } }
    }
}
