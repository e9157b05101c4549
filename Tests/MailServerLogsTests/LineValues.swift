// SPDX-License-Identifier: Apache-2.0

/// What a delivery's `tls=` says: the level, what was given up of it, and whether REQUIRETLS was asked for (Postfix 3.11).
///
/// `LEVEL[?][:DOWNGRADE][/[!]requiretls[?][:DOWNGRADE]]`
struct TLSPolicy: Sendable, Equatable {
    /// The security level: `none`, `may`, `encrypt`, `dane`, `verify`.
    var level = ""
    /// The level that was reached instead.
    var downgrade: String?
    /// Whether the level was not found out.
    var isUndecided = false
    /// Whether the sender asked for REQUIRETLS.
    var requiresTLS = false
    /// Whether it was sent without it all the same.
    var isViolated = false
    /// Whether it was not found out.
    var isRequirementUndecided = false

    /// Reads the value.
    init(_ text: String) {
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
struct CommandCounters: Sendable, Equatable {
    /// The counts, by command in lower case; `commands` is the sum.
    var counts: [String: (accepted: Int, total: Int)] = [:]

    /// Whether both have the same counts.
    static func == (one: CommandCounters, other: CommandCounters) -> Bool {
        one.counts.count == other.counts.count
            && one.counts.allSatisfy { key, value in other.counts[key].map { $0 == value } ?? false }
    }

    /// Reads the counters.
    init(_ text: String) {
        for part in text.split(separator: " ") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            let numbers = pair[1].split(separator: "/").map { Int($0) ?? 0 }
            guard let first = numbers.first, let last = numbers.last else { continue }
            counts[String(pair[0])] = (first, last)
        }
    }
}
