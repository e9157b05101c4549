// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import MailFeatures
import SpamModel
import Testing

@Suite("Known senders of a model")
struct KnownSendersTests {
    /// The sample model, which knows some senders.
    private static func model(_ senders: [UInt64], weight: Double = -0.25) -> LearnedModel {
        var learned = ModelSamples.model()
        learned.knownSenders = senders
        learned.parameters.knownSenders = .init(count: senders.count, weight: weight)
        return learned
    }

    private static func features(from sender: UInt64) -> FeatureVector {
        var features = ModelSamples.features([.words: [1, 1 << 30, 1 << 31], .wordPairs: [5]])
        features.sender = sender
        return features
    }

    private static func bytes(_ learned: LearnedModel) throws -> [UInt8] {
        try ModelSamples.withFolder { folder in
            try ModelFile.write(learned, to: folder + "/m")
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/m")))
        }
    }

    private static func open(
        _ bytes: [UInt8], _ verification: SpamModel.Verification = .full
    ) throws -> Result<SpamModel, ModelFileError> {
        try ModelSamples.withFolder { folder in
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/m"))
            return Result { () throws(ModelFileError) in
                try SpamModel.open(
                    folder + "/m", keyID: ModelSamples.keyID, extractorVersion: ModelSamples.extractorVersion,
                    verification: verification)
            }
        }
    }

    @Test("each of any number is found and no other, in the file as in memory", arguments: [1, 2, 3, 7, 8, 9, 1_000])
    func search(count: Int) throws {
        let senders = (1...UInt64(count)).map { $0 * (0x00FF_0000_0000_0003 / UInt64(count)) }
        let learned = Self.model(senders)
        let models = [try SpamModel(learned), try Self.open(Self.bytes(learned)).get()]
        let stranger = models[0].score(Self.features(from: 0))
        #expect(stranger.knownSender == nil)
        for model in models {
            #expect(model.parameters == learned.parameters)
            for sender in senders {
                let score = model.score(Self.features(from: sender))
                #expect(score.rank == stranger.rank - 0.25 && score.knownSender == -0.25 * 2.5)
                #expect(score.logOdds == 2.5 * score.rank + 0.125)
                #expect(score.uncertainty == stranger.uncertainty && score.knownShare == stranger.knownShare)
                for other in [sender - 1, sender + 1] where !senders.contains(other) {
                    #expect(model.score(Self.features(from: other)) == stranger)
                }
            }
            #expect(model.score(Self.features(from: .max)) == stranger)
        }
    }

    @Test("a known sender who is in doubt scores as a stranger, and score and attribution say so")
    func doubted() throws {
        let model = try SpamModel(Self.model([7]))
        var (known, doubted, stranger) = (Self.features(from: 7), Self.features(from: 7), Self.features(from: 8))
        (doubted.isSenderDoubted, stranger.isSenderDoubted) = (true, true)
        let scores = [known, doubted, stranger].map { model.score($0) }
        #expect(scores.map(\.isKnownSenderDoubted) == [false, true, false])
        #expect(scores[0].knownSender == -0.25 * 2.5 && scores[1].knownSender == nil)
        #expect(scores[1].logOdds == scores[2].logOdds && scores[0].logOdds < scores[1].logOdds)
        for features in [known, doubted, stranger] {
            let attribution = model.attribution(of: features)
            #expect(attribution.knownSender == (features == known ? -0.25 : 0))
            #expect(abs(attribution.total - attribution.score.rank) < 1e-9)
        }
        known.isSenderDoubted = false
        #expect(model.score(known) == scores[0])
    }

    @Test("a model that knows nobody has the length and the scores that it had without")
    func nobody() throws {
        let nobody = Self.model([], weight: 0)
        let bytes = try Self.bytes(nobody)
        #expect(bytes.count % 64 == 0 && bytes[232..<256].allSatisfy { $0 == 0 })
        let one = try Self.bytes(Self.model([7]))
        #expect(one.count == bytes.count + 64)
        let model = try SpamModel(nobody)
        #expect(model.score(Self.features(from: 7)) == model.score(Self.features(from: 0)))
    }

