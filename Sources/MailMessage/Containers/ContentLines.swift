// SPDX-License-Identifier: Apache-2.0

/// What people read of an invitation or a contact card: the texts of its content lines, unfolded and unescaped.
///
/// - SeeAlso: RFC 5545, section 3.1 (iCalendar); RFC 6350, section 3 (vCard); vCard 2.1 for quoted-printable values.
struct ContentLines {
    /// The texts in UTF-8, one on a line, in the order they stand.
    private(set) var text: [UInt8] = []
    /// Descriptions in HTML, which Outlook writes beside those in plain text (X-ALT-DESC).
    private(set) var html: [UInt8] = []

    /// Properties whose values are shown.
    private static let shown: [StaticString] = [
        // Invitations: RFC 5545, section 3.8.1 and 3.8.4.
        "summary", "description", "location", "url", "comment", "contact", "attach", "conference", "x-wr-calname",
        "x-google-conference", "organizer",
        // Contact cards: RFC 6350, section 6.
        "fn", "org", "title", "role", "note", "email", "tel", "nickname",
    ]
    private static let longestName = 32

    /// Reads an object in UTF-8 with LF line ends.
    init(_ lines: Span<UInt8>) {
        var unfolded: [UInt8] = []
        var place = 0
        while place < lines.count {
            unfolded.removeAll(keepingCapacity: true)
            place = Self.unfold(lines, from: place, into: &unfolded)
            read(unfolded)
        }
        if text.last == ASCII.lineFeed { text.removeLast() }
    }

    /// Takes one logical line; returns where the next begins.
    private static func unfold(_ lines: Span<UInt8>, from start: Int, into line: inout [UInt8]) -> Int {
        var place = start
        // Asked once for a line: it does not change any more when it goes on.
        var isQuoted = false
        while place < lines.count {
            let byte = lines[place]
            place += 1
            guard byte == ASCII.lineFeed else {
                line.append(byte)
                continue
            }
            // A line that begins with a blank goes on with the one before; so does one after a soft end of quoted-printable.
            if place < lines.count, lines[place].isBlank {
                place += 1
            } else if line.last == ASCII.equals, isQuoted || isQuotedPrintable(line) {
                isQuoted = true
                line.removeLast()
            } else {
                break
            }
        }
        return place
    }

    private static func isQuotedPrintable(_ line: [UInt8]) -> Bool {
        let header = line.prefix(200).prefix { $0 != ASCII.colon }
        return String(decoding: header, as: UTF8.self).asciiLowercased.contains("quoted-printable")
    }

    private mutating func read(_ line: [UInt8]) {
        // Parameters may hold colons and semicolons within quotes.
        var isQuoted = false
        guard
            let colon = line.firstIndex(where: { byte in
                if byte == ASCII.quote { isQuoted.toggle() }
                return byte == ASCII.colon && !isQuoted
            })
        else { return }
        let header = line[..<colon]
        let nameEnd = header.firstIndex(of: ASCII.semicolon) ?? colon
        // A group may stand before a card's property: item1.URL.
        let nameStart = header[..<nameEnd].lastIndex(of: ASCII.dot).map { $0 + 1 } ?? 0
        guard nameEnd - nameStart <= Self.longestName else { return }
        let isHTML = Self.has(line[nameStart..<nameEnd], "x-alt-desc")
        guard isHTML || Self.shown.contains(where: { Self.has(line[nameStart..<nameEnd], $0) }) else { return }
        let parameters = String(decoding: header[nameEnd...].prefix(500), as: UTF8.self).asciiLowercased
        // Pictures and files written out in base64 are no text.
        guard !parameters.contains("encoding=b") else { return }
        var value = Array(line[(colon + 1)...])
        if parameters.contains("quoted-printable") {
            var decoded: [UInt8] = []
            var defects: Defects = []
            _ = QuotedPrintable.append(decoding: value.span, to: &decoded, limit: value.count, defects: &defects)
            value = decoded
        }
        if let name = Self.commonName(in: header[nameEnd...]) { append(name, isHTML: false) }
        append(value, isHTML: isHTML)
    }

    private static func has(_ name: ArraySlice<UInt8>, _ lowercased: StaticString) -> Bool {
        name.span.equalsIgnoringCase(lowercased)
    }

    /// The name of a person, of ORGANIZER;CN=.
    private static func commonName(in parameters: ArraySlice<UInt8>) -> [UInt8]? {
        for parameter in parameters.prefix(1_000).split(separator: ASCII.semicolon) {
            guard parameter.count > 3, has(parameter.prefix(3), "cn=") else { continue }
            return parameter.dropFirst(3).filter { $0 != ASCII.quote }
        }
        return nil
    }

    /// Adds a value, its escapes undone: `\n`, `\,`, `\;` and `\\`.
    private mutating func append(_ value: [UInt8], isHTML: Bool) {
        var plain: [UInt8] = []
        plain.reserveCapacity(value.count + 1)
        var index = 0
        while index < value.count {
            let byte = value[index]
            index += 1
            guard byte == ASCII.backslash, index < value.count else {
                plain.append(byte)
                continue
            }
            plain.append(value[index].lowercased == UInt8(ascii: "n") ? ASCII.lineFeed : value[index])
            index += 1
        }
        plain.append(ASCII.lineFeed)
        if isHTML { html += plain } else { text += plain }
    }
}
