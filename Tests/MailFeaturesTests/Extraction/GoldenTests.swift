// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import Testing

@Suite("Extractor version")
struct GoldenTests {
    /// The version that the digest below belongs to.
    private let version: UInt32 = 5
    /// A digest of all features of the samples under a fixed key.
    private let digest: UInt64 = 0xb54d_ad10_162d_dd02

    // When this fails, features have changed: models made before do not fit any more. Raise
    // `FeatureExtractor.version`, and put the new version and digest here.
    @Test("the features of the samples are those of the version")
    func golden() {
        var extractor = FeatureExtractor(key: TestKeys.first)
        var bytes: [UInt8] = []
        for message in SampleMessages.all {
            let vector = extractor.extract(message)
            for number in vector.starts.map({ UInt32($0) }) + vector.hashes {
                for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
            }
        }
        let found = SipHash.hash(bytes, key: (1, 2))
        #expect(FeatureExtractor.version == version)
        #expect(found == digest, "digest 0x\(String(found, radix: 16))")
    }

    @Test("the page on features states the version")
    func page() throws {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
        let page = try String(contentsOf: root.appending(path: "docs/features.md"), encoding: .utf8)
        #expect(page.contains("extractor's version is **\(FeatureExtractor.version)**"))
    }
}
