// SPDX-License-Identifier: Apache-2.0

/// The line that a field's decoded text is put on: keeps account of white space and of the limit.
struct DecodedLine {
    private let start: Int
    private let limit: Int
    private let spacing: EncodedWords.Spacing
    private var owesSpace = false
    /// What the raw bytes of the value are in, once that was needed: it takes a look at all of them.
    private var rawCharset: Charset?

    init(start: Int, limit: Int, spacing: EncodedWords.Spacing) {
        self.start = start
        self.limit = limit
        self.spacing = spacing
    }

    /// Whether the limit is reached, so that nothing more need be decoded.
    func isFull(_ output: [UInt8]) -> Bool { output.count - start > limit }

    /// Appends text that is UTF-8.
    mutating func append(_ text: Span<UInt8>, to output: inout [UInt8]) {
        if spacing == .kept {
            for index in text.indices where !text[index].isLineEnd { output.append(text[index]) }
            return
        }
        var position = Self.skipWhiteSpace(text, from: 0)
        if position > 0 { owesSpace = true }
        while position < text.count {
            let end = Self.collapsedEnd(text, from: position)
            if owesSpace, output.count > start { output.append(ASCII.space) }
            output.append(text.extracting(position..<end))
            owesSpace = end < text.count
            position = Self.skipWhiteSpace(text, from: end)
        }
    }

    private static func skipWhiteSpace(_ text: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position < text.count, text[position].isWhiteSpace { position += 1 }
        return position
    }

    /// Where text that may be copied as it is ends: before white space that is more than one space between two words.
    private static func collapsedEnd(_ text: Span<UInt8>, from start: Int) -> Int {
        let spaces = SIMD16<UInt8>(repeating: ASCII.space)
        let controls = SIMD16<UInt8>(repeating: 5)
        var position = text.firstBlock(from: start, before: text.count) { here, next, _ in
            let isControl = (here &- SIMD16(repeating: 0x09)) .< controls
            let isGap = (here .== spaces) .& ((next .== spaces) .| ((next &- SIMD16(repeating: 0x09)) .< controls))
            return (isControl .| isGap).hasAny
        }
        while position < text.count {
            if text[position].isWhiteSpace {
                let isSingle = text[position] == ASCII.space && position + 1 < text.count
                if !isSingle || text[position + 1].isWhiteSpace { return position }
            }
            position += 1
        }
        return position
    }

    /// Appends text in whatever charset the whole value seems to be in.
    mutating func appendRaw(
        _ text: Span<UInt8>, of value: Span<UInt8>, to output: inout [UInt8]
    ) {
        if !text.hasEightBit, text.firstIndex(of: 0x1B, in: 0..<text.count) == nil {
            append(text, to: &output)
            return
        }
        var decoded: [UInt8] = []
        let charset = rawCharset ?? TextDecoding.choose(for: value, declared: nil, isHTML: false)
        rawCharset = charset
        CharsetDecoder(charset).append(decoding: text, to: &decoded)
        append(decoded.span, to: &output)
    }

    /// Appends a space that the sender forgot.
    mutating func appendSpace(to output: inout [UInt8]) {
        if spacing == .kept { output.append(ASCII.space) } else { owesSpace = true }
    }

    /// Cuts what is beyond the limit, at the start of a character.
    func finish(_ output: inout [UInt8]) {
        guard isFull(output) else { return }
        var end = start + max(limit, 0)
        while end > start, output[end] & 0xC0 == 0x80 { end -= 1 }
        output.removeLast(output.count - end)
    }
}
