// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc

/// Runs the command and turns whatever it throws into one line on standard error and an exit code.
package enum Program {
    /// Runs the command that the arguments name; never returns.
    package static func run() -> Never {
        do {
            var command = try Spreu.parseAsRoot()
            try command.run()
            exit(ExitStatus.done.rawValue)
        } catch let code as ExitCode {
            exit(code.rawValue)
        } catch let failure as Failure {
            Console.error(failure.description)
            exit(status(failure.status).rawValue)
        } catch {
            // Help and version are errors to the parser, but no failures.
            if Spreu.exitCode(for: error) == .success { Spreu.exit(withError: error) }
            if let failure = Failure(error) {
                Console.error(failure.description)
                exit(status(failure.status).rawValue)
            }
            Console.error("\(Spreu.message(for: error)); see '\(helpCommand) --help'")
            exit(status(.usage).rawValue)
        }
    }

    /// The exit code of a failure: `classify` has bogofilter's.
    private static func status(_ status: ExitStatus) -> ExitStatus {
        subcommand == Classify.configuration.commandName ? .classifyError : status
    }

    private static var subcommand: String? { CommandLine.arguments.dropFirst().first }

    /// The command that was meant, as far as it was recognised: `spreu store compact`.
    private static var helpCommand: String {
        var (words, commands) = ("spreu", Spreu.configuration.subcommands)
        for argument in CommandLine.arguments.dropFirst() {
            guard let command = commands.first(where: { $0._commandName == argument }) else { break }
            words += " " + argument
            commands = command.configuration.subcommands
        }
        return words
    }
}
