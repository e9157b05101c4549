// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The mark that a filter put before a subject: `[SPAM]`, `{Spam?}`, `***SPAM***`, `SPAM:`.
///
/// It says what a filter thought, as `X-Spam-Status` does, and is not there when a message arrives at the filter that wrote
/// it. So it is no feature. A list that is called after what it is about (`[spamassassin-users]`) keeps its tag: only
/// whole words count.
enum FilterTag {
    /// A longer text between brackets is no tag.
    private static let limit = 40
    private static let words: [StaticString] = [
        "spam", "junk", "bulk", "phishing", "virus", "malware", "spamverdacht",
    ]

    /// The number of bytes at the beginning of a subject that are filters' tags and the space around them.
    static func length(of subject: some RandomAccessCollection<UInt8>) -> Int {
        var rest = Substring(subject)
        var length = 0
        while true {
            rest.skipSpace()
            guard let inner = rest.takeTag(limit: limit), hasWord(inner) else { return length }
            rest.skipSpace()
            length = rest.offset
        }
    }

    private static func hasWord(_ tag: ArraySlice<UInt8>) -> Bool {
        tag.split { ($0 | 0x20) &- 0x61 >= 26 }.contains { word in
            let word = word.map { $0 | 0x20 }
            return words.contains { $0.bytes.isSame(as: word.span) }
        }
    }

    /// What is left of a subject.
    private struct Substring {
        private let bytes: [UInt8]
        private(set) var offset = 0

        init(_ bytes: some RandomAccessCollection<UInt8>) { self.bytes = Array(bytes.prefix(1_000)) }

        mutating func skipSpace() {
            while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
        }

        /// What stands between the brackets or asterisks that come next, or before a colon in capitals; taken if it ends.
        mutating func takeTag(limit: Int) -> ArraySlice<UInt8>? {
            guard offset < bytes.count else { return nil }
            let closing: UInt8
            switch bytes[offset] {
            case UInt8(ascii: "["): closing = UInt8(ascii: "]")
            case UInt8(ascii: "{"): closing = UInt8(ascii: "}")
            case UInt8(ascii: "("): closing = UInt8(ascii: ")")
            case UInt8(ascii: "*"): closing = UInt8(ascii: "*")
            case 0x41...0x5a:
                let end = bytes[offset...].prefix { 0x41...0x5a ~= $0 }.endIndex
                guard end < bytes.count, bytes[end] == UInt8(ascii: ":") else { return nil }
                defer { offset = end + 1 }
                return bytes[offset..<end]
            default: return nil
            }
            let start = bytes[offset...].firstIndex { $0 != bytes[offset] } ?? bytes.count
            guard let end = bytes[start...].prefix(limit).firstIndex(of: closing) else { return nil }
            defer { offset = bytes[end...].firstIndex { $0 != closing } ?? bytes.count }
            return bytes[start..<end]
        }
    }
}
