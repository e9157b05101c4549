// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// The last line of a file that a program wrote: by it the program knows that nobody has changed the file since.
///
/// It is no protection, but a mark: an administrator who changes a file need not touch it.
package enum FileSeal {
    private static let mark = "# spreu init: "
    private static let digits = 16

    /// A text with its seal.
    package static func sealed(_ text: String) -> String { text + mark + digest(text) + "\n" }

    /// Whether a text is as it was written.
    package static func isWhole(_ text: String) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // An editor may end the file with another line end.
        guard let last = lines.last(where: { !$0.isEmpty }), last.hasPrefix(mark) else { return false }
        let body = text[..<last.startIndex]
        return last.dropFirst(mark.count) == digest(String(body))
    }

    private static func digest(_ text: String) -> String {
        let digest = String(XXH64.hash(Array(text.utf8)), radix: 16)
        return String(repeating: "0", count: digits - digest.count) + digest
    }
}
