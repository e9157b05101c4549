// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// A text without what differs from line to line, and without anything that may be somebody's: addresses, names, numbers, passwords.
///
/// What stays are plain ASCII words up to a limit. What stands in quotes or brackets never stays, nor a capitalised word that
/// may be a name, nor anything behind an equals sign or a word such as `user` or `command:`.
struct LineTemplate {
    /// What is known of a text.
    enum Kind {
        /// A server's warning: its words are mostly the server's own.
        case warning
        /// What another server said of mail that this one sent: sentences, in capitals too.
        case answer
        /// A line of an unknown kind: of its first words those in lower case stay.
        case unknown
    }

    private static let maxBytes = 110
    private let kind: Kind
    private var template: [UInt8] = []

    /// Makes the template of a range of a text.
    static func make(_ text: Span<UInt8>, _ range: Range<Int>, _ kind: Kind) -> String {
        var template = LineTemplate(kind)
        template.read(text, range)
        return String(decoding: template.template, as: UTF8.self)
    }

    private init(_ kind: Kind) { self.kind = kind }

    private mutating func read(_ text: Span<UInt8>, _ range: Range<Int>) {
        var index = range.lowerBound
        // Sendmail's command begins with the name of who called it.
        if let name = text.firstIndex(of: ": no login name", in: range) {
            appendMask()
            index = name + 1
        }
        let maxWords = kind == .unknown ? 4 : 14
        for number in 0..<maxWords where template.count < Self.maxBytes {
            while index < range.upperBound, text[index] == 0x20 { index += 1 }
            guard index < range.upperBound else { return }
            let word = index..<Self.wordEnd(text, index, before: range.upperBound)
            index = word.upperBound
            let isKept = isKept(text, word, isFirst: number == 0 && template.isEmpty, before: range.upperBound)
            if isKept { append(text, word) } else if !appendKey(text, word) { appendMask() }
            if hidesWhatFollows(text, word) { return appendMask() }
        }
    }

    /// The end of a word; what stands in quotes or brackets within it belongs to it, blanks too.
    private static func wordEnd(_ text: Span<UInt8>, _ start: Int, before end: Int) -> Int {
        var index = start
        while index < end, text[index] != 0x20 {
            let byte = text[index]
            // An apostrophe within a word is none that quotes.
            let isQuote =
                byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") && (index == start || !text[index - 1].isLetter)
            let close: UInt8? =
                switch byte {
                case UInt8(ascii: "("): UInt8(ascii: ")")
                case UInt8(ascii: "["): UInt8(ascii: "]")
                case UInt8(ascii: "{"): UInt8(ascii: "}")
                case UInt8(ascii: "<"): UInt8(ascii: ">")
                default: isQuote ? byte : nil
                }
            index += 1
            guard let close else { continue }
            var last = text.index(of: close, from: index, or: end)
            if !isQuote {
                // To the last one before the text's next part: a name may hold brackets.
                let part = text.find(": ", from: index, before: end) ?? end
                for other in index..<max(index, part) where text[other] == close { last = max(last, other) }
            }
            index = min(end, last + 1)
        }
        return index
    }

    // MARK: words

    private func isKept(_ text: Span<UInt8>, _ word: Range<Int>, isFirst: Bool, before end: Int) -> Bool {
        let plain = Self.plain(text, word)
        guard !plain.isEmpty, plain.count <= 24 else { return false }
        var isLower = true
        for index in plain where !Self.isPlain(text[index]) { return false }
        for index in plain where text[index] &- 0x41 < 26 { isLower = false }
        if isLower { return true }
        if kind != .warning { return kind == .answer }
        let bare = text.extracting(plain)
        for known in Self.capitalised where bare.equals(known) { return true }
        // A sentence begins with a capital, a name with another one behind it, or ends at a colon.
        let next = word.upperBound + 1
        return isFirst && plain.count == word.count && next < end && text[next] &- 0x61 < 26
            && !(text.has(":", at: Self.wordEnd(text, next, before: end) - 1) && word.lowerBound == 0)
    }

