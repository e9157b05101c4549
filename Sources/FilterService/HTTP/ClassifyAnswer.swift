// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import SpamModel
import TextOutput

/// Spreu's own answers over HTTP.
enum ClassifyAnswer {
    /// The answer to `POST /v1/classify`.
    static func answer(_ judgement: Judgement, size: Int) -> HTTPAnswer {
        switch judgement.outcome {
        case .scored(let result):
            return HTTPAnswer(json: result.members.merging(["size": .integer(size)]) { $1 })
        case .listed(let action, let reason):
            return HTTPAnswer(json: [
                "verdict": .string(action.verdict.rawValue), "list": .string(action.rawValue),
                "reason": .string(reason.rawValue), "size": .integer(size),
            ])
        case .shared(let verdict):
            return HTTPAnswer(json: [
                "verdict": .string(verdict.rawValue), "recipients": .string("several"), "size": .integer(size),
            ])
        case .unfiltered(let reason):
            return HTTPAnswer(
                judgement.action == .tempfail ? .serviceUnavailable : .ok,
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
            "knownSenders": .integer(parameters.knownSenders.count),
            "thresholds": parameters.thresholds.json,
        ]
    }
}
