// SPDX-License-Identifier: Apache-2.0
import Glibc
import TextOutput

/// Patterns as a shell reads them in a loop or a `case`.
enum ShellPattern {
    /// Whether a part of a path has a wildcard.
    static func isPattern(_ part: String) -> Bool { part.contains { "*?[\\".contains($0) } }

    /// Whether a `case` of a shell takes a path.
    static func matches(_ pattern: String, _ path: String) -> Bool { fnmatch(pattern, path, 0) == 0 }

    /// A path whose wildcards stay what they are, and nothing else does.
    static func quoted(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { quoted(part: $0) }.joined(separator: "/")
    }

    private static func quoted(part: Substring) -> String {
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
