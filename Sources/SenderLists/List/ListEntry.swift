// SPDX-License-Identifier: Apache-2.0
package import MailMessage
package import SpamModel
import TextOutput

/// One entry of the site's list of senders.
///
///     allow anna@customer.example for=sales.example.com until=2026-12-31 by=hans added=2026-11-29  # offer 4711
package struct ListEntry: Sendable, Hashable {
    /// What becomes of the mail.
    package var action: ListAction
    /// Whose mail it is.
    package var subject: ListSubject
    /// The domain whose recipients it concerns (`for`), in lower case; nil: all.
    package var recipientDomain: String?
    /// The last day on which it counts (`until`), in UTC; nil: for good.
    package var until: CivilDate?
    /// Who made it (`by`); nil: not said.
    package var author: String?
    /// The day on which it was made (`added`), in UTC; nil: not said.
    package var added: CivilDate?
    /// A note for people, behind `#`; empty: none.
    package var note: String

    /// The most bytes of a note that are written.
    package static let maxNoteBytes = 200

    /// Makes an entry.
    package init(
        _ action: ListAction, _ subject: ListSubject, recipientDomain: String? = nil, until: CivilDate? = nil,
        author: String? = nil, added: CivilDate? = nil, note: String = ""
    ) {
        self.action = action
        self.subject = subject
        self.recipientDomain = recipientDomain
        self.until = until
        self.author = author
        self.added = added
        self.note = note
    }

    /// Whether it counts on a day, counted from 1970-01-01 in UTC.
    package func counts(on day: Int64) -> Bool { until.map { day <= $0.day } ?? true }

    /// Whether it is about the same senders and recipients as another.
    package func concernsSame(as other: ListEntry) -> Bool {
        subject == other.subject && recipientDomain == other.recipientDomain
    }

    /// Reads a line that is neither empty nor a comment.
    ///
    /// - Throws: ``ListLineError`` with what cannot be read.
    package init(line: Substring) throws(ListLineError) {
        // A '#' inside a word belongs to it: an address may have one.
        let start = Self.noteStart(in: line)
        let words = line[..<start].split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let first = words.first, let action = ListAction(rawValue: first.asciiLowercased) else {
            throw ListLineError("it begins with '\(words.first ?? "")' instead of 'allow' or 'deny'")
        }
        guard words.count > 1 else {
            throw ListLineError("'\(first)' has no address, domain, network or list behind it")
        }
        guard let subject = ListSubject(words[1]) else {
            throw ListLineError("'\(words[1])' is no address, domain, network or list")
        }
        self.init(action, subject)
        for word in words.dropFirst(2) { try take(word) }
        note = line[start...].drop { $0 == "#" || $0 == " " || $0 == "\t" }.trimmedAtEnd
    }

    /// Where the first word begins that is a comment; the end if none is.
    private static func noteStart(in line: Substring) -> String.Index {
        var isBlank = true
        for index in line.utf8.indices {
            let byte = line.utf8[index]
            if byte == UInt8(ascii: "#"), isBlank { return index }
            isBlank = byte == 0x20 || byte == 0x09
        }
        return line.endIndex
    }

    private mutating func take(_ word: String) throws(ListLineError) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            throw ListLineError("'\(word)' is neither for=, until=, by= nor added=; a note begins with #")
        }
        switch parts[0] {
        case "for":
            guard let domain = ListSubject(parts[1]), domain.kind == .domain else {
                throw ListLineError("'\(word)' names no domain of recipients")
            }
            recipientDomain = domain.text
        case "until": until = try Self.date(word, parts[1])
        case "added": added = try Self.date(word, parts[1])
        case "by": author = parts[1]
        default: throw ListLineError("'\(parts[0])=' is neither for=, until=, by= nor added=")
        }
    }

    private static func date(_ word: String, _ text: String) throws(ListLineError) -> CivilDate {
        guard let date = CivilDate(iso: text) else { throw ListLineError("'\(word)' is no day such as 2026-11-29") }
        return date
    }

    /// The line of the file.
    package var line: String {
        var words = [action.rawValue, subject.description]
        if let recipientDomain { words.append("for=" + recipientDomain) }
        if let until { words.append("until=" + until.iso) }
        if let author { words.append("by=" + author) }
        if let added { words.append("added=" + added.iso) }
        return words.joined(separator: " ") + (note.isEmpty ? "" : "  # " + note)
    }
}

/// What is wrong with a line of the list.
package struct ListLineError: Error, Equatable, CustomStringConvertible {
    /// What is wrong; without the line's number.
    package let description: String

    init(_ description: String) { self.description = description }
}

extension CivilDate {
    /// Reads `YYYY-MM-DD` of the years 1970 to 9999; nil if it is none.
    package init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 &- 0x30 < 10 || $0 == 0x2D }),
            let year = Int(parts[0]), let month = Int(parts[1]), let dayOfMonth = Int(parts[2]), year >= 1970
        else { return nil }
        let date = CivilDate(year: year, month: month, dayOfMonth: dayOfMonth)
        guard (1...12).contains(month), CivilDate(day: date.day) == date else { return nil }
        self = date
    }

    /// As `YYYY-MM-DD`.
    package var iso: String {
        "\(String(year).zeroPadded(4))-\(String(month).zeroPadded(2))-\(String(dayOfMonth).zeroPadded(2))"
    }
}

extension Substring {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " || text.last == "\t" { text = text.dropLast() }
        return String(text)
    }
}
