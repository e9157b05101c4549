// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What stands behind `From ` in a line that may begin a message of an mbox.
///
/// Readers of mboxes count more than twenty forms. Those with a date of ``PostmarkLine`` are told by it alone; of the others
/// a file's first record shows which one it has, or the header below decides.
///
/// | form | who writes it |
/// |---|---|
/// | `From ` | Thunderbird since 2024 (`MboxMsgOutputStream.cpp`) |
/// | `From -`, `From - DATE` | Mozilla before, Eudora's converters |
/// | `From ADDRESS`, `From ADDRESS ANYTHING WITH A DIGIT` | exports by scripts, dates by RFC 3339, years of two digits |
/// | `From WORDS 2024-03-05 10:00`, `From WORDS <ADDRESS> 5.3.2024` | web archives |
enum SeparatorForm: Equatable {
    case dated, bare, hyphen, address, addressAndMore, wordsAndMore

    /// Tells the form of a line without its line end; nil when it is running text.
    init?(_ line: Span<UInt8>) {
        guard line.count <= PostmarkLine.maxBytes, line.holds(PostmarkLine.keyword, at: 0) else { return nil }
        if PostmarkLine(line) != nil {
            self = .dated
            return
        }
        var words = WordCursor(from: PostmarkLine.keywordBytes)
        guard let word = words.next(line) else {
            self = .bare
            return
        }
        let first = line.extracting(word)
        let rest = line.extracting(words.rest(line))
        let hasDigit = Self.hasDigit(rest)
        if first.equals("-"), rest.isEmpty || hasDigit {
            self = .hyphen
        } else if Self.isAddress(first), rest.isEmpty || hasDigit {
            self = rest.isEmpty ? .address : .addressAndMore
        } else if Self.hasClock(rest) || Self.hasAt(rest) && hasDigit {
            self = .wordsAndMore
        } else {
            return nil
        }
    }

    private static func isAddress(_ word: Span<UInt8>) -> Bool {
        hasAt(word) || word.equals("<>") || word.equals("MAILER-DAEMON")
    }

    private static func hasAt(_ text: Span<UInt8>) -> Bool {
        text.firstIndex(of: UInt8(ascii: "@"), in: 0..<text.count) != nil
    }

    private static func hasDigit(_ text: Span<UInt8>) -> Bool {
        var at = 0
        while at < text.count {
            if text[at].isDigit { return true }
            at += 1
        }
        return false
    }

    /// Whether a digit, a colon and a digit follow each other.
    private static func hasClock(_ text: Span<UInt8>) -> Bool {
        var at = 1
        while at + 1 < text.count {
            if text[at] == UInt8(ascii: ":"), text[at - 1].isDigit, text[at + 1].isDigit { return true }
            at += 1
        }
        return false
    }
}

/// How much what follows a `From ` line looks like the header of a message.
enum HeaderEvidence {
    case none
    /// A field, and another line of a header or the empty line.
    case fields
    /// At least two fields that mail has, and no other line between them: plain evidence.
    case mail
}

extension HeaderEvidence {
    /// Lines that are looked at for the second field of mail.
    fileprivate static let lines = 40
}

extension Span where Element == UInt8 {
    /// How much the bytes at `start` look like a message's header.
    func headerEvidence(at start: Int) -> HeaderEvidence {
        guard looksLikeHeader(at: start) else { return .none }
        var at = start
        var mailFields = 0
        for _ in 0..<HeaderEvidence.lines where at < count {
            let line = line(at: at)
            guard !line.text.isEmpty else { break }
            at = line.next
            let byte = self[line.text.lowerBound]
            if byte.isBlank || byte == UInt8(ascii: ">") { continue }
            guard looksLikeField(line.text) else { break }
            if isMailField(line.text) { mailFields += 1 }
            if mailFields == 2 { return .mail }
        }
        return .fields
    }
}
