// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import TestSupport
import Testing

@Suite("Distinct hashes")
struct DistinctHashesTests {
    @Test(
        "hashes come out sorted and distinct, however many and however alike",
        arguments: [0, 1, 2, 31, 32, 33, 100, 1_000, 2_499, 2_500, 2_501, 3_000, 20_000])
    func sorted(count: Int) {
        var generator = SplitMix64(seed: UInt64(count))
        for mask: UInt32 in [.max, 0xff, 0x3ff, 0xffff_0000, 0xffff_f000, 0, 0x8000_0001] {
            let hashes = (0..<count).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) & mask }
            #expect(TextFolding.distinct(hashes) == Set(hashes).sorted())
        }
    }

    @Test("two alternating hashes that differ in the last bit take linear time")
    func alternating() {
        let hashes = (0..<1_000_000).map { UInt32($0 & 1) | 0x1234_5600 }
        #expect(TextFolding.distinct(hashes) == [0x1234_5600, 0x1234_5601])
    }
}
