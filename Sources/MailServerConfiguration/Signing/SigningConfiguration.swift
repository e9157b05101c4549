// SPDX-License-Identifier: Apache-2.0

/// Which keys OpenDKIM signs with: `opendkim.conf`, and the table of keys that it may name.
package struct SigningConfiguration: Sendable, Equatable {
    /// A key: whose, and which.
    package struct Key: Sendable, Hashable {
        /// The domain that signs.
        package var domain: String
        /// The name of the key.
        package var selector: String
    }

    /// The keys that the file itself names.
    package private(set) var selectors: [Key] = []
    /// The table of keys, if it is a file.
    package private(set) var keyTable: String?

    /// The most keys.
    private static let maxKeys = 1_000

    /// Reads a text: `Name value`, names in any case of letters (opendkim.conf(5)).
    package init(text: String) {
        var (domains, selector): ([String], String?) = ([], nil)
        for line in text.physicalLines {
            let words = line.prefix { $0 != "#" }.words
            guard words.count >= 2 else { continue }
            switch words[0].lowercased() {
            case "domain":
                domains = words[1...].flatMap { $0.split(separator: ",") }.map { $0.lowercased() }
                    .filter { $0.contains(".") && !$0.contains("/") && !$0.hasPrefix("*") }
            case "selector": selector = words[1].lowercased()
            case "keytable":
                let value = words[1]
                let path = value.firstIndex(of: ":").map { value[value.index(after: $0)...] } ?? value
                if path.hasPrefix("/") { keyTable = String(path) }
            default: break
            }
        }
        // A table replaces both.
        if keyTable == nil, let selector {
            selectors = domains.prefix(Self.maxKeys).map { Key(domain: $0, selector: selector) }
        }
    }

    /// The keys of a table: `name domain:selector:/path` in each line.
    package static func keys(table: String) -> [Key] {
        var keys: [Key] = []
        for line in table.physicalLines where keys.count < maxKeys {
            let words = line.prefix { $0 != "#" }.words
            guard words.count >= 2 else { continue }
            let parts = words[1].split(separator: ":")
            // `%` stands for the sender's domain.
            guard parts.count >= 3, parts[0] != "%" else { continue }
            keys.append(Key(domain: parts[0].lowercased(), selector: parts[1].lowercased()))
        }
        return keys
    }
}
