// SPDX-License-Identifier: Apache-2.0

/// The 64-bit xxHash of a stream of bytes: fast (memory speed) and good against accidents, not against forgers.
///
/// Four lanes take 32 bytes a round; what is left goes in by 8, 4 and 1 bytes:
///
///     lane = rotl(lane + input * P2, 31) * P1
///
/// - SeeAlso: `doc/xxhash_spec.md` of Cyan4973/xxHash, whose test vectors the tests check.
public struct XXH64 {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    private var lanes: (UInt64, UInt64, UInt64, UInt64)
    private let seed: UInt64
    /// The bytes that do not yet make a stripe of 32.
    private var pending: [UInt8] = []
    private var total: UInt64 = 0

    /// Creates the state of an empty stream.
    public init(seed: UInt64 = 0) {
        self.seed = seed
        lanes = (seed &+ Self.prime1 &+ Self.prime2, seed &+ Self.prime2, seed, seed &- Self.prime1)
        pending.reserveCapacity(32)
    }

    /// The hash of some bytes.
    public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
        var state = XXH64(seed: seed)
        state.update(bytes)
        return state.finish()
    }

    /// The hash of some bytes.
    public static func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
        bytes.withUnsafeBytes { hash($0, seed: seed) }
    }

    /// Appends bytes to the stream.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        total &+= UInt64(bytes.count)
        var start = 0
        if !pending.isEmpty {
            start = min(32 - pending.count, bytes.count)
            pending.append(contentsOf: bytes[..<start])
            guard pending.count == 32 else { return }
            pending.withUnsafeBytes { lanes = Self.absorb($0, lanes) }
            pending.removeAll(keepingCapacity: true)
        }
        let whole = (bytes.count - start) & ~31
        lanes = Self.absorb(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + whole)]), lanes)
        pending.append(contentsOf: bytes[(start + whole)...])
    }

    /// The hash of the stream so far; more may be appended after.
    public func finish() -> UInt64 {
        var hash: UInt64
        if total >= 32 {
            hash = Self.rotate(lanes.0, 1) &+ Self.rotate(lanes.1, 7)
            hash = hash &+ Self.rotate(lanes.2, 12) &+ Self.rotate(lanes.3, 18)
            for lane in [lanes.0, lanes.1, lanes.2, lanes.3] {
                hash = (hash ^ Self.round(0, lane)) &* Self.prime1 &+ Self.prime4
            }
        } else {
            hash = seed &+ Self.prime5
        }
        hash &+= total
        return Self.avalanche(pending.withUnsafeBytes { Self.absorbTail($0, hash) })
    }

    private static func absorb(
        _ bytes: UnsafeRawBufferPointer, _ lanes: (UInt64, UInt64, UInt64, UInt64)
    ) -> (UInt64, UInt64, UInt64, UInt64) {
        var (a, b, c, d) = lanes
        var offset = 0
        while offset < bytes.count {
            a = round(a, load64(bytes, offset))
            b = round(b, load64(bytes, offset + 8))
            c = round(c, load64(bytes, offset + 16))
            d = round(d, load64(bytes, offset + 24))
            offset += 32
        }
        return (a, b, c, d)
    }

    private static func absorbTail(_ bytes: UnsafeRawBufferPointer, _ start: UInt64) -> UInt64 {
        var hash = start
        var offset = 0
        while offset + 8 <= bytes.count {
            hash = rotate(hash ^ round(0, load64(bytes, offset)), 27) &* prime1 &+ prime4
            offset += 8
        }
        if offset + 4 <= bytes.count {
            let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            hash = rotate(hash ^ UInt64(word) &* prime1, 23) &* prime2 &+ prime3
            offset += 4
        }
        while offset < bytes.count {
            hash = rotate(hash ^ UInt64(bytes[offset]) &* prime5, 11) &* prime1
            offset += 1
        }
        return hash
    }

    private static func avalanche(_ value: UInt64) -> UInt64 {
        var hash = (value ^ value >> 33) &* prime2
        hash = (hash ^ hash >> 29) &* prime3
        return hash ^ hash >> 32
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotate(lane &+ input &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }

    @inline(__always)
    private static func load64(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
