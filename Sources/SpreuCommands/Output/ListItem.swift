// SPDX-License-Identifier: Apache-2.0
import TextOutput

extension String {
    /// These words as an item of a list, in 80 columns.
    ///
    /// - Parameters:
    ///   - mark: what the first line begins with: `- `.
    ///   - further: what the others begin with; nil: as many blanks.
    func item(_ mark: String, further: String? = nil) -> String {
        let indent = further ?? String(repeating: " ", count: mark.count)
        let lines = wrapped(80 - max(mark.count, indent.count)).split(separator: "\n")
        return lines.enumerated().map { ($0 == 0 ? mark : indent) + $1 + "\n" }.joined()
    }
}
