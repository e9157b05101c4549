// SPDX-License-Identifier: Apache-2.0

/// Reads values of DER (X.690) one after the other: as much of it as keys and certificates need.
struct DERReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    /// The tags that are needed.
    static let (integer, bitString, identifier, sequence, context0) =
        (UInt8(0x02), UInt8(0x03), UInt8(0x06), UInt8(0x30), UInt8(0xa0))

    init(_ bytes: ArraySlice<UInt8>) { (self.bytes, position) = (bytes, bytes.startIndex) }

    /// Whether nothing is left.
    var isAtEnd: Bool { position >= bytes.endIndex }

    /// The tag of what comes next.
    var nextTag: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    /// The next value: all of it, and its content; nil: it is cut off, or not DER.
    mutating func next(_ tag: UInt8? = nil) -> (whole: ArraySlice<UInt8>, content: ArraySlice<UInt8>)? {
        guard position < bytes.endIndex, tag == nil || bytes[position] == tag, bytes[position] & 0x1f != 0x1f,
            position + 1 < bytes.endIndex
        else { return nil }
        var length = Int(bytes[position + 1])
        var start = position + 2
        if length >= 0x80 {
            let count = length - 0x80
            guard 1...4 ~= count, start + count <= bytes.endIndex else { return nil }
            length = bytes[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
            start += count
        }
        guard length <= bytes.endIndex - start else { return nil }
        let end = start + length
        defer { position = end }
        return (bytes[position..<end], bytes[start..<end])
    }
}
