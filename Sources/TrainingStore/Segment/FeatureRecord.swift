// SPDX-License-Identifier: Apache-2.0
package import MailFeatures

/// The record of one message's features: counts, then differences, all as LEB128 varints.
///
/// It has the views that its segment's header names, in the order of their raw values, and no others: a view added
/// later leaves earlier records readable.
///
/// Differences of n evenly spread hashes need about 32 - log2(n) bits: three bytes of seven bits where a view has
/// hundreds of features or more, which is where the bytes are.
package enum FeatureRecord {
    /// Appends the record of some features; those of other views than these are left out.
    package static func encode(_ features: FeatureVector, views: FeatureViews, into bytes: inout [UInt8]) {
        for view in FeatureView.allCases where views.contains(view) {
            append(UInt32(features.count(of: view)), to: &bytes)
        }
        for view in FeatureView.allCases where views.contains(view) {
            features.withView(view) { hashes in
                var last: UInt32 = 0
                for hash in hashes {
                    append(hash &- last, to: &bytes)
                    last = hash
                }
            }
        }
    }

    /// Reads a record of these views; nil if it is none: too short, too long, or its hashes do not ascend.
    ///
    /// Safe on any bytes: memory is bounded by four times theirs.
    ///
    /// - Parameter wanted: what is read of them; the hashes of the others are passed over, eight bytes at a time, and whether
    ///   they ascend is not asked.
    /// - Precondition: `views` holds none that this version does not know.
    package static func decode(
        _ bytes: UnsafeRawBufferPointer, views: FeatureViews, wanted: FeatureViews = .all
    ) -> FeatureVector? {
        var position = 0
        var starts = [0]
        starts.reserveCapacity(FeatureView.allCases.count + 1)
        // A place for each bit of `FeatureViews`.
        var counts = InlineArray<32, Int>(repeating: 0)
        var stated = 0
        for (index, view) in FeatureView.allCases.enumerated() {
            if views.contains(view) {
                guard let count = varint(bytes, &position) else { return nil }
                counts[index] = Int(count)
                stated += Int(count)
            }
            starts.append((starts.last ?? 0) + (wanted.contains(view) ? counts[index] : 0))
        }
        // Each feature has at least one byte.
        guard stated <= bytes.count - position else { return nil }
        var isSound = true
        let hashes = [UInt32](unsafeUninitializedCapacity: starts.last ?? 0) { buffer, filled in
            for (index, view) in FeatureView.allCases.enumerated() where counts[index] > 0 {
                if wanted.contains(view) {
                    let places = starts[index]..<starts[index + 1]
                    isSound = readHashes(bytes, &position, to: UnsafeMutableBufferPointer(rebasing: buffer[places]))
                    filled = places.upperBound
                } else {
                    isSound = passHashes(bytes, &position, counts[index])
                }
                if !isSound { return }
            }
        }
        guard isSound, position == bytes.count else { return nil }
        return FeatureVector(hashes: hashes, starts: starts)
    }

    /// Reads as many differences as there is room for; false if there are fewer, or the hashes do not ascend.
    ///
    /// All of the room is written, whatever the bytes are.
    private static func readHashes(
        _ bytes: UnsafeRawBufferPointer, _ position: inout Int, to hashes: UnsafeMutableBufferPointer<UInt32>
    ) -> Bool {
        hashes.initialize(repeating: 0)
        guard let first = varint(bytes, &position) else { return false }
        hashes[0] = first
        var last = first
        var isAscending = true
        for index in hashes.indices.dropFirst() {
            guard let difference = varint(bytes, &position) else { return false }
            let hash = last &+ difference
            // Neither a difference of 0 nor one beyond 32 bits leads upwards.
            isAscending = isAscending && hash > last
            hashes[index] = hash
            last = hash
        }
        return isAscending
    }

    /// Passes over as many varints, each of which ends with a byte below 128; false if there are fewer.
    private static func passHashes(_ bytes: UnsafeRawBufferPointer, _ position: inout Int, _ count: Int) -> Bool {
        var left = count
        // As long as a word cannot hold the end of more than are left.
        while left >= 8, position + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            left -= (~word & 0x8080_8080_8080_8080).nonzeroBitCount
            position += 8
        }
        while left > 0, position < bytes.count {
            if bytes[position] < 0x80 { left -= 1 }
            position += 1
        }
        return left == 0
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Reads a number; nil if the bytes end within it, or it has more than 32 bits.
    @inline(__always)
    private static func varint(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> UInt32? {
        if position + 4 <= bytes.count {
            let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
            // Three bytes are the usual length, which a branch foretells; others are worked out.
            if word & 0x80_8080 == 0x8080 {
                position += 3
                return word & 0x7F | word >> 1 & 0x3F80 | word >> 2 & 0x1F_C000
            }
            let ends = ~word & 0x8080_8080
            if ends != 0 {
                position += ends.trailingZeroBitCount >> 3 + 1
                let number = word & (ends ^ (ends &- 1))
                return number & 0x7F | number >> 1 & 0x3F80 | number >> 2 & 0x1F_C000 | number >> 3 & 0xFE0_0000
            }
        }
        return longVarint(bytes, &position)
    }

    /// A number of five bytes, or among the last bytes.
    private static func longVarint(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> UInt32? {
        var number: UInt32 = 0
        var shift: UInt32 = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if shift == 28, byte > 0x0F { return nil }
            number |= UInt32(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        return nil
    }
}
