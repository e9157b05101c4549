// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FilterService
import Glibc
import Logging
import SiteConfiguration
import SpamModel

/// `spreud`: the live filter.
@main
struct Spreud: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spreud",
        abstract: "Scores mail as it arrives: milter, spamd and HTTP.",
        discussion: """
            Runs in the foreground and logs to standard error. SIGHUP makes it look for a new model at once; SIGTERM \
            stops it after the messages in progress.
            """,
        version: Release.version)

    @Option(help: ArgumentHelp("The configuration.", valueName: "file"))
    var config = "/etc/spreu/spreud.yaml"

    @Flag(help: "Check configuration, key, model, folders and addresses, report what is wrong, and exit.")
    var checkConfig = false

    /// Any error is one line on standard error.
    static func main() async {
        do {
            try await parse().run()
        } catch let code as ExitCode {
            exit(withError: code)
        } catch {
            // Help and version are errors to the parser, but no failures.
            if exitCode(for: error) == .success { exit(withError: error) }
            tell("\(message(for: error)); see 'spreud --help'")
            exit(withError: ExitCode(EX_USAGE))
        }
    }

    private static func tell(_ problem: String) {
        let line = Array("spreud: error: \(problem)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    func run() async throws {
        do {
            let configuration = try FilterConfiguration.load(path: config)
            if checkConfig {
                print(try ConfigurationCheck(configuration).run())
                return
            }
            let logger = Logger(label: "spreud") {
                ServiceLogHandler(label: $0, configuration: configuration.log)
            }
            ProcessSettings.apply()
            try await FilterDaemon(configuration: configuration, sockets: .take(), logger: logger).run()
        } catch {
            Self.tell("\(error)")
            throw ExitCode(error is ConfigurationError ? EX_CONFIG : EX_UNAVAILABLE)
        }
    }
}
