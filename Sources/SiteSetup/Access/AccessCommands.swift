// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import TextOutput

/// The commands by which root lets the service user read accounts, and keeps it out of what stays closed.
struct AccessCommands: Sendable {
    /// How a Maildir is opened.
    let access: MailAccess
    private let user: String
    private let exclude: Exclusions
    private let closed: [String]
    private let folders: [String]

    /// Takes what is excluded, with paths as the server has them.
    ///
    /// - Parameters:
    ///   - closed: homes of accounts that stay closed.
    ///   - folders: folders that stay closed, in accounts that do not.
    init(user: String, excluding exclude: Exclusions, closed: [String], folders: [String]) {
        access = MailAccess(user: user, excluding: exclude)
        (self.user, self.exclude, self.closed, self.folders) = (user.forShell, exclude, closed, folders)
    }

    /// So many accounts have commands of their own; for more there is a loop.
    static let maxSingle = 3

    /// Lets the user read accounts, what is there and what will arrive.
    func open(_ accounts: [AccountPath], pattern: String) -> [String] {
        if accounts.count > Self.maxSingle, canLoop(pattern) { return loop(pattern) }
        if !access.excluded(known: folders).isEmpty {
            return loop(accounts.map(\.maildir.forShell).joined(separator: " "), pattern, [])
        }
        // The way is opened last.
        return accounts.flatMap { account in
            access.open(account.maildir.forShell, except: "")
                + account.own.dropFirst().reversed().map { access.pass($0.forShell) }
                + access.allow("x", Array(account.own.prefix(1)))
        }
    }

    /// Whether a loop can tell mail from what a user's link leads to: not where the pattern goes on by wildcards within a home.
    func canLoop(_ pattern: String) -> Bool {
        let parts = pattern.split(separator: "/").drop { !AccountPatterns.hasWildcard($0) }
        return !parts.drop { AccountPatterns.hasWildcard($0) }.contains { AccountPatterns.hasWildcard($0) }
    }

    /// A loop over all accounts of a pattern: it can be run again when there are new ones, and shuts their folders, too.
    func loop(_ pattern: String) -> [String] {
        loop(ShellPattern.quoted(pattern), pattern, ClosedCases(exclude, homes: closed, in: pattern).lines)
    }

    /// - Parameters:
    ///   - words: the Maildirs, as words of a shell.
    ///   - cases: which are passed over, as patterns of a `case`.
    private func loop(_ words: String, _ pattern: String, _ cases: [String]) -> [String] {
        let parts = pattern.split(separator: "/").map(String.init)
        let last = parts.lastIndex { AccountPatterns.hasWildcard($0) } ?? parts.count - 1
        let below = parts[(last + 1)...]
        // What follows the last wildcard is cut off again, from the Maildir outwards.
        let own = stride(from: 1, through: below.count, by: 1).map { count in
            "\"${mail%/\(below.suffix(count).joined(separator: "/").inDoubleQuotes)}\""
        }
        let excluded = access.excluded(known: folders)
        var lines = excluded.isEmpty ? [] : ["set -- \(excluded)"]
        lines.append("for mail in \(words); do")
        // The home itself lies where users make no links.
        let mayBeLinks = below.isEmpty ? [] : ["\"$mail\""] + own.dropLast()
        let isPlain = (["[ -d \"$mail\" ]"] + mayBeLinks.map { "[ ! -L \($0) ]" }).joined(separator: " && ")
        lines.append("    \(isPlain) || continue")
        if !cases.isEmpty {
            lines.append("    case $(printf %s \"$mail\" | tr A-Z a-z) in")
            lines += cases.map { "        \($0)) continue ;;" }
            lines.append("    esac")
        }
        var opening = access.open("\"$mail\"", except: excluded.isEmpty ? "" : "\"$@\"")
        // Where something could not be shut, or the first line was not copied, nothing is opened.
        if !excluded.isEmpty { opening[0] += " || continue" }
        lines += opening.map { "    " + $0 }
        // The way is opened last: what is to be shut is then shut.
        lines += own.dropLast().map { "    " + access.pass($0) }
        lines += own.suffix(1).map { "    setfacl -m u:\(user):x \($0)" }
        return lines + ["done"]
    }
}

extension String {
    /// What a shell cuts off behind `%`, within double quotes.
    fileprivate var inDoubleQuotes: String {
        var text = ""
        for scalar in unicodeScalars {
            if "\\\"$`*?[]}".unicodeScalars.contains(scalar) { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return text
    }
}
