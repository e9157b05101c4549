// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamModel
import TestSupport
import Testing

@Suite("Models that earlier versions wrote")
struct GoldenModelTests {
    private let golden = GoldenFiles()

    @Test("formats 1 and 2 are refused by name, with what to do", arguments: [1, 2] as [UInt32])
    func refused(version: UInt32) throws {
        let path = golden.path("model-\(version).spreu")
        let error = #expect(throws: ModelFileError.self) {
            try SpamModel.open(path, keyID: nil, extractorVersion: nil)
        }
        #expect(error?.problem == .unsupportedVersion(found: version, supported: ModelFile.formatVersion))
        #expect(error?.description.contains("has format \(version)") == true)
    }

    @Test("format 3 is opened, says nothing of the site's settings, and scores as it did")
    func format3() throws {
        var sample = ModelSamples.model()
        sample.parameters.settings = nil
        let model = try SpamModel.open(
            golden.path("model-3.spreu"), keyID: ModelSamples.keyID, extractorVersion: ModelSamples.extractorVersion)
        #expect(model.parameters == sample.parameters)
        #expect(!model.parameters.wereLearned(withOtherSettingsThan: 1))
        let inMemory = try SpamModel(sample)
        for number in 0..<50 as Range<UInt32> {
            let features = ModelSamples.features([
                .words: [number &* 0x9E37_79B9, 1], .wordPairs: [number &* 0x85EB_CA6B],
            ])
            #expect(model.score(features) == inMemory.score(features))
        }
    }

    @Test("format 4 is opened, states the site's settings, and is what is still written")
    func format4() throws {
        let path = golden.path("model-4.spreu")
        let sample = ModelSamples.model()
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try ModelFile.write(sample, to: path)
            Issue.record("the file was written anew: look at it, then run the test without RECORD")
        }
        let model = try SpamModel.open(
            path, keyID: ModelSamples.keyID, extractorVersion: ModelSamples.extractorVersion)
        #expect(model.parameters == sample.parameters)
        #expect(model.parameters.settings != nil)
        let folder = try ScratchFolder()
        try ModelFile.write(sample, to: folder.path("model.spreu"))
        let written = try Data(contentsOf: URL(fileURLWithPath: folder.path("model.spreu")))
        #expect(try written == Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test("the signature of a model of format 3 is verified")
    func signature() throws {
        let trusted = try TrustedKeys.load(path: golden.path("signing.pub"))
        let model = try SpamModel.open(
            golden.path("model-3.spreu"), keyID: nil, extractorVersion: nil, signedBy: trusted)
        #expect(model.signer?.id == "21acd60d707eb189")
    }
}
