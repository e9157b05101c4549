// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration

/// A policy of MTA-STS: who may take mail for a domain, over TLS alone (RFC 8461, section 3.2).
struct TransportPolicy: Equatable {
    /// What is not as it has to be.
    struct Problem: Error, Equatable {
        var line: String
    }

    enum Mode: String {
        case enforce
        case testing
        case none
    }

    private(set) var mode = Mode.none
    private(set) var exchangers: [String] = []
    private(set) var seconds = 0

    /// A year and a little: the most that is allowed.
    private static let maxSeconds = 31_557_600
    private static let maxLines = 1_000

    init(_ text: String) throws(Problem) {
        var seen: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline).prefix(Self.maxLines) {
            let shown = String(line.prefix(80))
            guard let colon = line.firstIndex(of: ":") else { throw Problem(line: shown) }
            let (key, value) = (line[..<colon].withoutBlanks, line[line.index(after: colon)...].withoutBlanks)
            if key == "mx" { exchangers.append(value.lowercased()) } else if seen[key] == nil { seen[key] = value }
        }
        guard seen["version"] == "STSv1" else { throw Problem(line: "version: \(seen["version"] ?? "")") }
        guard let mode = seen["mode"].flatMap({ Mode(rawValue: $0) }) else {
            throw Problem(line: "mode: \(seen["mode"]?.prefix(40) ?? "")")
        }
        guard let seconds = seen["max_age"].flatMap({ Int($0) }), 0...Self.maxSeconds ~= seconds else {
            throw Problem(line: "max_age: \(seen["max_age"]?.prefix(40) ?? "")")
        }
        guard mode == .none || !exchangers.isEmpty else { throw Problem(line: "mx: ") }
        (self.mode, self.seconds) = (mode, seconds)
    }

    /// Whether mail may be handed to a host; `*.` stands for one label.
    func allows(_ host: String) -> Bool {
        exchangers.contains { pattern in
            guard pattern.hasPrefix("*.") else { return pattern == host }
            return host.firstIndex(of: ".").map { host[host.index(after: $0)...] == pattern.dropFirst(2) } ?? false
        }
    }
}
