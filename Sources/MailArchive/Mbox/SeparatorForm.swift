// SPDX-License-Identifier: Apache-2.0

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
    init?(_ line: UnsafeRawBufferPointer) {
        guard line.count <= PostmarkLine.maxBytes, line.starts(with: PostmarkLine.keyword) else { return nil }
        if PostmarkLine(line) != nil {
            self = .dated
            return
        }
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        let words = line.dropFirst(PostmarkLine.keyword.count).drop(while: isBlank)
        let first = words.prefix { !isBlank($0) }
        let rest = words[first.endIndex...].drop(while: isBlank)
        let hasDigit = rest.contains { $0 &- 48 < 10 }
        if first.isEmpty {
            self = .bare
        } else if first.elementsEqual("-".utf8), rest.isEmpty || hasDigit {
            self = .hyphen
        } else if Self.isAddress(first), rest.isEmpty || hasDigit {
            self = rest.isEmpty ? .address : .addressAndMore
        } else if Self.hasClock(rest) || rest.contains(UInt8(ascii: "@")) && hasDigit {
            self = .wordsAndMore
        } else {
            return nil
        }
    }

    private static func isAddress(_ word: Slice<UnsafeRawBufferPointer>) -> Bool {
        word.contains(UInt8(ascii: "@")) || word.elementsEqual("<>".utf8) || word.elementsEqual("MAILER-DAEMON".utf8)
    }

    /// Whether a digit, a colon and a digit follow each other.
    private static func hasClock(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        var at = text.startIndex + 1
        while at + 1 < text.endIndex {
            if text[at] == UInt8(ascii: ":"), text[at - 1] &- 48 < 10, text[at + 1] &- 48 < 10 { return true }
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

extension UnsafeRawBufferPointer {
    /// Lines that are looked at for the second field of mail.
    private static let headerLines = 40

    /// How much the bytes at `start` look like a message's header.
    func headerEvidence(at start: Int) -> HeaderEvidence {
        guard looksLikeHeader(at: start) else { return .none }
        var at = start
        var mailFields = 0
        for _ in 0..<Self.headerLines where at < count {
            let line = line(at: at)
            guard !line.text.isEmpty else { break }
            at = line.next
            let byte = self[line.text.lowerBound]
            if byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: ">") { continue }
            guard looksLikeField(line.text) else { break }
            if isMailField(line.text) { mailFields += 1 }
            if mailFields == 2 { return .mail }
        }
        return .fields
    }
}