    /// Words in capitals that no person's name is.
    private static let capitalised: [StaticString] = [
        "SASL", "TLS", "SSL", "DNS", "SMTP", "LMTP", "IMAP", "POP", "LOGIN", "PLAIN", "RCPT", "MAIL", "DATA", "EHLO",
        "HELO", "STARTTLS", "CONNECT", "AUTH", "BDAT", "QUIT", "ACL", "IP", "IPv", "MX", "PTR", "Milter", "LDAP", "SQL",
        "Connection", "Permission", "No", "Not", "Too", "Operation", "Error", "Warning", "Illegal", "Invalid", "File",
        "Cannot", "Failed", "Timeout", "Temporary", "Broken", "Network", "Unknown", "Disk", "Resource", "Message-ID",
        "UID", "PID", "Sieve",
    ]

    /// A word without the mark behind it.
    private static func plain(_ text: Span<UInt8>, _ word: Range<Int>) -> Range<Int> {
        let last = text[word.upperBound - 1]
        let isMark =
            last == UInt8(ascii: ":") || last == UInt8(ascii: ",") || last == UInt8(ascii: ";")
            || last == UInt8(ascii: ".")
        return word.lowerBound..<word.upperBound - (isMark ? 1 : 0)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte.isLetter || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "_")
    }

    private mutating func append(_ text: Span<UInt8>, _ word: Range<Int>) {
        if !template.isEmpty { template.append(0x20) }
        for index in word { template.append(text[index]) }
    }

    /// Appends the key of `key=value`; false for anything else.
    private mutating func appendKey(_ text: Span<UInt8>, _ word: Range<Int>) -> Bool {
        guard let equals = text.firstIndex(of: UInt8(ascii: "="), in: word), equals > word.lowerBound else {
            return false
        }
        let key = word.lowerBound..<equals
        for index in key {
            let byte = kind == .answer ? text[index] | 0x20 : text[index]
            if byte &- 0x61 >= 26, text[index] != UInt8(ascii: "_") { return false }
        }
        if key.count > 24 { return false }
        append(text, word.lowerBound..<equals + 1)
        if kind == .answer { appendMask() }
        return true
    }

    /// Masks in a row are one.
    private mutating func appendMask() {
        if template.last == UInt8(ascii: "#") { return }
        if !template.isEmpty, template.last != UInt8(ascii: "=") { template.append(0x20) }
        template.append(UInt8(ascii: "#"))
    }

    private static let answerSecrets: [StaticString] = ["password", "passwd", "secret", "user", "account"]
    private static let secrets: [StaticString] =
        answerSecrets + ["mailbox", "command:", "found:", "subject", "folder", "login", "recipient", "sender"]

    /// Whether what stands behind a word may be a name, a password or what a client sent.
    private func hidesWhatFollows(_ text: Span<UInt8>, _ word: Range<Int>) -> Bool {
        // A name may have blanks; what a server answers says `IP=` in the middle of a sentence.
        if kind != .answer, text.firstIndex(of: UInt8(ascii: "="), in: word) != nil { return true }
        for index in word {
            for secret in kind == .answer ? Self.answerSecrets : Self.secrets
            where text.hasFolded(secret, at: index, before: word.upperBound) { return true }
        }
        return false
    }
}

extension UInt8 {
    /// An ASCII letter.
    fileprivate var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
}

extension Span where Element == UInt8 {
    /// Whether a word in lower case stands at an index, in either case.
    fileprivate func hasFolded(_ word: StaticString, at start: Int, before end: Int) -> Bool {
        let wanted = word.bytes
        guard start + wanted.count <= end else { return false }
        for index in 0..<wanted.count {
            let byte = self[start + index]
            if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != wanted[index] { return false }
        }
        return true
    }
}
