// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Accounts that a configuration names, by patterns as shells read them.
///
/// A pattern stands for an account by its name (`example.org/anna`), the last part of that (`anna`), its address
/// (`anna@example.org`), or the path of its Maildir or of a folder around it. Case makes no difference. What a system puts between
/// domain and user, or behind the user's name, need not be known: `anna` is also `example.org/a/n/n/anna-2026.01.01.10.00.00`.
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
        return names(of: account.name).contains { matches(pattern, $0) }
    }

    /// Whether a path, or a part of one, has a wildcard as shells read it.
    package static func hasWildcard(_ path: some StringProtocol) -> Bool { path.contains { "*?[\\".contains($0) } }

    /// All that an account may be called; rather one name too many, since what is meant is mostly what stays closed.
    private static func names(of account: String) -> [String] {
        let parts = account.split(separator: "/")
        guard let last = parts.last else { return [account] }
        var names = [account]
        let plain = AccountAddress.withoutTime(last)
        for user in plain == last ? [plain] : [String(last), plain] {
            names.append(user)
            for folder in parts.dropLast() { names += ["\(user)@\(folder)", "\(folder)/\(user)"] }
            // A folder that is called as the whole address.
            if let address = AccountAddress(address: user) { names += [address.user, address.account] }
        }
        return names
    }

    /// Whether a name is what a pattern stands for; letters are compared as people see them.
    static func matches(_ pattern: String, _ name: String) -> Bool {
        let (pattern, name) = (pattern.lowercased(), name.lowercased())
        return pattern == name || fnmatch(pattern, name, 0) == 0
    }
}
