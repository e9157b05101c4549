// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import TextOutput

/// `spreu ping`: whether a running filter answers, and with which model.
struct Ping: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ping",
        abstract: "Ask a running spreud whether it is alive, and with which model.",
        discussion: """
            For monitoring. The exit code is 0 if it answers and has a model, 4 if it answers and has none (mail goes \
            unfiltered), 69 if nobody answers. No message is scored.

            spreu ping 127.0.0.1:783
            """)

    enum WireProtocol: String, ExpressibleByArgument, CaseIterable {
        case spamd
        case http
        case milter
    }

    @Argument(
        help: ArgumentHelp("Where it listens, as in spreud.yaml: host:port or unix:/path.", valueName: "address"))
    var address: String

    @Option(name: .customLong("protocol"), help: "What it speaks there; over milter the model is not told.")
    var wireProtocol = WireProtocol.spamd

    @Option(help: ArgumentHelp("Seconds to wait for each answer.", valueName: "n"))
    var timeout = 5

    func validate() throws {
        guard (1...3_600).contains(timeout) else { throw ValidationError("--timeout takes 1 to 3600 seconds") }
    }

    /// What an answer tells.
    private enum Answer {
        case model(String, callsNothingSpam: Bool)
        case noModel
        case alive
    }

    func run() throws {
        switch try ask() {
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

    private func ask() throws(Failure) -> Answer {
        let connection = try FilterConnection(address, seconds: timeout)
        switch wireProtocol {
        case .spamd:
            try connection.send(Array("PING SPAMC/1.5\r\nSpreu: status\r\n\r\n".utf8))
            let text = String(decoding: try connection.receive(), as: UTF8.self)
            guard text.hasPrefix("SPAMD/"), text.contains(" 0 PONG") else { throw strange }
            if let id = value(behind: "model=", in: text) {
                return .model(id, callsNothingSpam: text.contains("calls nothing spam"))
            }
            // SpamAssassin's spamd answers, too, and has no model.
            return text.contains("Spreu: no model") ? .noModel : .alive
        case .http:
            try connection.send(Array("GET /v1/model HTTP/1.0\r\n\r\n".utf8))
            let text = String(decoding: try connection.receive(), as: UTF8.self)
            guard text.hasPrefix("HTTP/1.") else { throw strange }
            if let id = value(behind: "\"model\": \"", in: text) {
                return .model(id, callsNothingSpam: text.contains("\"spam\": null"))
            }
            guard text.hasPrefix("HTTP/1.1 503 ") else { throw strange }
            return .noModel
        case .milter:
            // Version 6, all actions, all steps; then the end.
            let offer: [UInt8] = [0, 0, 0, 13, 0x4F, 0, 0, 0, 6, 0, 0, 1, 0xFF, 0, 0x1F, 0xFF, 0xFF]
            try connection.send(offer)
            let reply = try connection.receive(atLeast: 5)
            guard reply.count >= 5, reply[4] == 0x4F else { throw strange }
            try connection.send([0, 0, 0, 1, 0x51])
            return .alive
        }
    }

    private var strange: Failure {
        Failure(.unavailable, "\(address.forTerminal()): whoever answers there does not speak \(wireProtocol.rawValue)")
    }

    private func value(behind name: String, in text: String) -> String? {
        guard let range = text.firstRange(of: name) else { return nil }
        return String(text[range.upperBound...].prefix { $0.isHexDigit })
    }
}
