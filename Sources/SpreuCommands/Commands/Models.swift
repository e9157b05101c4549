// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailMessage
import NightlyBatch
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

        func run() throws {
            let repository = try options.repository
            guard try repository.requireReadable() else {
                throw Failure(.noInput, "\(repository.path): no models yet; check the path")
            }
            var warnings = Warnings()
            for export in repository.list() {
                let model: ModelParameters
                do {
                    model = try options.open(export.name).model
                } catch {
                    // The others are what the user needs to see then.
                    let served = export.isCurrent ? " (the model in service)" : ""
                    warnings.tell("\(export.name)\(served): \(error)")
                    continue
                }
                var line = "\(export.isCurrent ? "*" : " ") \(export.name.forTerminal())  "
                line += "\(grouped(model.counts.ham)) ham, "
                line += "\(grouped(model.counts.spam)) spam"
                if let figures = model.evaluation {
                    line += "  (1-ROCA)% \(fixedPoint(figures.oneMinusROCA.value, digits: 3))"
                }
                if model.thresholds.callNothingSpam { line += "  calls nothing spam" }
                do {
                    let signature = try ModelSignature.beside(options.repository.model(export.name))
                    if let signature { line += "  signed with \(signature.keyID)" }
                } catch {
                    warnings.tell("\(export.name): \(error)")
                }
                try Console.write(line + "\n")
            }
            if let problem = repository.problem { warnings.tell(problem) }
            if repository.isPinned {
                Console.note("the model in service is pinned until 'spreu models unpin \(options.words)'")
            }
            try warnings.status.end()
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

        func run() throws {
            let (a, b) = (try options.open(first), try options.open(second))
            var lines = [("model", a.name, b.name)]
            lines.append(("ham", grouped(a.model.counts.ham), grouped(b.model.counts.ham)))
            lines.append(("spam", grouped(a.model.counts.spam), grouped(b.model.counts.spam)))
            let known = [a, b].map { grouped($0.model.knownSenders.count) }
            lines.append(("known senders", known[0], known[1]))
            func day(_ model: ModelParameters) -> String {
                model.window.map { String(MailDate(secondsSince1970: $0.last).rfc3339.prefix(10)) } ?? "-"
            }
            lines.append(("last mail", day(a.model), day(b.model)))
            func figure(_ model: ModelParameters, _ value: (EvaluationFigures) -> Double) -> String {
                model.evaluation.map { fixedPoint(value($0), digits: 3) } ?? "-"
            }
            lines.append(
                ("(1-ROCA)%", figure(a.model) { $0.oneMinusROCA.value }, figure(b.model) { $0.oneMinusROCA.value }))
            lines.append(
                ("sm% at 0.1", figure(a.model) { $0.spamMissed.value }, figure(b.model) { $0.spamMissed.value }))
            lines.append(
                (
                    "spam from", fixedPoint(a.model.thresholds.spam, digits: 3),
                    fixedPoint(b.model.thresholds.spam, digits: 3)
                ))
            for line in lines {
                try Console.write("\(line.0.rightPadded(11)) \(line.1.rightPadded(31)) \(line.2)\n")
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
