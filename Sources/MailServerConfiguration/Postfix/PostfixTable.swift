// SPDX-License-Identifier: Apache-2.0
package import SiteConfiguration

/// A table that a value names: `hash:/etc/postfix/virtual`.
package struct PostfixTableName: Sendable, Hashable {
    /// How it is looked up: `hash`, `pcre`, `mysql`.
    package var type: String
    /// A path, or what the type makes of it.
    package var name: String

    /// Reads a word of a list; nil: it is no table but a name or a pattern.
    package init?(_ word: String, defaultType: String) {
        var word = PostfixList.unbraced(word)
        while word.hasPrefix("proxy:") || word.hasPrefix("maybe:") { word.removeFirst(6) }
        if word.hasPrefix("/") {
            (type, name) = (defaultType, word)
            return
        }
        guard let colon = word.firstIndex(of: ":"), colon > word.startIndex else { return nil }
        type = word[..<colon].lowercased()
        name = String(word[word.index(after: colon)...])
        // An IPv6 address, or a transport.
        guard Self.types.contains(type) else { return nil }
    }

    /// The types of postconf(5) and the maps that distributions package.
    private static let types: Set<String> = [
        "btree", "cdb", "cidr", "dbm", "environ", "fail", "hash", "inline", "internal", "ldap", "lmdb", "memcache",
        "mongodb", "mysql", "netinfo", "nis", "nisplus", "pcre", "pgsql", "pipemap", "proxy", "randmap", "regexp",
        "sdbm", "socketmap", "sqlite", "static", "tcp", "texthash", "unionmap", "unix",
    ]

    /// The file with the table's text; nil: it is elsewhere (a database, a directory).
    package var textPath: String? {
        switch type {
        case "btree", "cdb", "dbm", "hash", "lmdb", "sdbm", "texthash", "pcre", "regexp", "cidr":
            name.hasPrefix("/") ? name : nil
        default: nil
        }
    }
}

/// The text of a table: keys, or patterns, and values (postmap(1), regexp_table(5)).
package struct PostfixTable: Sendable, Equatable {
    /// A line of it.
    package struct Entry: Sendable, Equatable {
        /// The key, or the pattern.
        package var key: String
        /// What it leads to.
        package var value: String
        /// Where it stands.
        package var place: ConfigurationPlace

        /// Makes a line.
        package init(key: String, value: String, place: ConfigurationPlace) {
            (self.key, self.value, self.place) = (key, value, place)
        }
    }

    /// In the order of the file.
    package private(set) var entries: [Entry] = []
    /// Lines that were not read, and why.
    package private(set) var problems: [ConfigurationError] = []

    /// Reads a text.
    package init(text: String, path: String) {
        let lines = LogicalLines(text, path: path)
        problems = lines.problems
        for line in lines.lines {
            let (key, value) = Self.split(line.text)
            entries.append(Entry(key: key, value: value, place: line.place))
        }
    }

    /// What `inline:{ key=value, { key = value } }` holds.
    package init(inline name: String, place: ConfigurationPlace) {
        for word in PostfixList.words(PostfixList.unbraced(name)) {
            guard let (key, value) = PostfixParameters.assignment(PostfixList.unbraced(word)) else { continue }
            entries.append(Entry(key: key, value: value, place: place))
        }
    }

    /// Splits a line behind its key, or behind the pattern between two equal signs and its flags.
    private static func split(_ line: String) -> (key: String, value: String) {
        var end = line.startIndex
        let pattern = line.hasPrefix("!") ? line.dropFirst() : line[...]
        if let delimiter = pattern.first, "/|%#~".contains(delimiter) {
            var isEscaped = false
            var index = pattern.index(after: pattern.startIndex)
            while index < line.endIndex {
                if line[index] == delimiter, !isEscaped { break }
                isEscaped = line[index] == "\\" && !isEscaped
                index = line.index(after: index)
            }
            end = index < line.endIndex ? index : line.startIndex
        } else if line.hasPrefix("\"") {
            // A key in quotes may hold blanks (postmap(1)).
            end = line.dropFirst().firstIndex(of: "\"") ?? line.startIndex
        }
        end = line[end...].firstIndex(where: \.isBlank) ?? line.endIndex
        return (line[..<end].trimmingCharacters("\""), line[end...].withoutBlanks)
    }
}
