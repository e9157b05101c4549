// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import SiteConfiguration
import SpamModel
import TextOutput

/// Checks that everything a configuration names exists and fits together: for `spreud --check-config`.
package struct ConfigurationCheck: Sendable {
    private let configuration: FilterConfiguration

    /// Makes a check of a configuration that was read.
    package init(_ configuration: FilterConfiguration) { self.configuration = configuration }

    /// Opens key and model, looks at folders, groups and addresses, and returns what would be in service, one line each.
    ///
    /// - Throws: what is wrong: of key and model the first, of places all.
    package func run() throws -> String {
        let problems = Self.problems(of: configuration)
        guard problems.isEmpty else {
            throw ConfigurationError(
                path: configuration.path, line: nil, problem: problems.joined(separator: "; "))
        }
        if let problem = ModelRepository.problem(ofServed: configuration.model) {
            throw ConfigurationError(path: configuration.path, line: nil, problem: problem)
        }
        let key = try SiteKey.load(path: configuration.key, groupMayRead: true)
        let model = try SpamModel.open(
            configuration.model, keyID: key.id, extractorVersion: FeatureExtractor.version,
            signedBy: configuration.trustedKeys())
        let agreement = SettingsAgreement(configuration, key: key)
        let disagreement = agreement.problem(with: model.parameters)
        if let disagreement, !agreement.isOptional {
            throw ConfigurationError(
                path: configuration.path, line: nil, problem: disagreement + ", or write 'allow-other-settings: true'")
        }
        let counts = model.parameters.counts
        let signer = model.signer.map { ", signed by \($0.id)" } ?? ""
        var lines = ["model    \(configuration.model) (\(counts.ham) ham, \(counts.spam) spam)" + signer]
        if let disagreement { lines.append("settings " + disagreement) }
        for (name, listener) in configuration.listeners { lines.append(name.rightPadded(9) + "\(listener.address)") }
        if let notice = ConnectionBound(configuration).notice { lines.append("note     " + notice) }
        if let folder = configuration.learningFolder { lines.append("learning " + folder) }
        if geteuid() == 0 {
            lines.append("note     root can write anywhere: check as the service's own user, 'sudo -u spreu'")
        }
        let policy = configuration.policy
        let thresholds = [
            ("reject", policy.rejectAt), ("log what would be rejected", policy.wouldRejectAt),
            ("quarantine", policy.quarantineAt), ("tempfail", policy.tempfailAt),
        ]
        let actions = thresholds.compactMap { name, at in at.map { "\(name) from log-odds \($0)" } }
        lines.append("policy   " + (actions.isEmpty ? "tag only" : actions.joined(separator: ", ")))
        return lines.joined(separator: "\n")
    }
}
