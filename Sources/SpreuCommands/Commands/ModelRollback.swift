// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import SpamModel
import TextOutput

extension Models {
    /// The command `spreu models rollback`.
    struct Rollback: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Serve an earlier model, and keep it in service: the one before the current, or one that is named.",
            discussion: """
                Nights go on making models and serve none of them until 'spreu models unpin'.

                Example: spreu models rollback --config /etc/spreu/spreu.yaml
                """)

        @Argument(help: ArgumentHelp("The model to serve.", valueName: "name"))
        var name: String?

        @OptionGroup var options: RepositoryOptions

        func run() throws {
            let repository = try options.repository
            try FileOwner.requireOwn(repository.path)
            try repository.requireReadable()
            guard let target = name ?? repository.previous() else {
                throw Failure(
                    .noInput,
                    repository.problem ?? "there is no model before the current one in \(repository.path)")
            }
            let wasSigned = Self.isSigned(repository.currentName, repository)
            try repository.pin(target)
            try Console.write(
                "\(target.forTerminal()) is served, and pinned until 'spreu models unpin \(options.words.forTerminal())'\n"
            )
            var warnings = Warnings()
            if wasSigned && !Self.isSigned(target, repository) {
                warnings.tell(
                    "\(target) is not signed, and the one that was served is: filters with a public key refuse it until it "
                        + "is, with 'spreu models sign'")
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
            abstract: "End what 'rollback' began: the next night serves its model if it passes the gate.")

        @OptionGroup var options: RepositoryOptions

        func run() throws {
            let repository = try options.repository
            try FileOwner.requireOwn(repository.path)
            try repository.requireReadable()
            let wasPinned = try repository.unpin()
            try Console.write(
                wasPinned ? "the next night serves its model if it passes the gate\n" : "no model was pinned\n")
        }
    }
}
