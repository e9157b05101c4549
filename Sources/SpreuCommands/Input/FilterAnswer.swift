// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import NightlyBatch
import TextOutput

extension FilterProtocol: ExpressibleByArgument {}

/// What a running filter says of itself.
enum FilterAnswer {
    /// It has a model.
    case model(String, callsNothingSpam: Bool)
    /// It has none: mail goes unfiltered.
    case noModel
    /// It answers, without naming its model.
    case alive

    /// Asks the filter that listens at an address.
    ///
    /// - Throws: ``Failure`` if nobody answers, or somebody else than a spreud.
    static func ask(_ address: String, _ wireProtocol: FilterProtocol, seconds: Int) throws(Failure) -> FilterAnswer {
        let connection = try FilterConnection(address, seconds: seconds)
        let strange = Failure(
            .unavailable, "\(address.forTerminal()): what answers there does not speak \(wireProtocol.rawValue)")
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

    private static func value(behind name: String, in text: String) -> String? {
        guard let range = text.firstRange(of: name) else { return nil }
        return String(text[range.upperBound...].prefix { $0.isHexDigit })
    }
}
