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
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * Self.skeletonBytes + 4) { line in
            var count = sign.utf8CodeUnitCount
            for index in 0..<count { line[index] = sign.utf8Start[index] }
            for index in name.prefix(Self.skeletonBytes) {
                line[count] = page[index].lowercased
                count &+= 1
            }
            if let value {
                line[count] = ASCII.equals
                count &+= 1
                var end = min(value.upperBound, value.lowerBound + Self.skeletonBytes)
                while end > value.lowerBound, end < page.count, page[end] & 0xc0 == 0x80 { end -= 1 }
                for index in value.lowerBound..<end {
                    line[count] = max(page[index], 0x20)
                    count &+= 1
                }
            }
            line[count] = ASCII.lineFeed
            content.skeleton.append(contentsOf: UnsafeBufferPointer(rebasing: line[...count]))
        }
    }
}
