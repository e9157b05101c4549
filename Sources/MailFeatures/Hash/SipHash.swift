// SPDX-License-Identifier: Apache-2.0

/// SipHash-2-4: a keyed pseudorandom function, from whose output neither key nor input can be told.
///
/// Used where secrecy counts and speed does not: the key's id, and the secrets that ``KeyedHash`` works with.
///
/// - SeeAlso: Aumasson, Bernstein: SipHash, a fast short-input PRF (2012); the test vectors of its appendix A.
package enum SipHash {
    /// The 64-bit value of a message under a 128-bit key.
    package static func hash(_ message: some Collection<UInt8>, key: (UInt64, UInt64)) -> UInt64 {
        var state = State(key: key)
        var word: UInt64 = 0
        var count = 0
        for byte in message {
            word |= UInt64(byte) << UInt64(8 * (count & 7))
            count += 1
            if count & 7 == 0 {
                state.absorb(word)
                word = 0
            }
        }
        state.absorb(word | UInt64(count & 0xff) << 56)
        return state.finish()
    }

    private struct State {
        var v0: UInt64
        var v1: UInt64
        var v2: UInt64
        var v3: UInt64

        init(key: (UInt64, UInt64)) {
            v0 = key.0 ^ 0x736f_6d65_7073_6575
            v1 = key.1 ^ 0x646f_7261_6e64_6f6d
            v2 = key.0 ^ 0x6c79_6765_6e65_7261
            v3 = key.1 ^ 0x7465_6462_7974_6573
        }

        mutating func absorb(_ word: UInt64) {
            v3 ^= word
            round()
            round()
            v0 ^= word
        }

        mutating func finish() -> UInt64 {
            v2 ^= 0xff
            for _ in 0..<4 { round() }
            return v0 ^ v1 ^ v2 ^ v3
        }

        private mutating func round() {
            v0 &+= v1
            v1 = rotate(v1, 13) ^ v0
            v0 = rotate(v0, 32)
            v2 &+= v3
            v3 = rotate(v3, 16) ^ v2
            v0 &+= v3
            v3 = rotate(v3, 21) ^ v0
            v2 &+= v1
            v1 = rotate(v1, 17) ^ v2
            v2 = rotate(v2, 32)
        }

        private func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }
    }
}
