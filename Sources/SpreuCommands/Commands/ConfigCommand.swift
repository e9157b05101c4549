// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import MailFeatures
import MailIngest
import NightlyBatch
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput

/// `spreu config`: whether a configuration says what its writer means.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check the configuration of the nightly run.", subcommands: [Check.self])

    /// The command `spreu config check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a configuration and say what it finds; nothing is changed.")

        @Option(help: ArgumentHelp("The configuration.", valueName: "file"))
        var config: String

        func run() throws {
            let configuration = try NightlyConfiguration(contentsOf: config)
            if let signingKey = configuration.signingKey { _ = try SigningKey.load(path: signingKey) }
            let (sources, unmatched) = configuration.ingestSources()
            let accounts = Set(sources.compactMap(\.account)).count
            try Console.write(
                "fine     \(grouped(sources.count)) sources now, of \(grouped(accounts)) accounts\n")
            var warnings = Warnings()
            for pattern in unmatched { warnings.tell("\(pattern): nothing is there now") }
            if let warning = try settingsWarning(configuration) { warnings.tell(warning) }
            if let drop = configuration.drop, access(drop, F_OK) != 0 {
                warnings.tell("\(drop): there is no such folder to take handed-over mail from")
            }
            try warnings.status.end()
        }

        /// What to say where the current model was trained with other settings of the site; nil where nothing is to be said.
        private func settingsWarning(_ configuration: NightlyConfiguration) throws -> String? {
            let repository = ModelRepository(configuration.models + "/" + configuration.name)
            let model = repository.current + "/" + ModelRepository.modelName
            guard access(configuration.key, F_OK) == 0, access(model, F_OK) == 0,
                let opened = try? SpamModel.open(
                    model, keyID: nil, extractorVersion: nil, verification: .headerOnly),
                opened.parameters.wereLearned(
                    withOtherSettingsThan: configuration.site.digest(try SiteKey.load(path: configuration.key)))
            else { return nil }
            return
                "\(model) was trained with other settings of the site than \(config) gives: the next night reads all mail again, "
                + "and the filter needs the same 'site'"
        }
    }
}
