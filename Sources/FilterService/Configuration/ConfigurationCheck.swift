// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import OutgoingBrake
import SenderLists
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
        if let line = try listLine() { lines.append(line) }
        if let brake = configuration.brake { lines.append(Self.line(of: brake)) }
        lines += configuration.relayNotices.map { "note     " + $0 }
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

    private static func line(of brake: BrakeConfiguration) -> String {
        let ceilings = BrakeWindow.allCases.map { "\(brake.ceilings.common[$0]) in \($0.words)" }
        let own = brake.ceilings.own.isEmpty ? "" : ", own ceilings of \(brake.ceilings.own.count)"
        let means = (brake.command.isEmpty ? [] : ["command"]) + brake.mailTo
        let told = means.isEmpty ? "the log alone tells" : "tells " + means.joined(separator: ", ")
        return "brake    \(brake.folder.path) (\(ceilings.joined(separator: ", "))\(own); "
            + "own domains \(brake.domains.names.joined(separator: ", ")); \(told))"
    }

    /// What is said of the site's list of senders; nil if the configuration names none.
    ///
    /// - Throws: ``ConfigurationError`` when it cannot be read, or has lines that cannot be.
    private func listLine() throws -> String? {
        guard let path = configuration.reading.site.lists else { return nil }
        let list: SenderList
        do throws(ListFileError) {
            list = try SenderList(contentsOf: path)
        } catch {
            // The first entry makes it.
            if error.problem == .missing { return "lists    \(path) (there is none yet)" }
            throw ConfigurationError(path: configuration.path, line: nil, problem: error.description)
        }
        if let problem = list.problems.first {
            throw ConfigurationError(path: path, line: problem.line, problem: problem.reason)
        }
        let known = configuration.reading.site.authservIDs
        let results =
            known.isEmpty
            ? "; no 'authserv-id': addresses and domains are not allowed by it, only denied"
            : ", results of \(known.joined(separator: ", "))"
        return "lists    \(path) (\(list.entries.count) entries\(results))"
    }
}
