// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Accounts that a configuration names, by patterns as shells read them.
///
/// A pattern stands for an account by its name (`example.org/anna`), the last part of that (`anna`), its address
/// (`anna@example.org`), or the path of its Maildir or of a folder around it. Case makes no difference.
public struct AccountPatterns: Sendable, Equatable {
    /// The patterns.
    public var patterns: [String]

    /// Creates patterns.
    public init(_ patterns: [String] = []) { self.patterns = patterns }

    /// Whether an account is meant.
    func cover(_ account: Account) -> Bool { patterns.contains { Self.pattern($0, covers: account) } }

    /// Whether an account is meant whose mail need not be there any more.
    func cover(name: String) -> Bool { cover(Account(path: "", name: name)) }

    /// Whether the account of a login is meant: `anna`, or `anna@example.org`.
    package func cover(login: String) -> Bool { cover(name: AccountAddress(address: login)?.account ?? login) }

    /// Whether the account of a login is meant, by its name or by the place of what it has.
    package func cover(login: String, path: String) -> Bool {
        cover(Account(path: path, name: AccountAddress(address: login)?.account ?? login))
    }

    /// Whether all accounts in a folder are meant: `example.org/*`.
    func coverAll(in folder: Account) -> Bool {
        patterns.contains { $0.hasSuffix("/*") && Self.pattern(String($0.dropLast(2)), covers: folder) }
    }

    /// The patterns that mean none of some accounts.
    func idle(among accounts: [Account]) -> [String] {
        patterns.filter { pattern in !accounts.contains { Self.pattern(pattern, covers: $0) } }
    }

    private static func pattern(_ pattern: String, covers account: Account) -> Bool {
        if pattern.hasPrefix("/") {
            // From the Maildir outwards.
            var path = account.path[...]
            while !path.isEmpty {
                if matches(pattern, String(path)) { return true }
                path = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
            }
            return false
        }
        let parts = account.name.split(separator: "/")
        var names = [account.name] + parts.suffix(1).map(String.init)
        if parts.count == 2 { names.append("\(parts[1])@\(parts[0])") }
        return names.contains { matches(pattern, $0) }
    }

    /// Whether a name is what a pattern stands for; letters are compared as people see them.
    static func matches(_ pattern: String, _ name: String) -> Bool {
        let (pattern, name) = (pattern.lowercased(), name.lowercased())
        return pattern == name || fnmatch(pattern, name, 0) == 0
    }
}
