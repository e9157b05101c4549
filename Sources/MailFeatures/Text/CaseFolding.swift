// SPDX-License-Identifier: Apache-2.0

/// Letters without their case: A and a are one.
enum CaseFolding {
    /// Appends the folded form of a range of a text.
    static func append(_ text: borrowing ScratchBytes, _ range: Range<Int>, to output: inout ScratchBytes) {
        append(text.bytes.extracting(range), to: &output)
    }

    /// Appends the folded form of UTF-8 text.
    static func append(_ text: Span<UInt8>, to output: inout ScratchBytes) {
        output.reserve(text.count)
        var index = 0
        while index < text.count {
            let ascii = UTF8Decoding.asciiRun(text, from: index)
            output.append(lowercasingASCII: text.extracting(index..<(index + ascii)))
            index += ascii
            while index < text.count, text[index] >= 0x80 {
                let (scalar, length) = UTF8Decoding.scalar(text, at: index)
                append(scalar, to: &output)
                index += length
            }
        }
    }

    @inline(__always)
    private static func append(_ scalar: UInt32, to output: inout ScratchBytes) {
        let table = UnicodeTable.shared
        let number = table.number(of: scalar)
        let record = number == 0 ? UnicodeTable.Record() : table.record(of: scalar)
        if record.foldingCount == 0 {
            output.append(scalar: scalar)
        } else {
            for folded in table.folding(record) { output.append(scalar: folded) }
        }
    }
}
