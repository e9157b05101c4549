// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import MailFeatures
import MailIngest
import NightlyBatch
import SenderLists
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput
import TrainingStore

/// `spreu config`: whether a configuration says what its author means.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check the configuration of the nightly run.", subcommands: [Check.self])

    /// The command `spreu config check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a configuration and show what it finds; changes nothing.")

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.read()
            if let signingKey = configuration.signingKey { _ = try SigningKey.load(path: signingKey) }
            let found = configuration.findSources()
            let folders = FolderSurvey(found)
            var lines = [
                "fine     \(counted(found.sources.count, "source")) now, of \(counted(found.accountCount, "account"))"
            ]
            lines += folders.lines.map { "folders  " + $0 }
            let spam = found.reports.count { $0.isSpam }
            if !found.reports.isEmpty {
                lines.append(
                    "reports  \(counted(spam, "mailbox", "mailboxes")) for spam, \(grouped(found.reports.count - spam)) for ham"
                )
            }
            let excluded = ExcludedMail(found)
            if let line = excluded.line {
                lines.append("exclude  " + line + (excluded.proof.map { "; " + $0 } ?? ""))
            }
            let list = try configuration.site.lists.map { try SenderList(ifAt: $0) }
            if let list, let path = configuration.site.lists {
                lines.append("lists    \(path): \(counted(list.entries.count, "entry", "entries"))")
            }
            if configuration.digest.every != .off {
                let mailboxes = configuration.digestMailboxes(found)
                let (every, count) = (configuration.digest.every, counted(mailboxes.count, "account"))
                lines.append("digest   \(every.rawValue), to \(count)")
            }
            let known = try withStore(configuration) { store, key in try excluded.known(store, key: key) }
            if let known { lines.append("forget   " + known.command(site: configuration.commandOption)) }
            if geteuid() == 0 {
                lines.append("note     root can read everything: check as the user of the nightly run, 'sudo -u spreu'")
            }
            try Console.write((lines.joined(separator: "\n") + "\n").forTerminal(keepingLines: true))
            var warnings = Warnings()
            for line in found.problems.map(\.description) + folders.unlisted { warnings.tell(line) }
            for problem in list?.problems ?? [] { warnings.tell("the list: \(problem); the line does not count") }
            for line in [folders.missing, folders.withoutSpam] { line.map { warnings.tell($0) } }
            for name in configuration.idleDigestNames(found) {
                warnings.tell(SourceProblem.noAccount(name, key: "digest").description)
            }
            for line in [excluded.idleWarning, excluded.openWarning, known?.warning(site: configuration.commandOption)]
            {
                line.map { warnings.tell($0) }
            }
            let gone = try withStore(configuration) { store, _ in
                try GoneAccounts(store, found, command: configuration.commandOption).warning
            }
            if let gone { warnings.tell(gone) }
            if let warning = try settingsWarning(configuration) { warnings.tell(warning) }
            if let drop = configuration.drop, access(drop, F_OK) != 0 {
                warnings.tell("\(drop): no such drop folder; create it, or remove 'drop' from the configuration")
            }
            try warnings.status.end()
        }

        /// What the store says; nil where there is none yet.
        private func withStore<Value>(
            _ configuration: NightlyConfiguration, _ body: (TrainingStore, SiteKey) throws -> Value?
        ) throws -> Value? {
            guard access(configuration.key, F_OK) == 0, access(configuration.store + "/ledger.sqlite", F_OK) == 0
            else { return nil }
            let key = try SiteKey.load(path: configuration.key)
            let store = try StoreLocation.open(configuration.store, .watching, key: key, who: "config check")
            return try body(store, key)
        }

        /// A warning if the current model was trained with other site settings; nil if it was not.
        private func settingsWarning(_ configuration: NightlyConfiguration) throws -> String? {
            let repository = configuration.repository
            let model = repository.current + "/" + ModelRepository.modelName
            guard access(configuration.key, F_OK) == 0, access(model, F_OK) == 0,
                let opened = try? SpamModel.open(
                    model, keyID: nil, extractorVersion: nil, verification: .headerOnly),
                opened.parameters.wereLearned(
                    withOtherSettingsThan: configuration.site.digest(try SiteKey.load(path: configuration.key)))
            else { return nil }
            return
                "\(model) was trained with site settings other than those in "
                + "\(configuration.file ?? "the configuration"): the next nightly run reads all mail again, and "
                + "the filter needs the same 'site'"
        }
    }
}
