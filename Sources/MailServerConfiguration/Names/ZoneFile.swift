// SPDX-License-Identifier: Apache-2.0

/// The TXT records of a zone file (RFC 1035, section 5), or of what `dig` prints.
package struct ZoneFile: Sendable, Equatable {
    /// A record.
    package struct TextRecord: Sendable, Equatable {
        /// Its name, in lower case, without a dot at its end; with the origin as far as one is known.
        package var name: String
        /// Its strings, as one.
        package var text: String
        /// Where it begins.
        package var place: ConfigurationPlace
    }

    /// In the order of the file.
    package private(set) var records: [TextRecord] = []

    /// Reads a text.
    package init(text: String, path: String) {
        var origin = ""
        var owner = ""
        var entry = Entry()
        for (index, line) in text.physicalLines.enumerated() {
            entry.add(line, number: index + 1)
            guard entry.depth == 0 else { continue }
            defer { entry = Entry() }
            guard let first = entry.words.first else { continue }
            if !first.isQuoted, first.text.uppercased() == "$ORIGIN" {
                origin = entry.words.dropFirst().first.map { Self.name($0.text, origin) } ?? origin
                continue
            }
            if !entry.beginsWithBlank { owner = Self.name(first.text, origin) }
            // `name [ttl] [class] TXT "..."`
            guard
                let type = entry.words.prefix(5).firstIndex(where: { !$0.isQuoted && $0.text.uppercased() == "TXT" }),
                type + 1 < entry.words.count
            else { continue }
            records.append(
                TextRecord(
                    name: owner, text: entry.words[(type + 1)...].map(\.text).joined(),
                    place: ConfigurationPlace(path: path, line: entry.line)))
        }
    }

    private static func name(_ text: String, _ origin: String) -> String {
        let name = text.lowercased()
        if name == "@" { return origin }
        if name.hasSuffix(".") { return String(name.dropLast()) }
        return origin.isEmpty ? name : "\(name).\(origin)"
    }

    /// A record's words, over the lines that parentheses join.
    private struct Entry {
        struct Word {
            var text: String
            var isQuoted: Bool
        }
        var words: [Word] = []
        var depth = 0
        var line = 0
        var beginsWithBlank = false

        /// The most words of a record.
        static let maxWords = 1_000

        mutating func add(_ text: Substring, number: Int) {
            if words.isEmpty, depth == 0 {
                line = number
                beginsWithBlank = text.first?.isBlank == true
            }
            var word: Word?
            var isInQuotes = false
            var isEscaped = false
            for character in text {
                if isEscaped {
                    word?.text.append(character)
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                    if word == nil { word = Word(text: "", isQuoted: false) }
                } else if character == "\"" {
                    finish(&word)
                    if !isInQuotes { word = Word(text: "", isQuoted: true) }
                    isInQuotes.toggle()
                } else if isInQuotes {
                    word?.text.append(character)
                } else if character == ";" {
                    break
                } else if character == "(" || character == ")" || character.isBlank {
                    finish(&word)
                    if character == "(" { depth = 1 } else if character == ")" { depth = 0 }
                } else if word != nil {
                    word?.text.append(character)
                } else {
                    word = Word(text: String(character), isQuoted: false)
                }
            }
            finish(&word)
        }

        private mutating func finish(_ word: inout Word?) {
            if let word, words.count < Self.maxWords { words.append(word) }
            word = nil
        }
    }
}
