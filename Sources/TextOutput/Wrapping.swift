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
}
