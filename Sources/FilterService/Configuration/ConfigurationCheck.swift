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
        let keys = try configuration.keys()
        var lines = try Self.modelLines(of: configuration, key: keys.common)
        for (name, listener) in configuration.listeners { lines.append(name.rightPadded(9) + "\(listener.address)") }
        if let notice = ConnectionBound(configuration).notice { lines.append("note     " + notice) }
        lines += try Self.learningLines(of: configuration)
        if let brake = configuration.brake { lines.append(Self.line(of: brake)) }
        lines += configuration.relayNotices.map { "note     " + $0 }
        if geteuid() == 0 {
            lines.append("note     root can write anywhere: check as the service's own user, 'sudo -u spreu'")
        }
        lines.append(Self.line(of: configuration.policy))
        for (customer, key) in zip(configuration.customers, keys.customers) {
            lines.append("customer \(customer.name) (\(customer.domains.joined(separator: ", ")))")
            do {
                let own = customer.own
                let more = try Self.modelLines(of: own, key: key) + Self.learningLines(of: own)
                lines += (more + [Self.line(of: own.policy)]).map { "  " + $0 }
            } catch let error as ConfigurationError {
                // What is wrong in the list's own file names that.
                throw error.path == configuration.path ? customer.error(error.problem) : error
            } catch {
                throw customer.unusable(error)
            }
        }
        return lines.joined(separator: "\n")
    }

    /// What is said of a model, and of the settings that it was trained with.
    ///
    /// - Throws: why it cannot be served.
    private static func modelLines(of configuration: FilterConfiguration, key: SiteKey) throws -> [String] {
        if let problem = ModelRepository.problem(ofServed: configuration.model) {
            throw ConfigurationError(path: configuration.path, line: nil, problem: problem)
        }
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
        let line = "model    \(configuration.model) (\(counts.ham) ham, \(counts.spam) spam)" + signer
        return [line] + (disagreement.map { ["settings " + $0] } ?? [])
    }

    private static func learningLines(of configuration: FilterConfiguration) throws -> [String] {
        let learning = configuration.learningFolder.map { ["learning " + $0] } ?? []
        return try learning + (listLine(of: configuration).map { [$0] } ?? [])
    }

    private static func line(of policy: FilterPolicy) -> String {
        let thresholds = [
            ("reject", policy.rejectAt), ("log what would be rejected", policy.wouldRejectAt),
            ("quarantine", policy.quarantineAt), ("tempfail", policy.tempfailAt),
        ]
        let actions = thresholds.compactMap { name, at in at.map { "\(name) from log-odds \($0)" } }
        return "policy   " + (actions.isEmpty ? "tag only" : actions.joined(separator: ", "))
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
    private static func listLine(of configuration: FilterConfiguration) throws -> String? {
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
