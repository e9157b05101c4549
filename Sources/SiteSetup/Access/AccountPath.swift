// SPDX-License-Identifier: Apache-2.0
import NightlyBatch

/// The way to an account's Maildir, by the pattern that found it.
struct AccountPath: Sendable, Equatable {
    /// Folders that many accounts share, from the outside inwards, and whether each has to be listed to find them.
    let way: [(path: String, isListed: Bool)]
    /// What is the account's alone: its home, and what lies between home and Maildir.
    let own: [String]
    /// The Maildir.
    let maildir: String

    /// Takes a Maildir apart.
    init(_ maildir: String, pattern: String) {
        self.maildir = maildir
        let names = maildir.split(separator: "/").map(String.init)
        let parts = pattern.split(separator: "/").map(String.init)
        // Without a wildcard the account is but its Maildir.
        let last = parts.lastIndex { AccountPatterns.hasWildcard($0) } ?? max(0, parts.count - 1)
        var (way, own): ([(path: String, isListed: Bool)], [String]) = ([], [])
        var path = ""
        for index in names.indices {
            let isListed = index < parts.count && AccountPatterns.hasWildcard(parts[index])
            if index <= last { way.append((path.isEmpty ? "/" : path, isListed)) } else { own.append(path) }
            path += "/" + names[index]
        }
        (self.way, self.own) = (way, own)
    }

    static func == (first: Self, second: Self) -> Bool {
        first.maildir == second.maildir && first.own == second.own
            && first.way.map(\.path) == second.way.map(\.path)
            && first.way.map(\.isListed) == second.way.map(\.isListed)
    }
}
