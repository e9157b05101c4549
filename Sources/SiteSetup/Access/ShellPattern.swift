// SPDX-License-Identifier: Apache-2.0
import Glibc
import TextOutput

/// Patterns as a shell reads them in a loop or a `case`.
enum ShellPattern {
    /// Whether a `case` of a shell takes a path.
    static func matches(_ pattern: String, _ path: String) -> Bool { fnmatch(pattern, path, 0) == 0 }

    /// A path whose wildcards stay what they are, and nothing else does.
    static func quoted(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { quoted(part: $0) }.joined(separator: "/")
    }

    private static func quoted(part: Substring) -> String {
        var (text, plain) = ("", "")
        func flushed() -> String { plain.isEmpty ? "" : plain.forShell }
        var before: Unicode.Scalar?
        var isInBrackets = false
        for scalar in part.unicodeScalars {
            defer { before = scalar }
            // Quoted, these would stand for themselves; a shell knows '!' alone for what `fnmatch` also takes '^' for.
            let isMark = isInBrackets && (scalar == "-" || before == "[" && (scalar == "!" || scalar == "^"))
            if isMark || "*?[]".unicodeScalars.contains(scalar) {
                text += flushed()
                text.unicodeScalars.append(isMark && scalar == "^" ? "!" : scalar)
                plain = ""
                if scalar == "[" { isInBrackets = true } else if scalar == "]" { isInBrackets = false }
            } else {
                plain.unicodeScalars.append(scalar)
            }
        }
        return text + flushed()
    }
}
