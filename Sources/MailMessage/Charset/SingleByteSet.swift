// SPDX-License-Identifier: Apache-2.0

/// A single-byte set: ASCII below 0x80, a table of UTF-16 units above.
struct SingleByteSet {
    /// Where the set's 128 units begin in ``CharsetTables/singleByteUnits``.
    private let start: Int

    /// - Precondition: the charset is one of the single-byte sets.
    init(_ charset: Charset) { start = charset.number * 128 }

    func append(
        decoding bytes: UnsafeRawBufferPointer, to output: inout [UInt8], limit: Int
    ) -> CharsetDecoder.Outcome {
        var outcome = CharsetDecoder.Outcome()
        guard let base = bytes.baseAddress else { return outcome }
        var consumed = 0
        CharsetTables.singleByteUnits.withUnsafeBufferPointer { units in
            outcome.isCut = WindowedOutput.fill(&output, limit: limit) { window, room in
                var count = 0
                var index = consumed
                defer { consumed = index }
                while index < bytes.count {
                    // Eight bytes of ASCII at once.
                    while count &+ 8 <= room, index &+ 8 <= bytes.count {
                        let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                        if word & 0x8080_8080_8080_8080 != 0 { break }
                        UnsafeMutableRawPointer(window + count).storeBytes(of: word, as: UInt64.self)
                        count &+= 8
                        index &+= 8
                    }
                    guard index < bytes.count else { break }
                    let byte = base.load(fromByteOffset: index, as: UInt8.self)
                    if byte < 0x80 {
                        guard count < room else { return (count, false) }
                        window[count] = byte
                        count &+= 1
                    } else {
                        guard count &+ 3 <= room else { return (count, false) }
                        let unit = units[start &+ Int(byte & 0x7f)]
                        if unit == 0xfffd { outcome.replacements &+= 1 }
                        UTF8Bytes.write(UInt32(unit), to: window, at: &count)
                    }
                    index &+= 1
                }
                return (count, true)
            }
        }
        return outcome
    }
}