    @Test("any flipped bit of the list is refused, and a list cut short")
    func damage() throws {
        let whole = try Self.bytes(Self.model([3, 5, 0x0102_0304_0506_0708]))
        for bit in (whole.count - 64) * 8..<whole.count * 8 {
            var bytes = whole
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            guard case .failure(let error) = try Self.open(bytes), case .weightsDamaged = error.problem else {
                Issue.record("bit \(bit)")
                continue
            }
        }
        for cut in 1...64 {
            guard case .failure(let error) = try Self.open(Array(whole.dropLast(cut))),
                case .wrongLength = error.problem
            else {
                Issue.record("cut by \(cut)")
                continue
            }
        }
    }

    /// A file with some bytes changed and its checksums made again: what a forger or a bug may write.
    private static func forged(_ whole: [UInt8], at offset: Int, _ value: UInt64) -> [UInt8] {
        var bytes = whole
        func put(_ value: UInt64, at offset: Int) {
            for index in 0..<8 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index)) }
        }
        put(value, at: offset)
        let header = Int(bytes[12]) | Int(bytes[13]) << 8
        put(XXH64.hash(Array(bytes[header...])), at: 32)
        put(0, at: 16)
        put(XXH64.hash(Array(bytes[..<header])), at: 16)
        return bytes
    }

    @Test("a list that is not where or what it should be is refused, whatever the checksums say")
    func forgedLists() throws {
        let whole = try Self.bytes(Self.model([3, 5, 9]))
        let start = UInt64(whole.count - 64)
        #expect(throws: Never.self) { try Self.open(Self.forged(whole, at: 248, start)).get() }
        let changes: [(offset: Int, value: UInt64)] = [
            (248, 0), (248, start + 8), (248, start + 64), (248, 64), (248, .max), (248, 1 << 63),
            (240, 9), (240, 200_001), (240, .max), (240, 0), (240, 1 << 61),
            (232, (-0.75).bitPattern), (232, 0.1.bitPattern), (232, Double.nan.bitPattern),
            (232, (-Double.infinity).bitPattern),
            (whole.count - 64, 0), (whole.count - 64, 5), (whole.count - 56, 3), (whole.count - 48, 5),
        ]
        for (offset, value) in changes {
            guard case .failure(let error) = try Self.open(Self.forged(whole, at: offset, value)) else {
                Issue.record("\(value) at \(offset)")
                continue
            }
            switch error.problem {
            case .badKnownSenders, .badParameters: break
            default: Issue.record("\(value) at \(offset): \(error)")
            }
        }
        // Where the list itself is not read, any order of it is safe to search.
        let unordered = try Self.open(Self.forged(whole, at: whole.count - 64, .max), .headerOnly).get()
        for sender in 0..<20 { _ = unordered.score(Self.features(from: UInt64(sender))) }
    }

    @Test("what contradicts itself is not written")
    func contradictions() throws {
        for (senders, weight) in [
            ([5, 3], -0.1), ([3, 3], -0.1), ([0, 3], -0.1), ([3], 0.1), ([3], -0.6), ([3], .nan), ([], -0.1),
        ] as [([UInt64], Double)] {
            #expect(throws: ModelFileError.self, "\(senders) \(weight)") {
                try SpamModel(Self.model(senders, weight: weight))
            }
        }
        var miscounted = Self.model([3, 5])
        miscounted.parameters.knownSenders.count = 3
        #expect(throws: ModelFileError.self) { try SpamModel(miscounted) }
        let many = (1...UInt64(ModelLimits.knownSenders + 1)).map { $0 }
        #expect(throws: ModelFileError.self) { try SpamModel(Self.model(many)) }
        #expect(throws: Never.self) { try SpamModel(Self.model(Array(many.dropLast()))) }
    }
}
