// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The header as its views read it: the sender's fields, one a line, decoded, normalised, without the recipients.
///
///     Subject: Meeting on Monday
///     Content-Type: text/plain; charset=utf-8
struct HeaderText: ~Copyable {
    /// Where a field lies in the text, and what its name hashes to.
    struct Field {
        var name: Range<Int>
        var value: Range<Int>
        /// The 64-bit hash of the name in lower case.
        var nameHash: UInt64
        /// Which of ``HeaderText/words`` are the value's, once they were read.
        var words = 0..<0
    }

    /// What the hash of fields' names is derived for.
    static let namePurpose = "field names"

    private(set) var text = ScratchBytes(capacity: 16_384)
    private(set) var fields: [Field] = []
    /// The words of the values, each seeded by its field's name.
    private(set) var words = WordList()
    private var areWordsRead = false
    private var decoded: [UInt8] = []
    private var name = ScratchBytes(capacity: 256)

    /// Reads the header of a message, up to its budgets.
    mutating func read(
        _ message: SiteMessage, excluded: ExcludedFields, budgets: FeatureBudgets, recipients: RecipientNames,
        normalizer: inout TextNormalizer, names: KeyedHash
    ) {
        text.removeAll()
        fields.removeAll(keepingCapacity: true)
        areWordsRead = false
        for (field, origin) in zip(message.message.header.fields, message.origins) {
            guard text.count < budgets.headerBytes else { break }
            guard origin.isFeature else { continue }
            name.removeAll()
            let start = text.count
            text.append(field.nameBytes.extracting(first: 200))
            CaseFolding.append(text, start..<text.count, to: &name)
            if excluded.contains(name) {
                text.truncate(to: start)
                continue
            }
            let nameEnd = text.count
            text.append(": ")
            let valueStart = text.count
            appendValue(of: field, limit: budgets.fieldBytes, normalizer: &normalizer)
            recipients.erase(from: &text, start: valueStart)
            fields.append(
                Field(
                    name: start..<nameEnd, value: valueStart..<text.count,
                    nameHash: names.string(name.bytes)))
            text.append(UInt8(ascii: "\n"))
        }
    }

    /// Reads the words of all values, at most `limit`, for the views that are made of them.
    mutating func readWords(limit: Int, hash: KeyedHash) {
        guard !areWordsRead else { return }
        areWordsRead = true
        words.removeAll()
        for index in fields.indices {
            let field = fields[index]
            let first = words.count
            words.append(text, field.value, limit: limit, hash: hash, seed: field.nameHash)
            fields[index].words = first..<words.count
        }
    }

    private mutating func appendValue(of field: HeaderField, limit: Int, normalizer: inout TextNormalizer) {
        decoded.removeAll(keepingCapacity: true)
        field.appendDecoded(to: &decoded, limit: limit)
        if let date = DateShape.start(in: decoded, of: field) { DateShape.apply(to: &decoded, from: date) }
        if field.hasName("subject") { decoded.removeFirst(FilterTag.length(of: decoded)) }
        // By itself: what a property lends counts as lent by the whole.
        let value = decoded
        if value.span.hasEightBit {
            normalizer.append(value.span, to: &text)
        } else {
            text.append(value.span)
        }
    }
}

extension FieldOrigin {
    /// Whether a field may be a feature: the sender wrote it, or a host outside the trust boundary.
    @inline(__always)
    var isFeature: Bool {
        switch self {
        case .sender, .externalHop: true
        case .internalHop, .delivery, .siteFilter, .mailbox: false
        }
    }
}

/// The fields that the configuration keeps out of the features.
package struct ExcludedFields: Sendable {
    private var names: Set<[UInt8]> = []
    private var prefixes: [[UInt8]] = []

    /// - Parameter patterns: names in any case; one that ends in `*` stands for all that begin so.
    package init(_ patterns: [String]) {
        for pattern in patterns {
            let bytes = pattern.utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
            if bytes.last == UInt8(ascii: "*") {
                prefixes.append(Array(bytes.dropLast()))
            } else {
                names.insert(bytes)
            }
        }
    }

    /// Whether a name (in lower case) is among them.
    func contains(_ name: borrowing ScratchBytes) -> Bool {
        if names.isEmpty && prefixes.isEmpty { return false }
        return contains(name.array(0..<name.count))
    }

    /// Whether a name (in lower case) is among them.
    package func contains(_ name: [UInt8]) -> Bool {
        names.contains(name) || prefixes.contains { name.starts(with: $0) }
    }
}
