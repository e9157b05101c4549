// SPDX-License-Identifier: Apache-2.0
import MailMessage
package import NameLookup

/// The records of a zone file (RFC 1035, section 5), or of what `dig` prints: those of the types that mail needs.
package struct ZoneFile: Sendable, Equatable {
    /// A record, and where it begins.
    package struct Record: Sendable, Equatable {
        /// Its name, in lower case, without a dot at its end; with the origin as far as one is known.
        package var name: String
        /// What it says.
        package var data: DNSData
        /// Where it begins.
        package var place: ConfigurationPlace
    }

    /// A record of text.
    package struct TextRecord: Sendable, Equatable {
        /// Its name, in lower case, without a dot at its end; with the origin as far as one is known.
        package var name: String
        /// Its strings, as one.
        package var text: String
        /// Where it begins.
        package var place: ConfigurationPlace
    }

    /// In the order of the file.
    package private(set) var all: [Record] = []
    /// Lines whose records are not known: `$INCLUDE`, `$GENERATE`, and what is no record of its type.
    package private(set) var unread: [ConfigurationPlace] = []

    /// Those of type TXT.
    package var records: [TextRecord] {
        all.compactMap { record in
            guard case .text(let text) = record.data else { return nil }
            return TextRecord(name: record.name, text: text, place: record.place)
        }
    }

    /// Reads a text.
    ///
    /// - Parameter origin: what names without a dot at their end are completed with, where no `$ORIGIN` says it.
    package init(text: String, path: String, origin: String = "") {
        var origin = origin.lowercased()
        var owner = origin
        var entry = Entry()
        for (index, line) in text.physicalLines.enumerated() {
            entry.add(line, number: index + 1)
            guard entry.depth == 0 else { continue }
            defer { entry = Entry() }
            guard let first = entry.words.first else { continue }
            let place = ConfigurationPlace(path: path, line: entry.line)
            if !first.isQuoted, first.text.hasPrefix("$") {
                switch first.text.uppercased() {
                case "$ORIGIN": origin = entry.words.dropFirst().first.map { Self.name($0.text, origin) } ?? origin
                case "$TTL": break
                default: unread.append(place)
                }
                continue
            }
            var words = entry.words[...]
            if !entry.beginsWithBlank {
                owner = Self.name(first.text, origin)
                words = words.dropFirst()
            }
            // `[ttl] [class] type data`, the first two in any order.
            while let word = words.first, !word.isQuoted, Self.isClassOrTime(word.text) { words = words.dropFirst() }
            guard let word = words.popFirst(), !word.isQuoted,
                let type = DNSType.allCases.first(where: { $0.name == word.text.uppercased() })
            else { continue }
            if let data = Self.data(type, words.map(\.text), origin) {
                all.append(Record(name: owner, data: data, place: place))
            } else {
                unread.append(place)
            }
        }
    }

    private static func isClassOrTime(_ word: String) -> Bool {
        ["IN", "CH", "HS"].contains(word.uppercased()) || seconds(word) != nil
    }

    /// `3600` or `1h30m`.
    private static func seconds(_ word: String) -> UInt32? {
        guard word.utf8.first.map({ $0 &- 0x30 < 10 }) == true, word.utf8.count <= 20 else { return nil }
        var (sum, number, hasNumber) = (UInt64(0), UInt64(0), false)
        for byte in word.lowercased().utf8 {
            if byte &- 0x30 < 10 {
                number = min(number * 10 + UInt64(byte - 0x30), 1 << 32)
                hasNumber = true
                continue
            }
            let units: [UInt8: UInt64] = [0x73: 1, 0x6d: 60, 0x68: 3_600, 0x64: 86_400, 0x77: 604_800]
            guard hasNumber, let unit = units[byte] else { return nil }
            sum = min(sum + number * unit, 1 << 32)
            (number, hasNumber) = (0, false)
        }
        return UInt32(exactly: sum + number)
    }

    private static func data(_ type: DNSType, _ words: [String], _ origin: String) -> DNSData? {
        guard let first = words.first else { return nil }
        switch type {
        case .a, .aaaa:
            guard let octets = NetworkRange.octets(of: first), octets.count == (type == .a ? 4 : 16) else { return nil }
            return NetworkRange.text(of: octets).map { .address($0) }
        case .cname: return .alias(name(first, origin))
        case .ns: return .server(name(first, origin))
        case .ptr: return .pointer(name(first, origin))
        case .mx:
            guard words.count >= 2, let preference = UInt16(first) else { return nil }
            return .exchange(preference: Int(preference), host: words[1] == "." ? "" : name(words[1], origin))
        case .txt: return .text(words.joined())
        case .tlsa:
            let numbers = words.prefix(3).compactMap { UInt8($0) }
            guard numbers.count == 3, let data = bytes(words.dropFirst(3).joined()) else { return nil }
            return .association(
                TLSAssociation(usage: numbers[0], selector: numbers[1], matching: numbers[2], data: data))
        case .soa:
            guard words.count >= 7, let negative = seconds(words[6]) else { return nil }
            return .authority(negativeSeconds: negative)
        }
    }

    /// Hexadecimal digits as bytes.
    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.compactMap { $0.hexDigitValue }
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
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
