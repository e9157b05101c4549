// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamModel
import Testing

@Suite("Model file")
struct ModelFileTests {
    private func open(
        _ path: String, keyID: UInt64? = ModelSamples.keyID, extractor: UInt32? = ModelSamples.extractorVersion,
        _ verification: SpamModel.Verification = .full
    ) throws(ModelFileError) -> SpamModel {
        try SpamModel.open(path, keyID: keyID, extractorVersion: extractor, verification: verification)
    }

    /// The header of the sample model: the fixed part, two experts and three tables.
    private static let headerBytes = (272 + 2 * 24 + 3 * 32 + 63) / 64 * 64

    /// The sample model's file.
    private static func sample() throws -> [UInt8] {
        try ModelSamples.withFolder { folder in
            try ModelFile.write(ModelSamples.model(), to: folder + "/m")
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/m")))
        }
    }

    /// Why each of some files is refused.
    private func refusals(
        of files: some Sequence<[UInt8]>, _ verification: SpamModel.Verification = .full
    ) throws -> [ModelFileError.Problem?] {
        try ModelSamples.withFolder { folder in
            let path = folder + "/m"
            return try files.map { bytes in
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                do throws(ModelFileError) {
                    _ = try open(path, verification)
                    return nil
                } catch {
                    #expect(error.path == path && error.description.hasPrefix(path + ": "))
                    return error.problem
                }
            }
        }
    }

    private func flipping(_ bit: Int, of bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return bytes
    }

    @Test("what was written is what is read")
    func roundTrip() throws {
        try ModelSamples.withFolder { folder in
            let learned = ModelSamples.model()
            try ModelFile.write(learned, to: folder + "/m")
            let model = try open(folder + "/m")
            #expect(model.parameters == learned.parameters)
            #expect(model.views == [FeatureViews(.words), FeatureViews(.wordPairs)])
            let inMemory = try SpamModel(learned)
            for hash in stride(from: UInt32(0), through: .max - 99_999_999, by: 99_999_999) {
                let features = ModelSamples.features([.words: [hash, ~hash], .wordPairs: [hash / 3]])
                #expect(model.score(features) == inMemory.score(features))
            }
        }
    }

    @Test("the same model gives the same bytes, owner-only, whatever was there before")
    func sameBytes() throws {
        try ModelSamples.withFolder { folder in
            try Data("something else".utf8).write(to: URL(fileURLWithPath: folder + "/b"))
            for name in ["a", "b"] {
                try ModelFile.write(ModelSamples.model(), to: "\(folder)/\(name)")
                let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
                #expect(attributes[.posixPermissions] as? Int == 0o600)
            }
            let files = FileManager.default
            #expect(files.contents(atPath: folder + "/a") == files.contents(atPath: folder + "/b"))
            #expect(try files.contentsOfDirectory(atPath: folder).sorted() == ["a", "b"])
        }
    }

    @Test("a file cut short at any byte is refused")
    func truncation() throws {
        let whole = try Self.sample()
        let problems = try refusals(of: (0...(whole.count + 1)).map { Array((whole + [0]).prefix($0)) })
        for (count, problem) in problems.enumerated() {
            let expected: ModelFileError.Problem? =
                switch count {
                case whole.count: nil
                case ..<256: .tooSmall(bytes: count, needed: 256)
                case ..<Self.headerBytes: .badHeaderLength(found: Self.headerBytes, fileBytes: count)
                default: .wrongLength(found: count, expected: whole.count)
                }
            #expect(problem == expected)
        }
    }

    @Test("any flipped bit of the header is refused, also where the weights are not read")
    func headerBits() throws {
        let whole = try Self.sample()
        let problems = try refusals(of: (0..<(Self.headerBytes * 8)).map { flipping($0, of: whole) }, .headerOnly)
        for (bit, problem) in problems.enumerated() {
            switch (bit / 8, problem) {
            case (0..<8, .notAModel), (8..<12, .unsupportedVersion), (12..<16, .badHeaderLength): break
            case (12..., .headerDamaged): break
            default: Issue.record("bit \(bit): \(String(describing: problem))")
            }
        }
    }

    @Test("any flipped bit of the weights is refused")
    func weightBits() throws {
        let whole = try Self.sample()
        let files = (Self.headerBytes * 8..<whole.count * 8).map { flipping($0, of: whole) }
        for problem in try refusals(of: files) {
            guard case .weightsDamaged = problem else {
                Issue.record("\(String(describing: problem))")
                continue
            }
        }
        #expect(try refusals(of: files, .headerOnly).allSatisfy { $0 == nil })
    }

