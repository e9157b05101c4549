// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Testing

@Suite("XXH64")
struct XXH64Tests {
    /// The buffer of xxHash's own sanity check: the top bytes of PRIME32 * PRIME64^i.
    private static let buffer: [UInt8] = {
        var generator: UInt64 = 2_654_435_761
        return (0..<2_367).map { _ in
            let byte = UInt8(generator >> 56)
            generator &*= 11_400_714_785_074_694_797
            return byte
        }
    }()

    struct Vector: Sendable, CustomTestStringConvertible {
        var length: Int
        var seed: UInt64
        var hash: UInt64
        var testDescription: String { "\(length) bytes, seed \(seed)" }
    }

    @Test(
        "the published sanity vectors",
        arguments: [
            Vector(length: 0, seed: 0, hash: 0xEF46_DB37_51D8_E999),
            Vector(length: 0, seed: 2_654_435_761, hash: 0xAC75_FDA2_929B_17EF),
            Vector(length: 1, seed: 0, hash: 0xE934_A84A_DB05_2768),
            Vector(length: 1, seed: 2_654_435_761, hash: 0x5014_6076_43A9_B4C3),
            Vector(length: 4, seed: 0, hash: 0x9136_A0DC_A574_57EE),
            Vector(length: 14, seed: 0, hash: 0x8282_DCC4_994E_35C8),
            Vector(length: 14, seed: 2_654_435_761, hash: 0xC3BD_6BF6_3DEB_6DF0),
            Vector(length: 222, seed: 0, hash: 0xB641_AE8C_B691_C174),
            Vector(length: 222, seed: 2_654_435_761, hash: 0x20CB_8AB7_AE10_C14A),
        ])
    func sanityVectors(vector: Vector) {
        #expect(XXH64.hash(Array(Self.buffer[..<vector.length]), seed: vector.seed) == vector.hash)
    }

    @Test("words whose hashes are widely published")
    func words() {
        #expect(XXH64.hash(Array("a".utf8)) == 0xD24E_C4F1_A98C_6E5B)
        #expect(XXH64.hash(Array("abc".utf8)) == 0x44BC_2CF5_AD77_0999)
        #expect(XXH64.hash(Array("Nobody inspects the spammish repetition".utf8)) == 0xFBCE_A83C_8A37_8BF1)
    }

    @Test("any cut of the stream gives the hash of the whole", arguments: [0, 1, 7, 31, 32, 33, 63, 64, 65, 130])
    func pieces(length: Int) {
        let bytes = Array(Self.buffer[..<length])
        for first in 0...length {
            var state = XXH64(seed: 7)
            bytes.withUnsafeBytes { all in
                state.update(UnsafeRawBufferPointer(rebasing: all[..<first]))
                state.update(UnsafeRawBufferPointer(rebasing: all[first...]))
            }
            #expect(state.finish() == XXH64.hash(bytes, seed: 7))
        }
    }
}
