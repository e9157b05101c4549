// SPDX-License-Identifier: Apache-2.0

/// The four stages of a delivery's delay, in seconds: Postfix's `delays=a/b/c/d`.
package struct DeliveryDelays: Sendable, Equatable {
    /// Before the queue manager: the message's transfer and filters before the queue.
    package var beforeQueue: Double
    /// In the queue manager.
    package var inQueue: Double
    /// Setting up the connection: DNS, EHLO, TLS.
    package var connection: Double
    /// Sending the message.
    package var transmission: Double

    /// Ten years: what is beyond was made up.
    private static let maxSeconds = 315_360_000.0

    init?(_ text: Span<UInt8>, _ range: Range<Int>) {
        var values = InlineArray<4, Double>(repeating: 0)
        var start = range.lowerBound
        for index in 0..<4 {
            let end = text.index(of: UInt8(ascii: "/"), from: start, or: range.upperBound)
            guard let value = text.decimal(start..<end), value <= Self.maxSeconds else { return nil }
            values[index] = value
            if end == range.upperBound, index < 3 { return nil }
            start = end + 1
        }
        (beforeQueue, inQueue, connection, transmission) = (values[0], values[1], values[2], values[3])
    }

    /// Reads `0.2/0.02/0.04/3.3`.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span, 0..<bytes.count)
    }
}

/// What a delivery's `tls=` says: the level, what was given up of it, and whether REQUIRETLS was asked for (Postfix 3.11).
///
/// `LEVEL[?][:DOWNGRADE][/[!]requiretls[?][:DOWNGRADE]]`
package struct TLSPolicy: Sendable, Equatable {
    /// The security level: `none`, `may`, `encrypt`, `dane`, `verify`.
    package var level = ""
    /// The level that was reached instead.
    package var downgrade: String?
    /// Whether the level was not found out.
    package var isUndecided = false
    /// Whether the sender asked for REQUIRETLS.
    package var requiresTLS = false
    /// Whether it was sent without it all the same.
    package var isViolated = false
    /// Whether it was not found out.
    package var isRequirementUndecided = false

    /// Reads the value.
    package init(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1)
        if let first = parts.first {
            let words = first.split(separator: ":", maxSplits: 1)
            level = String(words[0])
            if words.count > 1 { downgrade = String(words[1]) }
            if level.hasSuffix("?") {
                level.removeLast()
                isUndecided = true
            }
        }
        guard parts.count > 1 else { return }
        requiresTLS = parts[1].contains("requiretls")
        isViolated = parts[1].hasPrefix("!")
        let words = parts[1].split(separator: ":", maxSplits: 1)
        isRequirementUndecided = words[0].hasSuffix("?")
        if words.count > 1 { downgrade = String(words[1]) }
    }
}

/// How many commands of each kind a client gave: `ehlo=2 rcpt=0/1 commands=5/7`, those accepted before the slash.
package struct CommandCounters: Sendable, Equatable {
    /// The counts, by command in lower case; `commands` is the sum.
    package var counts: [String: (accepted: Int, total: Int)] = [:]

    /// Whether both have the same counts.
    package static func == (one: CommandCounters, other: CommandCounters) -> Bool {
        one.counts.count == other.counts.count
            && one.counts.allSatisfy { key, value in other.counts[key].map { $0 == value } ?? false }
    }

    /// Reads the counters.
    package init(_ text: String) {
        for part in text.split(separator: " ") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            let numbers = pair[1].split(separator: "/").map { Int($0) ?? 0 }
            guard let first = numbers.first, let last = numbers.last else { continue }
            counts[String(pair[0])] = (first, last)
        }
    }
}