    @Test("another key and another extractor are refused with both named")
    func strangers() throws {
        try ModelSamples.withFolder { folder in
            try ModelFile.write(ModelSamples.model(), to: folder + "/m")
            func problem(_ keyID: UInt64?, _ extractor: UInt32?) -> ModelFileError.Problem? {
                do throws(ModelFileError) {
                    _ = try open(folder + "/m", keyID: keyID, extractor: extractor)
                    return nil
                } catch {
                    return error.problem
                }
            }
            let (key, extractor) = (ModelSamples.keyID, ModelSamples.extractorVersion)
            #expect(problem(1, extractor) == .wrongKey(found: key, expected: 1))
            #expect(problem(key, 9) == .wrongExtractor(found: extractor, expected: 9))
            #expect(problem(1, 9) == .wrongKey(found: key, expected: 1))
            #expect(problem(nil, nil) == nil)
        }
    }

    @Test("what is not a model is refused in a sentence")
    func otherFiles() throws {
        try ModelSamples.withFolder { folder in
            func message(_ path: String) -> String {
                do throws(ModelFileError) {
                    _ = try open(path)
                    return ""
                } catch {
                    return error.description
                }
            }
            #expect(message(folder + "/none").contains("No such file"))
            #expect(message(folder).contains("not a regular file"))
            try Data(repeating: 65, count: 5_000).write(to: URL(fileURLWithPath: folder + "/text"))
            #expect(message(folder + "/text").contains("not a Spreu model"))
            try Data().write(to: URL(fileURLWithPath: folder + "/empty"))
            #expect(message(folder + "/empty").contains("0 bytes"))
        }
    }

    @Test("an untrained model is a model: everything is unsure")
    func untrained() throws {
        try ModelSamples.withFolder { folder in
            let parameters = ModelParameters(keyID: ModelSamples.keyID, extractorVersion: ModelSamples.extractorVersion)
            try ModelFile.write(LearnedModel(parameters: parameters, weights: []), to: folder + "/m")
            let score = try open(folder + "/m").score(ModelSamples.features([.words: [1, 2, 3]]))
            #expect(score.rank == 0 && score.logOdds == 0 && score.verdict == .unsure)
            #expect(score.knownShare == 0 && score.uncertainty == 1)
            #expect(score.probability == 0.5)
        }
    }

    @Test("a model that contradicts itself is not written, and nothing is left behind")
    func contradictions() throws {
        let changes: [@Sendable (inout LearnedModel) -> Void] = [
            { $0.weights.removeLast() },
            { $0.parameters.experts[0].tables[0].slotBits += 1 },
            { $0.parameters.bias = .nan },
            { $0.parameters.experts[1].combinerWeight = .infinity },
            { $0.parameters.calibration.slope = 0 },
            { $0.parameters.thresholds = Thresholds(ham: 1, spam: 0) },
            { $0.parameters.thresholds.spam = .nan },
            { $0.parameters.createdBy = "a version of more than 16" },
            { $0.parameters.window = TrainingWindow(first: 2, last: 1) },
            { $0.parameters.counts.ham = -1 },
        ]
        try ModelSamples.withFolder { folder in
            for (index, change) in changes.enumerated() {
                var model = ModelSamples.model()
                change(&model)
                #expect(throws: ModelFileError.self, "change \(index)") {
                    try ModelFile.write(model, to: folder + "/m")
                }
                #expect(throws: ModelFileError.self, "change \(index)") { try SpamModel(model) }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left.isEmpty)
        }
    }

    @Test("a folder that is missing is named as the reason, and a failed rename leaves no temporary file")
    func unwritable() throws {
        try ModelSamples.withFolder { folder in
            #expect(
                throws: ModelFileError(path: folder + "/no/m", problem: .cannotWrite(call: "open", errno: ENOENT))
            ) { try ModelFile.write(ModelSamples.model(), to: folder + "/no/m") }
            try FileManager.default.createDirectory(atPath: folder + "/d", withIntermediateDirectories: true)
            #expect(
                throws: ModelFileError(path: folder + "/d", problem: .cannotWrite(call: "rename", errno: EISDIR))
            ) { try ModelFile.write(ModelSamples.model(), to: folder + "/d") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["d"])
        }
    }
}
