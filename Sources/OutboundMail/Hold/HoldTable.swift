// SPDX-License-Identifier: Apache-2.0

/// A Postfix access table that puts the mail of some logins, or of some clients, on hold for a time.
///
/// Never both in one: to `check_client_access` the login `info` would be all clients under `.info`, and `185` all of 185.0.0.0/8.
///
/// Text of access(5): a key, blanks, `HOLD` with a word for the log; above each entry of Spreu's a comment with its last day.
/// What people write into the file stays as it is.
package struct HoldTable: Sendable, Equatable {
    /// One entry.
    package struct Entry: Sendable, Equatable {
        /// The login's name, or the client's address.
        package var key: String
        /// Why, in one word of the log.
        package var reason: String

        /// Makes an entry; nil where the key cannot stand in a table: empty, too long, with blanks, quotes or controls.
        package init?(key: String, reason: String) {
            let key = key.lowercased()
            let isSafe = key.unicodeScalars.allSatisfy { scalar in
                scalar.value > 0x20 && scalar != "\"" && scalar != "\\" && scalar.value != 0x7f
                    && ![.control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator]
                        .contains(scalar.properties.generalCategory)
            }
            guard !key.isEmpty, key.utf8.count <= 256, isSafe, !key.hasPrefix("#") else { return nil }
            self.key = key
            self.reason = reason
        }
    }

    /// The beginning of a comment above an entry of Spreu's; behind it stands its last day.
    private static let mark = "# spreu until "
    /// The lines of others.
    private var others: [String] = []
    private var entries: [(entry: Entry, until: String)] = []
    /// Entries of Spreu's whose day is over: they are dropped.
    package private(set) var expired = 0

    package static func == (one: HoldTable, other: HoldTable) -> Bool { one.text == other.text }

    /// Reads a table; empty where there is none.
    ///
    /// - Parameter today: the day, as `2026-11-30`: entries of days before it are dropped.
    package init(_ text: String = "", today: String) {
        var until: String?
        // CR LF is one character.
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
            if line.hasPrefix(Self.mark) {
                until = String(line.dropFirst(Self.mark.count).prefix(10))
                continue
            }
            let words = line.split(separator: " ", maxSplits: 1)
            if let day = until, words.count == 2, words[1].hasPrefix("HOLD"),
                let entry = Entry(key: String(words[0]), reason: Self.reason(words[1]))
            {
                if day >= today { entries.append((entry, day)) } else { expired += 1 }
            } else {
                others.append(String(line))
            }
            until = nil
        }
        while others.last?.isEmpty == true { others.removeLast() }
    }

    private static func reason(_ action: Substring) -> String {
        String(action.dropFirst(4).drop { $0 == " " }.drop { $0 != ":" }.dropFirst(2))
    }

    /// Puts a key on hold until the end of a day; one that is there is held longer, and one of a person's is left alone.
    ///
    /// - Returns: whether a person has an entry for the key.
    @discardableResult
    package mutating func hold(_ entry: Entry, until day: String) -> Bool {
        if others.contains(where: { Self.key(of: $0) == entry.key }) { return true }
        if let index = entries.firstIndex(where: { $0.entry.key == entry.key }) {
            entries[index] = (entry, max(day, entries[index].until))
        } else {
            entries.append((entry, day))
        }
        return false
    }

    /// The key of a line, as postmap reads it: up to the first blank, or between quotes.
    private static func key(of line: String) -> String? {
        if line.hasPrefix("\"") { return line.dropFirst().prefix { $0 != "\"" }.lowercased() }
        return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).first?.lowercased()
    }

    /// How many entries of Spreu's there are.
    package var count: Int { entries.count }

    /// The table as text.
    package var text: String {
        var lines = others
        for (entry, until) in entries.sorted(by: { $0.entry.key < $1.entry.key }) {
            lines.append(Self.mark + until)
            lines.append("\(entry.key) HOLD spreu outbound: \(entry.reason)")
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
