// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import TestSupport
import Testing

@Suite("Keyed hash")
struct KeyedHashTests {
    private let hash = KeyedHash(key: TestKeys.first, purpose: "test")

    private func string(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
        hash.string(bytes.span, seed: seed)
    }

    @Test("every byte of a string counts, at every length")
    func everyByte() {
        var seen: Set<UInt64> = []
        for count in 1...100 {
            let bytes = (0..<count).map { UInt8($0) }
            #expect(seen.insert(string(bytes)).inserted)
            for index in 0..<count {
                var changed = bytes
                changed[index] ^= 0x80
                #expect(seen.insert(string(changed)).inserted, "length \(count), byte \(index)")
            }
        }
    }

    @Test("zeros of different lengths differ, and so do seeds and keys")
    func separation() throws {
        let zeros = (1...64).map { string(Array(repeating: 0, count: $0)) }
        #expect(Set(zeros).count == 64)
        #expect(string([1, 2, 3], seed: 1) != string([1, 2, 3], seed: 2))
        let other = KeyedHash(key: TestKeys.second, purpose: "test")
        let third = KeyedHash(key: TestKeys.first, purpose: "other")
        #expect(Set([hash, other, third].map { $0.window(0x6162_6364, seed: 0) }).count == 3)
    }

    @Test("windows collide no more often than random numbers, in the top bits too")
    func windowsSpread() {
        // 200,000 similar windows: letters only, as in text. Expected number of used slots: m (1 - e^(-n/m)).
        var seen: Set<UInt32> = []
        var slots: Set<UInt32> = []
        var generator = SplitMix64(seed: 7)
        var windows: Set<UInt64> = []
        while windows.count < 200_000 {
            windows.insert(
                (0..<5).reduce(0) { word, _ in word << 8 | UInt64.random(in: 0x61...0x7a, using: &generator) })
        }
        for window in windows {
            let value = hash.window(window, seed: 0x1234)
            seen.insert(value)
            slots.insert(value >> 12)
        }
        #expect(seen.count > 199_980)
        #expect(abs(Double(slots.count) - 182_043) < 500)
    }

    @Test("pairs depend on order and relation")
    func pairs() {
        let values = [hash.pair(1, 2, 1), hash.pair(2, 1, 1), hash.pair(1, 2, 2), hash.pair(1, 3, 1)]
        #expect(Set(values).count == 4)
    }
}
