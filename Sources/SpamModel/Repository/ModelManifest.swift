// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import MailFeatures
import MailMessage
public import TextOutput

/// The description beside an exported model, for programs: `manifest.json`.
public struct ModelManifest: Sendable {
    private let parameters: ModelParameters
    private let name: String
    private let time: Int64
    private let number: Int
    private let wasForced: Bool

    /// Describes a model.
    ///
    /// - Parameters:
    ///   - time: when it was made, in seconds since 1970.
    ///   - number: ``ModelRepository/nextNumber``, by which exports come in their order.
    ///   - wasForced: whether it is served although the gate refused it.
    public init(_ parameters: ModelParameters, name: String, time: Int64, number: Int, wasForced: Bool = false) {
        self.parameters = parameters
        self.name = name
        self.time = time
        self.number = number
        self.wasForced = wasForced
    }

    /// The largest manifest that is read: they have some kilobytes.
    private static let maxBytes = 1 << 20

    static func text(of path: String) -> Data? {
        (try? ReadableFile.contents(of: path, limit: maxBytes)).map { Data($0) }
    }

    /// The number of an export by the manifest in a file; 0 if it has none.
    static func number(_ path: String) -> Int {
        struct Statement: Decodable { var number: Int? }
        guard let text = text(of: path) else { return 0 }
        return (try? JSONDecoder().decode(Statement.self, from: text))?.number ?? 0
    }

    /// Whether the manifest in a file says that its model is served although the gate refused it.
    package static func wasForced(_ path: String) -> Bool {
        struct Statement: Decodable { var forced: Bool? }
        guard let text = text(of: path) else { return false }
        return (try? JSONDecoder().decode(Statement.self, from: text))?.forced ?? false
    }

    /// The manifest of a model whose file has this SHA-256.
    public func json(digest: String) -> JSONValue {
        func date(_ seconds: Int64?) -> JSONValue {
            seconds.map { .string(MailDate(secondsSince1970: $0).rfc3339) } ?? .null
        }
        return .object([
            "name": .string(name), "number": .integer(number), "made": date(time), "forced": .bool(wasForced),
            "sha256": .string(digest),
            "ham": .integer(parameters.counts.ham), "spam": .integer(parameters.counts.spam),
            "first": date(parameters.window?.first), "last": date(parameters.window?.last),
            "keyID": .string(parameters.keyID.hexadecimal),
            "extractor": .integer(Int(parameters.extractorVersion)), "createdBy": .string(parameters.createdBy),
            "hamThreshold": .number(parameters.thresholds.ham), "spamThreshold": .number(parameters.thresholds.spam),
            "knownSenders": .integer(parameters.knownSenders.count),
            "knownSenderLogOdds": .number(parameters.calibration.slope * parameters.knownSenders.weight),
            "evaluation": parameters.evaluation.map { figures in
                .object([
                    "ham": .integer(figures.counts.ham), "spam": .integer(figures.counts.spam),
                    "oneMinusROCAPercent": .number(figures.oneMinusROCA.value),
                    // By the names that reports have; the two after them are those of earlier versions.
                    "smPercentAtHm": .object(["0.1": .number(figures.spamMissed.value)]),
                    "calibration": .object(["expectedError": .number(figures.calibrationError / 100)]),
                    "spamMissedPercent": .number(figures.spamMissed.value),
                    "calibrationErrorPercent": .number(figures.calibrationError),
                ])
            } ?? .null,
        ])
    }
}
