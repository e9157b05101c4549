// SPDX-License-Identifier: Apache-2.0
import Glibc
import TextOutput

/// The commands by which root lets a user read Maildirs, and never what is excluded in them.
///
/// At no moment can the user read an excluded folder, however often the commands are run: it is shut before anything is opened, and
/// gone round by what opens the rest. Links within a Maildir, and one in its place, are not followed: the account's user may have made
/// them, and root would open what they lead to.
package struct MailAccess: Sendable {
    private let user: String
    private let folders: [String]

    /// Takes a user's name, and what is excluded.
    package init(user: String, excluding exclude: Exclusions) {
        self.user = user.forShell
        folders = exclude.folders
    }

    private static let pathsPerLine = 8

    /// Gives rights to folders that no account's user can replace by a link.
    package func allow(_ rights: String, _ paths: [String]) -> [String] {
        stride(from: 0, to: paths.count, by: Self.pathsPerLine).map { start in
            let some = paths[start..<min(start + Self.pathsPerLine, paths.count)].map(\.forShell)
            return "setfacl -m u:\(user):\(rights) \(some.joined(separator: " "))"
        }
    }

    /// Lets the user pass through a folder that an account's user may have replaced by a link.
    ///
    /// - Parameter word: the folder, as a word of a shell.
    package func pass(_ word: String) -> String { "find \(word) -maxdepth 0 -type d -exec \(set("x")) {} +" }

    /// Shuts the user out of folders in accounts.
    package func close(_ paths: [String]) -> [String] {
        stride(from: 0, to: paths.count, by: Self.pathsPerLine).map { start in
            let some = paths[start..<min(start + Self.pathsPerLine, paths.count)].map(\.forShell)
            return "find \(some.joined(separator: " ")) -maxdepth 0 -type d -exec \(set("---")) {} +"
        }
    }

    /// What `find` knows excluded folders by, as words of a shell; empty: there are none.
    ///
    /// - Parameter known: those that were found, by their paths.
    package func excluded(known: [String]) -> String {
        (tests + known.filter { !covers($0) }.map { "-path \(Self.escaped($0).forShell)" })
            .joined(separator: " -o ")
    }

    /// Opens a Maildir, what is there and what will arrive, but for what is excluded.
    ///
    /// - Parameters:
    ///   - word: the Maildir, as a word of a shell.
    ///   - excluded: see ``excluded(known:)``.
    package func open(_ word: String, except excluded: String) -> [String] {
        if excluded.isEmpty { return ["setfacl -R -P -m u:\(user):rX -d -m u:\(user):rX \(word)"] }
        let prune = "-type d \\( \(excluded) \\) -prune"
        // A default right is for folders alone; without '-R' setfacl fails for a file.
        let (folder, file) = (set("rx,d:u:\(user):rX"), set("r"))
        return [
            "find \(word) -mindepth 1 \(prune) -exec \(set("---")) {} +",
            "find \(word) -mindepth 1 \(prune) -o -type d -exec \(folder) {} + -o -type f -exec \(file) {} +",
            "find \(word) -maxdepth 0 -type d -exec \(folder) {} +",
        ]
    }

    private func set(_ rights: String) -> String { "setfacl -m u:\(user):\(rights)" }

    // MARK: names of folders

    /// Whether a folder's own name says already that it is excluded, so that its path need not be written.
    ///
    /// Of letters beyond ASCII `find` does not always know which are the same: such a folder is always named.
    private func covers(_ path: String) -> Bool {
        let name = String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
        return name.utf8.allSatisfy { $0 < 0x80 }
            && folders.flatMap(Self.globs).contains { AccountPatterns.matches($0, name) }
    }

    /// What `find` knows the excluded folders by, as they are called on the disk.
    private var tests: [String] {
        folders.flatMap { name in
            Self.globs(name).map { "-iname \($0.forShell)" } + Self.nested(name).map { "-ipath \("*/\($0)".forShell)" }
        }
    }

    /// A folder of Maildir++ and those below it: `.Work` and `.Work.2024`, also where the server has put all below `INBOX`; of
    /// `LAYOUT=fs`: `Work`.
    private static func globs(_ name: String) -> [String] {
        let dotted = onDisk(name).map { $0.replacing("/", with: ".") }
        var globs = dotted.flatMap { [".\($0)", ".\($0).*", ".INBOX.\($0)", ".INBOX.\($0).*"] }
        if !name.contains("/") {
            globs += onDisk(name).filter { glob in !own.contains { AccountPatterns.matches(glob, $0) } }
        }
        return globs
    }

    /// What every Maildir has, which is no folder of a user's.
    private static let own = ["cur", "new", "tmp"]

    /// A folder in another one, of `LAYOUT=fs`.
    private static func nested(_ name: String) -> [String] { name.contains("/") ? onDisk(name) : [] }

    /// A name as it is written on the disk: in modified UTF-7, or as it stands where Dovecot is set so.
    ///
    /// What is no ASCII becomes a wildcard within its mark, and what stands for one character a wildcard for any: rather too much is
    /// shut than too little.
    private static func onDisk(_ name: String) -> [String] {
        var glob = ""
        var (isEncoded, isInBrackets) = (false, false)
        for scalar in name.unicodeScalars {
            if isInBrackets {
                isInBrackets = scalar != "]"
                continue
            }
            if !scalar.isASCII {
                if !isEncoded { glob += "&*-" }
                isEncoded = true
                continue
            }
            isEncoded = false
            switch scalar {
            case "[":
                glob += "*"
                isInBrackets = true
            case "?": glob += "*"
            case "&": glob += "&-"
            default: glob.unicodeScalars.append(scalar)
            }
        }
        return glob == name ? [name] : [glob, name]
    }

    /// A path with what `find` would take for a wildcard escaped.
    private static func escaped(_ path: String) -> String {
        var text = ""
        for scalar in path.unicodeScalars {
            if "*?[]\\".unicodeScalars.contains(scalar) { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return text
    }
}
