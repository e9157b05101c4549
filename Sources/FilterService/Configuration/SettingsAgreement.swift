// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel

/// Whether mail is read here as it was when a model was trained: with other site settings the same message has other
/// features, and a score that nobody has measured.
struct SettingsAgreement: Sendable {
    private let model: String
    private let configuration: String
    private let digest: UInt64
    /// Whether a model with other settings is served nevertheless.
    let isOptional: Bool

    init(_ configuration: FilterConfiguration, key: SiteKey) {
        model = configuration.model
        self.configuration = configuration.path
        digest = configuration.reading.site.digest(key)
        isOptional = configuration.reading.allowsOtherSettings
    }

    /// What is wrong with a model, with both files' names; nil: nothing, or it does not say what it was trained with.
    func problem(with parameters: ModelParameters) -> String? {
        guard parameters.wereLearned(withOtherSettingsThan: digest) else { return nil }
        return
            "\(model) was trained with site settings other than those in \(configuration): make 'site' the same in "
            + "both, or train again"
    }
}
