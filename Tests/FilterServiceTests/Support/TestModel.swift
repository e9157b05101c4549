// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamModel
import TestSupport
import TextOutput

/// Models of random weights, and the key that they need: good enough for everything but telling spam from ham.
enum TestModel {
    private static let keyBytes = [UInt8](0..<16)

    /// The key of all test models.
    static let key = SiteKey(bytes: keyBytes)

    /// Writes the key's file.
    ///
    /// - Parameter bytes: a key other than that of all test models.
    static func writeKey(to path: String, mode: Int = 0o600, bytes: [UInt8]? = nil) throws {
        let hex = (bytes ?? keyBytes).hexadecimal
        try Data("spreu-key-1 \(hex)\n".utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// Writes a model.
    ///
    /// - Parameters:
    ///   - seed: Other seeds give other weights.
    ///   - intercept: The log-odds that all scores lie around: 100 makes a model that finds everything spam.
    ///   - slope: 0.000001 makes one that finds (nearly) the same of every message.
    ///   - sender: whom somebody of the site has written to (`FeatureVector.sender`): half a unit lower.
    static func write(
        to path: String, seed: UInt64 = 1, intercept: Double = 0, slope: Double = 1, keyID: UInt64? = nil,
        settings: UInt64? = nil, knownSender sender: UInt64? = nil
    ) throws {
        var generator = SplitMix64(seed: seed)
        let tables = FeatureView.allCases.map { ModelParameters.Table(view: $0, slotBits: 10) }
        let known = sender.map { [$0] } ?? []
        let parameters = ModelParameters(
            experts: [.init(tables: tables, norm: .inverseSquareRoot)],
            knownSenders: .init(count: known.count, weight: known.isEmpty ? 0 : -0.5),
            calibration: Calibration(slope: slope, intercept: intercept),
            thresholds: Thresholds(ham: -3, spam: 3), keyID: keyID ?? key?.id ?? 0,
            extractorVersion: FeatureExtractor.version, settings: settings,
            counts: TrainingCounts(ham: 100, spam: 50), createdBy: "test")
        let weights = tables.map { table in
            WeightTable(weights: (0..<(1 << table.slotBits)).map { _ in Float.random(in: -2...2, using: &generator) })
        }
        try ModelFile.write(LearnedModel(parameters: parameters, weights: weights, knownSenders: known), to: path)
    }
}
