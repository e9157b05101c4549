// SPDX-License-Identifier: Apache-2.0

/// The skeleton: tags and attributes as they stand in the source.
extension HTMLTextBuilder {
    /// Bytes of a name or of a value in the skeleton.
    private static let skeletonBytes = 40

    /// Adds a line to the skeleton, unless it is full.
    mutating func mark(
        _ sign: StaticString, _ name: Range<Int>, value: Range<Int>? = nil, _ page: Span<UInt8>
    ) {
        guard content.skeleton.count + 2 * Self.skeletonBytes + 4 <= budget.skeletonBytes else { return }
        withTemporaryBytes(2 * Self.skeletonBytes + 4) { line in
            line.append(sign.bytes)
            let nameEnd = name.lowerBound + min(name.count, Self.skeletonBytes)
            for index in name.lowerBound..<nameEnd { line.append(page[index].lowercased) }
            if let value {
                line.append(ASCII.equals)
                var end = min(value.upperBound, value.lowerBound + Self.skeletonBytes)
                while end > value.lowerBound, end < page.count, page[end] & 0xc0 == 0x80 { end -= 1 }
                for index in value.lowerBound..<end { line.append(max(page[index], 0x20)) }
            }
            line.append(ASCII.lineFeed)
            content.skeleton.append(line.span)
        }
    }
}
