// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamModel

/// Small models and messages made from a seed.
enum ModelSamples {
    static let keyID: UInt64 = 0x0123_4567_89AB_CDEF
    static let extractorVersion: UInt32 = 3

    /// A small generator of reproducible numbers (SplitMix64).
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }
    }

    /// Two experts over three tables, one view in both, and three known senders; every field of the parameters set to something of its own.
    static func model(bits: [Int] = [3, 4, 5], seed: UInt64 = 1) -> LearnedModel {
        var generator = Generator(state: seed)
        let tables = zip([FeatureView.words, .wordPairs, .words], bits).map {
            ModelParameters.Table(view: $0, slotBits: $1)
        }
        let parameters = ModelParameters(
            experts: [
                .init(tables: Array(tables[..<2]), norm: .inverseSquareRoot, combinerWeight: 0.75),
                .init(tables: Array(tables[2...]), norm: .inverse, combinerWeight: 1.5),
            ],
            bias: -0.25,
            knownSenders: .init(count: 3, weight: -0.375),
            calibration: Calibration(slope: 2.5, intercept: 0.125),
            thresholds: Thresholds(ham: -1, spam: 3),
            keyID: keyID,
            extractorVersion: extractorVersion,
            settings: 0x5E77_1265,
            window: TrainingWindow(first: 1_000_000_000, last: 1_100_000_000),
            counts: TrainingCounts(ham: 4_150, spam: 1_896),
            evaluation: EvaluationFigures(
                protocolName: "nightly", counts: TrainingCounts(ham: 4_000, spam: 1_800),
                oneMinusROCA: .init(value: 0.05, low: 0.02, high: 0.09),
                spamMissed: .init(value: 8, low: 5, high: 12),
                calibrationError: 0.4),
            createdBy: "0.1.0")
        let weights = tables.map { table in
            WeightTable(weights: (0..<(1 << table.slotBits)).map { _ in Float.random(in: -4...4, using: &generator) })
        }
        return LearnedModel(parameters: parameters, weights: weights, knownSenders: [7, 1 << 40, .max])
    }

    /// A message with the given hashes, which are sorted here.
    static func features(_ views: [FeatureView: [UInt32]]) -> FeatureVector {
        var hashes: [UInt32] = []
        var starts = [0]
        for view in FeatureView.allCases {
            hashes += (views[view] ?? []).sorted()
            starts.append(hashes.count)
        }
        return FeatureVector(hashes: hashes, starts: starts)
    }

    /// A folder of its own for one test, removed afterwards.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("spreu-model-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }
}
