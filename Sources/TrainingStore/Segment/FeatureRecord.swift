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
    /// - Precondition: `views` holds none that this version does not know.
    package static func decode(_ bytes: UnsafeRawBufferPointer, views: FeatureViews) -> FeatureVector? {
        var position = 0
        var starts = [0]
        starts.reserveCapacity(FeatureView.allCases.count + 1)
        for view in FeatureView.allCases {
            var count: UInt32 = 0
            if views.contains(view) {
                guard let stated = varint(bytes, &position) else { return nil }
                count = stated
            }
            starts.append((starts.last ?? 0) + Int(count))
        }
        let total = starts.last ?? 0
        // Each feature has at least one byte.
        guard total <= bytes.count - position else { return nil }
        var isSound = true
        let hashes = [UInt32](unsafeUninitializedCapacity: total) { buffer, filled in
            for view in 0..<FeatureView.allCases.count {
                var last: UInt32 = 0
                for index in starts[view]..<starts[view + 1] {
                    guard let difference = varint(bytes, &position), difference > 0 || index == starts[view] else {
                        isSound = false
                        return
                    }
                    let (hash, overflow) = last.addingReportingOverflow(difference)
                    if overflow {
                        isSound = false
                        return
                    }
                    buffer.initializeElement(at: index, to: hash)
                    filled = index + 1
                    last = hash
                }
            }
        }
        guard isSound, position == bytes.count else { return nil }
        return FeatureVector(hashes: hashes, starts: starts)
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    @inline(__always)
    private static func varint(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> UInt32? {
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
