// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FilterService
import Glibc
import Logging

/// `spreud`: the live filter.
@main
struct Spreud: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spreud",
        abstract: "Scores mail as it arrives: milter, spamd and HTTP.",
        discussion: """
            Stays in the foreground and logs to standard error. SIGHUP looks for a new model at once, SIGTERM ends it \
            after the messages in work.
            """,
        version: "0.1.0")

    @Option(help: ArgumentHelp("The configuration.", valueName: "file"))
    var config = "/etc/spreu/spreud.yaml"

    @Flag(help: "Check configuration, key and model, say what is wrong, and end.")
    var checkConfig = false

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
            let line = Array("spreud: error: \(error)\n".utf8)
            _ = write(STDERR_FILENO, line, line.count)
            throw ExitCode(error is ConfigurationError ? EX_CONFIG : EX_UNAVAILABLE)
        }
    }
}
