// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailIngest
package import NightlyBatch

/// Finds out where accounts are, without looking into those that stay closed.
package struct AccountSearch: Sendable {
    /// The most homes of one place that are counted.
    private static let maxHomes = 200_000

    /// The places that a server says and that have homes, with how many by their names alone.
    package private(set) var said: [(place: AccountPlace, homes: Int)] = []
    private let guesses: [AccountPlace]
    private let root: String

    /// Lists the folders that hold homes, of places that a server says; no home is looked into.
    package init(_ candidates: [AccountPlace], root: String) {
        self.root = root
        guesses = candidates.filter(\.isGuess)
        for place in candidates where !place.isGuess {
            let homes = folders(place.homes).count
            if homes > 0 { said.append((place, homes)) }
        }
    }

    /// The folders that a pattern of the server's finds; a link to a folder counts, unless it leads out of the server.
    private func folders(_ pattern: String) -> [String] {
        let fixed = pattern.split(separator: "/").prefix { !AccountPatterns.hasWildcard($0) }
        guard root.isEmpty || FileName.isWithin(root + "/" + fixed.joined(separator: "/"), root) else { return [] }
        var found = glob_t()
        defer { globfree(&found) }
        guard Glibc.glob(root + pattern, GLOB_ONLYDIR, nil, &found) == 0 else { return [] }
        return (0..<min(Int(found.gl_pathc), Self.maxHomes)).compactMap { index in
            found.gl_pathv[index].map { String(cString: $0) }
        }.filter { FileStatus($0)?.kind == .folder && (root.isEmpty || FileName.isWithin($0, root)) }
    }

    /// The places where there are Maildirs, of accounts that are open; empty: there are none.
    ///
    /// What the servers say goes before what is usual. Of guesses the one with the most Maildirs counts, since
    /// `/var/vmail/*/*` finds the homes of `/var/vmail/*/*/Maildir`, too.
    package func choose(_ exclude: Exclusions, in configuration: NightlyConfiguration) -> [AccountPlace] {
        let places = said.map(\.place).filter { place in
            place.format == "maildir" && maildirs(place.pattern, exclude, in: configuration) > 0
        }
        // All of one server: Dovecot may have several namespaces, while Postfix says the same once more.
        if let first = places.first { return places.filter { Self.isSame($0.origin, first.origin) } }
        var best: (place: AccountPlace, maildirs: Int)?
        for guess in guesses {
            guard let pattern = guarded(guess.pattern, exclude) else { continue }
            let count = maildirs(pattern, exclude, in: configuration)
            if count > best?.maildirs ?? 0 { best = (AccountPlace(pattern, guess.origin), count) }
        }
        return best.map { [$0.place] } ?? []
    }

    private static func isSame(_ first: AccountPlace.Origin, _ second: AccountPlace.Origin) -> Bool {
        switch (first, second) {
        case (.dovecot, .dovecot), (.configuration, .configuration), (.exim, .exim), (.postfix, .postfix): true
        default: first == second
        }
    }

    /// A guess as it may be looked at; nil: what lies there may be a closed account's own folders.
    ///
    /// Where not all folders of the outer of two wildcards are called as domains are, those that are not are left out.
    private func guarded(_ pattern: String, _ exclude: Exclusions) -> String? {
        var parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.firstIndex(of: "*") else { return nil }
        let outer = folders(parts[...first].joined(separator: "/"))
        if outer.isEmpty { return nil }
        let isNested = parts.count { $0 == "*" } > 1
        guard isNested else { return pattern }
        if outer.contains(where: { !Self.name($0).contains(".") }) { parts[first] = "*.*" }
        let domains = outer.filter { parts[first] == "*" || Self.name($0).contains(".") }
        if domains.contains(where: { exclude.accounts.cover(login: Self.name($0), path: $0) }) { return nil }
        return parts.joined(separator: "/")
    }

    private static func name(_ path: String) -> String {
        String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
    }

    private func maildirs(_ pattern: String, _ exclude: Exclusions, in configuration: NightlyConfiguration) -> Int {
        var configuration = configuration
        configuration.exclude = exclude
        configuration.sources = [.accounts(pattern: root + pattern, FolderRule())]
        configuration.root = root.isEmpty ? nil : root
        let found = configuration.findSources(followsLinks: false)
        // Behind a link there may be one, which is told when it is to be opened.
        return found.linked.count
            + found.accounts.count { account in
                ["cur", "new"].allSatisfy { FileStatus(account.maildir + "/" + $0)?.kind == .folder }
            }
    }
}
