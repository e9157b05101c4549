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
            let length = min(name.count, Self.skeletonBytes)
            page.extracting(name.lowerBound..<(name.lowerBound + length)).withUnsafeBytes { bytes in
                for index in 0..<length { line[count &+ index] = bytes[index].lowercased }
            }
            count += length
            if let value {
                line[count] = ASCII.equals
                count &+= 1
                var end = min(value.upperBound, value.lowerBound + Self.skeletonBytes)
                while end > value.lowerBound, end < page.count, page[end] & 0xc0 == 0x80 { end -= 1 }
                page.extracting(value.lowerBound..<end).withUnsafeBytes { bytes in
                    for index in 0..<bytes.count { line[count &+ index] = max(bytes[index], 0x20) }
                }
                count += end - value.lowerBound
            }
            line[count] = ASCII.lineFeed
            content.skeleton.append(contentsOf: UnsafeBufferPointer(rebasing: line[...count]))
        }
    }
}
