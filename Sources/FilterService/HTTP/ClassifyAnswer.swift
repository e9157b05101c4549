// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import SpamModel

/// Spreu's own answers over HTTP.
enum ClassifyAnswer {
    /// The answer to `POST /v1/classify`.
    static func answer(_ outcome: ScoringOutcome, size: Int, onError: ErrorAction) -> HTTPAnswer {
        switch outcome {
        case .scored(let result):
            var members: [String: JSONValue] = [
                "verdict": .string(result.score.verdict.rawValue), "logOdds": .number(result.score.logOdds),
                "probability": .number(result.score.probability),
                "thresholds": .object([
                    "ham": .number(result.thresholds.ham), "spam": .number(result.thresholds.spam),
                ]),
                "model": .string(result.modelID), "partial": .bool(result.isPartial), "size": .integer(size),
            ]
            if let correspondent = result.score.correspondent { members["correspondent"] = .number(correspondent) }
            return HTTPAnswer(json: members)
        case .unfiltered(let reason):
            return HTTPAnswer(
                onError == .tempfail ? .serviceUnavailable : .ok,
                json: ["verdict": .string("unfiltered"), "reason": .string(reason.rawValue), "size": .integer(size)])
        }
    }

    /// What `GET /v1/model` tells of a model.
    static func members(of model: ServedModel) -> [String: JSONValue] {
        let parameters = model.model.parameters
        return [
            "model": .string(model.id), "generation": .integer(model.generation),
            "writtenAt": .integer(Int(model.writtenAt)), "ham": .integer(Int(parameters.counts.ham)),
            "spam": .integer(Int(parameters.counts.spam)),
            "correspondents": .integer(parameters.correspondents.count),
            "thresholds": .object([
                "ham": .number(parameters.thresholds.ham), "spam": .number(parameters.thresholds.spam),
            ]),
        ]
    }
}
