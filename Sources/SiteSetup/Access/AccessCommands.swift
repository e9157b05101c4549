// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// The commands by which root lets the service user read mail, and keeps it out of what stays closed.
struct AccessCommands: Sendable {
    let user: String
    /// Homes of accounts that stay closed, as the server has them.
    let closed: [String]
    /// Folders that stay closed, in accounts that do not.
    let folders: [String]

    /// So many accounts have commands of their own; for more there is a loop.
    static let maxSingle = 3
    private static let pathsPerLine = 8

    /// Gives a right to folders.
    func allow(_ rights: String, _ paths: [String]) -> [String] {
        stride(from: 0, to: paths.count, by: Self.pathsPerLine).map { start in
            let some = paths[start..<min(start + Self.pathsPerLine, paths.count)].map(\.forShell)
            return "setfacl -m u:\(user):\(rights) \(some.joined(separator: " "))"
        }
    }

    /// Lets the user read accounts, what is there and what will arrive.
    func open(_ accounts: [AccountPath], pattern: String) -> [String] {
        guard accounts.count > Self.maxSingle else {
            return accounts.flatMap { allow("x", $0.own) + [openAll($0.maildir.forShell)] } + closeFolders
        }
        return loop(pattern) + closeFolders
    }

    private func openAll(_ maildir: String) -> String {
        "setfacl -R -P -m u:\(user):rX -d -m u:\(user):rX \(maildir)"
    }

    /// A loop over all accounts of a pattern: it can be run again when there are new ones.
    func loop(_ pattern: String) -> [String] {
        let parts = pattern.split(separator: "/").map(String.init)
        let last = parts.lastIndex { $0.contains { "*?[\\".contains($0) } } ?? parts.count - 1
        let below = Array(parts[(last + 1)...])
        var lines = ["for mail in \(Self.forLoop(pattern)); do"]
        if !closed.isEmpty {
            let cases = closed.map { "\($0.forShell)|\($0.forShell)/*" }
            lines += ["    case $mail in"]
            lines += cases.map { "        \($0)) continue ;;" }
            lines += ["    esac"]
        }
        // From the Maildir outwards: what follows the last wildcard is cut off again.
        for count in stride(from: below.count, to: 0, by: -1) {
            let suffix = "/" + below[(below.count - count)...].joined(separator: "/")
            lines.append("    setfacl -m u:\(user):x \"${mail%\(suffix)}\"")
        }
        return lines + ["    \(openAll("\"$mail\""))", "done"]
    }

    /// `-R` has opened what stays closed in open accounts, too: the user must not get into it.
    private var closeFolders: [String] { close(folders) }

    /// Shuts the user out.
    func close(_ paths: [String]) -> [String] { allow("---", paths) }

    /// A pattern for a shell's loop: its wildcards stay what they are.
    private static func forLoop(_ pattern: String) -> String {
        pattern.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.isEmpty ? "" : quoted(part)
        }.joined(separator: "/")
    }

    /// A part of a pattern, quoted but for its wildcards.
    private static func quoted(_ part: Substring) -> String {
        var (text, plain) = ("", "")
        func flushed() -> String { plain.isEmpty ? "" : plain.forShell }
        for scalar in part.unicodeScalars {
            if "*?[]".unicodeScalars.contains(scalar) {
                text += flushed()
                text.unicodeScalars.append(scalar)
                plain = ""
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
        return text + flushed()
    }
}
