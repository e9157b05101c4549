// SPDX-License-Identifier: Apache-2.0

/// Writes the features of a view that is no text of its own, one a line: `type=image/png`, `from.domain=example.org`.
///
/// A line is begun by a name, goes on with values, and becomes a feature at its end. The recipients' names are taken
/// out of each, and lines are cut at ``longestLine``.
struct TokenWriter: ~Copyable {
    private static let longestLine = 120

    private(set) var text = ScratchBytes()
    private var start = 0
    private let hash: KeyedHash

    init(hash: KeyedHash) { self.hash = hash }

    /// Begins the view of another message.
    mutating func removeAll() {
        text.removeAll()
        start = 0
    }

    mutating func put(_ text: StaticString) { self.text.append(text) }
    // Where bytes lie in a row, the sequence lends them, and the span is not used beyond the call.
    mutating func put(_ bytes: some Sequence<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { bytes in
            unsafe text.append(bytes.span) { Self.printable($0) }
        }
        if isDone == nil { for byte in bytes { text.append(Self.printable(byte)) } }
    }
    mutating func put(_ text: some StringProtocol) { put(text.utf8) }
    mutating func put(lowercased text: some StringProtocol) { put(lowercased: text.utf8) }
    mutating func put(lowercased bytes: some Sequence<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { bytes in
            unsafe text.append(bytes.span) { Self.printable(Self.lowercased($0)) }
        }
        if isDone == nil { for byte in bytes { text.append(Self.printable(Self.lowercased(byte))) } }
    }
    mutating func put(number: Int) { text.append(number: number) }

    /// A size or count as the number of its binary digits: 0, 1, 2-3, 4-7, 8-15 ...
    mutating func put(magnitude: Int) {
        text.append(number: magnitude <= 0 ? 0 : Int.bitWidth - magnitude.leadingZeroBitCount)
    }

    /// What a string is made of (``TextShape``).
    mutating func put(shapeOf bytes: some Sequence<UInt8>) {
        var shape = TextShape()
        for byte in bytes { if let sign = shape.sign(of: byte) { text.append(sign) } }
    }

    /// Ends a line: what was put since the last is a feature.
    mutating func end(_ recipients: RecipientNames, into sink: inout some FeatureSink & ~Copyable) {
        recipients.erase(from: &text, start: start)
        text.cut(to: start + Self.longestLine)
        let end = text.count
        let value = hash.string(text.bytes.extracting(start..<end))
        sink.add(KeyedHash.fold(value), in: text, start, end)
        text.append(UInt8(ascii: "\n"))
        start = text.count
    }

    /// A whole line: a name, and a value in lower case.
    mutating func add(
        _ name: StaticString, _ value: some Sequence<UInt8>, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        put(name)
        put(lowercased: value)
        end(recipients, into: &sink)
    }

    @inline(__always)
    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    @inline(__always)
    private static func printable(_ byte: UInt8) -> UInt8 { byte < 0x20 ? UInt8(ascii: "?") : byte }
}
