// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import SenderLists

extension SiteServers {
    /// Makes those of a configuration, for messages that are about to be delivered.
    init(_ configuration: FilterConfiguration) {
        // Whom a relay had the message from is asked for, not the relay.
        var trust = configuration.reading.site.trust
        trust.networks += configuration.policy.relays
        self.init(trust: trust, authservIDs: configuration.reading.site.authservIDs)
    }
}
