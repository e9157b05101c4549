// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import Testing

@Suite("SipHash")
struct SipHashTests {
    // From the reference implementation (vectors.h, 64-bit output): key 00...0f, message 00, 00 01, ...
    @Test(
        "the published vectors",
        arguments: [
            (0, 0x726f_db47_dd0e_0e31), (1, 0x74f8_39c5_93dc_67fd), (7, 0xab02_00f5_8b01_d137),
            (8, 0x93f5_f579_9a93_2462), (15, 0xa129_ca61_49be_45e5), (63, 0x958a_324c_eb06_4572),
        ] as [(Int, UInt64)])
    func vectors(count: Int, expected: UInt64) {
        let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
        #expect(SipHash.hash((0..<count).map { UInt8($0) }, key: key) == expected)
    }
}
