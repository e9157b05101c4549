// SPDX-License-Identifier: Apache-2.0

/// Where one field lies in the bytes of its message: 16 bytes a field, whatever it holds.
struct FieldOffsets: Sendable, Equatable {
    var nameStart: UInt32
    var nameEnd: UInt32
    /// The byte after the colon.
    var valueStart: UInt32
    /// The line end that closes the field (excluded), the folding inside it left in.
    var valueEnd: UInt32

    var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
}

/// One field of a header: a name and a value, as ranges of the message's bytes.
///
/// Nothing is decoded or copied until asked for.
public struct HeaderField: Sendable {
    let storage: [UInt8]
    let offsets: FieldOffsets

    /// Where the name lies, in bytes from the start of the message (or of the decoded enclosed message).
    public var nameRange: Range<Int> { offsets.name }
    /// Where the raw value lies: after the colon, folding and outer white space still in, without its last line end.
    public var valueRange: Range<Int> { offsets.value }

    /// The name's bytes as they stand.
    public var nameBytes: Span<UInt8> { @_lifetime(borrow self) get { storage.span.extracting(offsets.name) } }

    /// The value's raw bytes: everything after the colon, folding still in.
    public var valueBytes: Span<UInt8> { @_lifetime(borrow self) get { storage.span.extracting(offsets.value) } }

    /// The name as it stands.
    public var name: String { String(bytes: storage, range: offsets.name) }

    /// Whether the field has this name, whatever the case of its letters.
    public func hasName(_ lowercased: StaticString) -> Bool {
        nameBytes.equalsIgnoringCase(lowercased)
    }

    /// Appends the value on one line: folding and runs of white space become one space, the ends are trimmed.
    ///
    /// At most `limit` bytes are appended.
    public func appendUnfolded(to output: inout [UInt8], limit: Int) {
        Unfolding.append(valueBytes, to: &output, limit: limit)
    }

    /// Appends the value on one line with its encoded words (RFC 2047) decoded to UTF-8.
    ///
    /// Bytes that their charset does not have become U+FFFD. At most `limit` bytes are appended, whole characters.
    public func appendDecoded(to output: inout [UInt8], limit: Int) {
        EncodedWords.appendDecoded(valueBytes, to: &output, limit: limit)
    }

    /// The unfolded value as text.
    public var unfolded: String {
        var bytes: [UInt8] = []
        appendUnfolded(to: &bytes, limit: .max)
        return bytes.asString
    }

    /// The decoded value as text.
    public var decoded: String {
        var bytes: [UInt8] = []
        appendDecoded(to: &bytes, limit: .max)
        return bytes.asString
    }
}
