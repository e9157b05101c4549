// SPDX-License-Identifier: Apache-2.0

/// A single-byte set: ASCII below 0x80, a table of UTF-16 units above.
struct SingleByteSet {
    /// Where the set's 128 units begin in ``CharsetTables/singleByteUnits``.
    private let start: Int

    /// - Precondition: the charset is one of the single-byte sets.
    init(_ charset: Charset) { start = charset.number * 128 }

    func append(
        decoding bytes: Span<UInt8>, to output: inout [UInt8], limit: Int
    ) -> CharsetDecoder.Outcome {
        var outcome = CharsetDecoder.Outcome()
        let units = CharsetTables.singleByteUnits
        var index = 0
        outcome.isCut = WindowedOutput.fill(&output, limit: limit) { window in
            while index < bytes.count {
                let room = min(bytes.count, index &+ window.freeCapacity)
                let plainEnd = Self.endOfASCII(bytes, from: index, before: room)
                if plainEnd > index { window.append(bytes.extracting(index..<plainEnd)) }
                index = plainEnd
                guard index < bytes.count else { break }
                let byte = bytes[index]
                if byte < 0x80 {
                    guard !window.isFull else { return false }
                    window.append(byte)
                } else {
                    guard window.freeCapacity >= 3 else { return false }
                    let unit = units[start &+ Int(byte & 0x7f)]
                    if unit == 0xfffd { outcome.replacements &+= 1 }
                    window.append(utf8: UInt32(unit))
                }
                index &+= 1
            }
            return true
        }
        return outcome
    }

    /// Where a run of ASCII ends, looked for eight bytes at once: it may go on.
    @inline(__always)
    private static func endOfASCII(_ bytes: Span<UInt8>, from start: Int, before end: Int) -> Int {
        var index = start
        while index &+ 8 <= end, bytes.word(at: index) & 0x8080_8080_8080_8080 == 0 { index &+= 8 }
        return index
    }
}
