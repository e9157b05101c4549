// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text in lines of at most so many characters, broken at spaces; a longer word has a line of its own.
    package func wrapped(_ columns: Int) -> String {
        var lines: [Substring] = []
        var line = startIndex..<startIndex
        for word in split(separator: " ") {
            if line.isEmpty || distance(from: line.lowerBound, to: word.endIndex) > columns {
                if !line.isEmpty { lines.append(self[line]) }
                line = word.startIndex..<word.endIndex
            } else {
                line = line.lowerBound..<word.endIndex
            }
        }
        if !line.isEmpty { lines.append(self[line]) }
        return lines.joined(separator: "\n")
    }

    /// These words as an item of a list.
    ///
    /// - Parameters:
    ///   - mark: what the first line begins with: `- `.
    ///   - further: what the others begin with; nil: as many blanks.
    ///   - columns: characters of a line, the mark among them; but for a longer word.
    package func item(_ mark: String, further: String? = nil, columns: Int = 80) -> String {
        let indent = further ?? String(repeating: " ", count: mark.count)
        let lines = wrapped(columns - max(mark.count, indent.count)).split(separator: "\n")
        return lines.enumerated().map { ($0 == 0 ? mark : indent) + $1 + "\n" }.joined()
    }
}
