// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import ReportPages
import SpamModel
import TextOutput

extension Models {
    /// The command `spreu models rollback`.
    struct Rollback: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Serve an earlier model and pin it: the previous one, or the one named.",
            discussion: """
                Nightly runs keep making models, but serve none of them until 'spreu models unpin'.

                Example: spreu models rollback --config /etc/spreu/spreu.yaml
                """)

        @Argument(help: ArgumentHelp("The model to serve.", valueName: "name"))
        var name: String?

        @OptionGroup var options: RepositoryOptions
        @OptionGroup var language: LanguageOption

        func run() throws {
            let texts = ModelTexts.of(language.chosen)
            let repository = try options.repository
            try FileOwner.requireOwn(repository.path)
            try repository.requireReadable()
            guard let target = name ?? repository.previous() else {
                throw Failure(
                    .noInput,
                    repository.problem ?? "no model before the current one in \(repository.path)")
            }
            let wasSigned = Self.isSigned(repository.currentName, repository)
            try repository.pin(target)
            try Console.write(
                texts.isServed.placing(target.forTerminal(), options.words.forTerminal()) + "\n"
            )
            var warnings = Warnings(language.chosen)
            if wasSigned && !Self.isSigned(target, repository) {
                warnings.tell(texts.unsigned.placing(target))
            }
            try warnings.status.end()
        }

        private static func isSigned(_ name: String?, _ repository: ModelRepository) -> Bool {
            name.flatMap { (try? ModelSignature.beside(repository.model($0))) ?? nil } != nil
        }
    }

    /// The command `spreu models unpin`.
    struct Unpin: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Unpin the served model: the next nightly run serves its own if that passes the gate.")

        @OptionGroup var options: RepositoryOptions
        @OptionGroup var language: LanguageOption

        func run() throws {
            let texts = ModelTexts.of(language.chosen)
            let repository = try options.repository
            try FileOwner.requireOwn(repository.path)
            try repository.requireReadable()
            let wasPinned = try repository.unpin()
            try Console.write((wasPinned ? texts.unpinned : texts.wasNotPinned) + "\n")
        }
    }
}
