// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailMessage
import NightlyBatch
import ReportPages
import SpamEvaluation
import SpamModel
import TextOutput

/// `spreu models`: the models that nights exported.
struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models", abstract: "List, show, compare, roll back, export and sign the models of nightly runs.",
        subcommands: [
            List.self, ShowModel.self, Diff.self, Rollback.self, Unpin.self, Export.self, Keygen.self, Sign.self,
            Verify.self,
        ])

    /// Where the models are.
    struct RepositoryOptions: ParsableArguments {
        @OptionGroup var configuration: ConfigurationOptions

        @Option(
            help: ArgumentHelp(
                "The folder of a site's models, such as models/site, instead of --config.", valueName: "folder"))
        var models: String?

        func validate() throws {
            if configuration.config != nil && models != nil {
                throw ValidationError("give either --config or --models")
            }
        }

        var repository: ModelRepository {
            get throws {
                if let models { return ModelRepository(models) }
                return try configuration.read(insteadOf: "--models FOLDER").repository
            }
        }

        /// The option that names the same models, for advice.
        var words: String {
            models.map { "--models \($0.forShell)" } ?? "--config \(configuration.path?.forShell ?? "FILE")"
        }

        /// The model with a name, `current` or nil the one that is served.
        func open(_ name: String?) throws -> (name: String, model: ModelParameters) {
            let repository = try repository
            try repository.requireReadable()
            guard let name = name == nil || name == "current" ? repository.currentName : name,
                repository.list().contains(where: { $0.name == name })
            else { throw RepositoryError.noModel(path: repository.path, name: name ?? "current") }
            let model = try SpamModel.open(repository.model(name), keyID: nil, extractorVersion: nil)
            return (name, model.parameters)
        }
    }

    /// The command `spreu models list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the models, the oldest first.")

        @OptionGroup var options: RepositoryOptions
        @OptionGroup var language: LanguageOption

        func run() throws {
            let texts = ModelTexts.of(language.chosen)
            let repository = try options.repository
            guard try repository.requireReadable() else {
                throw Failure(.noInput, "\(repository.path): no models yet; check the path")
            }
            var warnings = Warnings(language.chosen)
            for export in repository.list() {
                let model: ModelParameters
                do {
                    model = try options.open(export.name).model
                } catch {
                    // The others are what the user needs to see then.
                    let served = export.isCurrent ? texts.served : ""
                    warnings.tell("\(export.name)\(served): \(error)")
                    continue
                }
                var remarks: [String] = []
                if model.thresholds.callNothingSpam { remarks.append(texts.callsNothing) }
                do {
                    let signature = try ModelSignature.beside(options.repository.model(export.name))
                    if let signature { remarks.append(texts.signed.placing("\(signature.keyID)")) }
                } catch {
                    warnings.tell("\(export.name): \(error)")
                }
                try Console.write(line(export.name, export.isCurrent, model, remarks))
            }
            if let problem = repository.problem { warnings.tell(problem) }
            if repository.isPinned {
                Console.note(texts.pinned.placing(options.words))
            }
            try warnings.status.end()
        }

        /// What a model learned, and how well it did; what does not fit into 80 columns comes on a line of its own.
        private func line(_ name: String, _ isCurrent: Bool, _ model: ModelParameters, _ remarks: [String]) -> String {
            let numbers = LocalNumbers(language.chosen)
            var line = "\(isCurrent ? "*" : " ") \(name.forTerminal())  "
            line += ModelTexts.of(language.chosen).counts.placing(
                numbers.count(model.counts.ham), numbers.count(model.counts.spam))
            if let figures = model.evaluation {
                line += "  (1-ROCA)% \(numbers.plain(figures.oneMinusROCA.value, digits: 3))"
            }
            if remarks.isEmpty { return line + "\n" }
            let all = ([line] + remarks).joined(separator: "  ")
            return all.count <= 80 ? all + "\n" : line + "\n    " + remarks.joined(separator: "  ") + "\n"
        }
    }

    /// The command `spreu models show`.
    struct ShowModel: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print what a model says about itself, as JSON.")

        @Argument(help: ArgumentHelp("The model. (default: the one in service)", valueName: "name"))
        var name: String?

        @OptionGroup var options: RepositoryOptions

        func run() throws {
            let manifest = try ModelManifest.describe(options.open(name).name, in: options.repository)
            try Console.write(manifest.text)
        }
    }

    /// The command `spreu models diff`.
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare what two models learned and how well they did.")

        @Argument(help: "The first model.")
        var first: String

        @Argument(help: ArgumentHelp("The second model. (default: the one in service)", valueName: "second"))
        var second: String?

        @OptionGroup var options: RepositoryOptions
        @OptionGroup var language: LanguageOption

        func run() throws {
            let (a, b) = (try options.open(first), try options.open(second))
            let numbers = LocalNumbers(language.chosen)
            func day(_ model: ModelParameters) -> String { model.window.map { numbers.day($0.last) } ?? "-" }
            func figure(_ model: ModelParameters, _ value: (EvaluationFigures) -> Double) -> String {
                model.evaluation.map { numbers.plain(value($0), digits: 3) } ?? "-"
            }
            let columns = [a, b].map { name, model in
                [
                    name, numbers.count(model.counts.ham), numbers.count(model.counts.spam),
                    numbers.count(model.knownSenders.count), day(model), figure(model) { $0.oneMinusROCA.value },
                    figure(model) { $0.spamMissed.value }, numbers.plain(model.thresholds.spam, digits: 3),
                ]
            }
            let names = ModelTexts.of(language.chosen).rows
            let width = names.map(\.count).max() ?? 0
            for (number, name) in names.enumerated() {
                try Console.write(
                    "\(name.rightPadded(width)) \(columns[0][number].rightPadded(30)) \(columns[1][number])\n")
            }
        }
    }

    /// The command `spreu models export`.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy a model with manifest and signature into a folder, for another machine.")

        @Argument(help: ArgumentHelp("The model. (default: the one in service)", valueName: "name"))
        var name: String?

        @Option(name: .customLong("to"), help: ArgumentHelp("The folder to copy into.", valueName: "folder"))
        var target: String

        @Flag(help: "Compress the model to model.spreu.xz, a tenth of the size; takes some seconds.")
        var xz = false

        @OptionGroup var options: RepositoryOptions

        func run() throws {
            // Opened first, so that no damaged model is exported.
            let name = try options.open(name).name
            let copy = try options.repository.export(name, to: target, compressed: xz)
            try Console.write("\(copy.forTerminal())\n")
        }
    }
}
