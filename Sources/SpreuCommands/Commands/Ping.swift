// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import NightlyBatch
import TextOutput

/// `spreu ping`: whether a running filter answers, and with which model.
struct Ping: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping",
        abstract: "Ask a running spreud whether it is alive and which model it has.",
        discussion: """
            For monitoring. The exit code is 0 if it answers and has a model, 4 if it answers and has none (mail \
            goes unfiltered), 69 if nothing answers. No message is scored.

            spreu ping 127.0.0.1:783
            """)

    @Argument(
        help: ArgumentHelp(
            "The address it listens on, as in spreud.yaml: host:port or unix:/path.", valueName: "address"))
    var address: String

    @Option(name: .customLong("protocol"), help: "The protocol it speaks there; milter does not reveal the model.")
    var wireProtocol = FilterProtocol.spamd

    @Option(help: ArgumentHelp("Seconds to wait for each answer.", valueName: "n"))
    var timeout = 5

    func validate() throws {
        guard (1...3_600).contains(timeout) else { throw ValidationError("--timeout takes 1 to 3600 seconds") }
    }

    func run() throws {
        switch try FilterAnswer.ask(address, wireProtocol, seconds: timeout) {
        case .alive: try Console.write("alive\n")
        case .model(let id, callsNothingSpam: false): try Console.write("alive, model=\(id.forTerminal())\n")
        case .model(let id, callsNothingSpam: true):
            try Console.write("alive, model=\(id.forTerminal()) calls nothing spam: it learned too little\n")
            try ExitStatus.doneWithWarnings.end()
        case .noModel:
            try Console.write("alive, no model: mail goes unfiltered\n")
            try ExitStatus.doneWithWarnings.end()
        }
    }
}
