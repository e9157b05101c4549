// SPDX-License-Identifier: Apache-2.0

/// Letters without their case: A and a are one.
enum CaseFolding {
    /// Appends the folded form of UTF-8 text.
    static func append(_ text: UnsafeBufferPointer<UInt8>, to output: inout ScratchBytes) {
        output.reserve(text.count)
        var index = 0
        while index < text.count {
            let ascii = UTF8Decoding.asciiRun(text, from: index)
            appendASCII(UnsafeBufferPointer(rebasing: text[index..<(index + ascii)]), to: &output)
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

    @inline(__always)
    private static func appendASCII(_ text: UnsafeBufferPointer<UInt8>, to output: inout ScratchBytes) {
        guard let first = text.baseAddress else { return }
        let start = output.count
        output.append(text)
        let target = UnsafeMutableRawPointer(output.base + start)
        let source = UnsafeRawPointer(first)
        var index = 0
        while index &+ 8 <= text.count {
            // Eight at a time: the high bit of each byte says whether it is above Z, and whether it is A or above.
            let bytes = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let isAboveZ = bytes &+ 0x2525_2525_2525_2525
            let isLetterOrAbove = bytes &+ 0x3f3f_3f3f_3f3f_3f3f
            let isCapital = (isAboveZ ^ isLetterOrAbove) & 0x8080_8080_8080_8080
            target.storeBytes(of: bytes | isCapital >> 2, toByteOffset: index, as: UInt64.self)
            index &+= 8
        }
        while index < text.count {
            if text[index] &- 0x41 < 26 { output[start + index] = text[index] | 0x20 }
            index &+= 1
        }
    }
}
