// SPDX-License-Identifier: Apache-2.0
import SpamModel
public import TextOutput

/// Everything that is said of one evaluation: figures, intervals, what the corpus cannot show, the worst messages.
///
/// ``json`` writes it for programs; for people it is rendered elsewhere.
public struct EvaluationReport: Sendable, Equatable {
    /// The point figures.
    public let metrics: Metrics
    /// Their bootstrap intervals.
    public let intervals: Bootstrap.Intervals
    /// How far the probabilities are from what came true.
    public let calibration: CalibrationError
    /// What a corpus of this size can show.
    public let resolution: Resolution
    /// What the verdicts cost beside what the ranking allows.
    public let decisions: Decisions
    /// The same without the first half, when the learner still knew little; nil where the order says nothing.
    public let settled: Decisions?
    /// The messages that cost the most, worst first.
    public let worstInversions: [Inversion]

    /// Evaluates scored messages.
    ///
    /// - Parameters:
    ///   - bootstrap: how intervals are drawn.
    ///   - worstCount: how many of the worst messages are named.
    ///   - isInTime: whether each message was scored by what was learned of those before it, and these only.
    /// - Shape: one sort and one pass for each resample: 37,000 messages take a tenth of a second.
    public init(
        _ messages: [ScoredMessage], bootstrap: Bootstrap = Bootstrap(), worstCount: Int = 20, isInTime: Bool = false
    ) {
        let ranking = Ranking(messages)
        metrics = Metrics(ranking.tally())
        intervals = bootstrap.intervals(ranking: ranking)
        calibration = CalibrationError(messages, ranking: ranking, bins: 15)
        resolution = Resolution(metrics)
        decisions = Decisions(messages)
        settled = isInTime ? .settled(messages) : nil
        worstInversions = Inversion.worst(worstCount, of: messages, ranking: ranking)
    }

    /// The report as JSON: the reference's keys, with the same meaning, and more.
    ///
    /// Figures that a corpus without ham or without spam does not have are `null`.
    ///
    /// | key beyond the reference's | meaning |
    /// | --- | --- |
    /// | `hmPercentCI`, `smPercentCI` | Wilson's intervals |
    /// | `lamPercentCI`, `smPercentAtHmCI` | bootstrap intervals |
    /// | `spamMissedAtHm` | counts behind `smPercentAtHm`: ham allowed, spam missed |
    /// | `calibration` | `expectedError` and the bins of the reliability diagram |
    /// | `decisions` | what the verdicts cost: of `all`, and of the later half (`settled`), where that means something |
    /// | `resolution` | what one ham or one spam weighs, in percent, and `notes` |
    /// | `worstInversions` | the messages that cost the most |
    public var json: JSONValue {
        .object([
            "messages": .integer(metrics.messages),
            "ham": .integer(metrics.ham),
            "spam": .integer(metrics.spam),
            "hamMisclassified": .integer(metrics.hamMisclassified),
            "spamMisclassified": .integer(metrics.spamMisclassified),
            "hmPercent": .optional(metrics.hmPercent),
            "hmPercentCI": .interval(Interval.rate(metrics.hamMisclassified, of: metrics.ham)),
            "smPercent": .optional(metrics.smPercent),
            "smPercentCI": .interval(Interval.rate(metrics.spamMisclassified, of: metrics.spam)),
            "lamPercent": .number(metrics.lamPercent),
            "lamPercentCI": .interval(intervals.lamPercent),
            "oneMinusROCAPercent": .optional(metrics.oneMinusROCAPercent),
            "oneMinusROCAPercentCI": .interval(intervals.oneMinusROCAPercent),
            "smPercentAtHm": byAllowance { .number(metrics.spamMissed[$0].percent) },
            "smPercentAtHmCI": byAllowance {
                .interval($0 < intervals.spamMissedPercent.count ? intervals.spamMissedPercent[$0] : nil)
            },
            "spamMissedAtHm": byAllowance {
                .object([
                    "hamAllowed": .integer(metrics.spamMissed[$0].hamAllowed),
                    "spamMissed": .integer(metrics.spamMissed[$0].missed),
                ])
            },
            "calibration": .object([
                "expectedError": .optional(calibration.expected),
                "bins": .array(
                    calibration.bins.map { bin in
                        .object([
                            "messages": .integer(bin.messages),
                            "meanProbability": .number(bin.meanProbability),
                            "spamShare": .number(bin.spamShare),
                        ])
                    }),
            ]),
            "decisions": .object(["all": decisions.json, "settled": settled?.json ?? .null]),
            "resolution": .object([
                "oneHamPercent": .optional(resolution.oneHamPercent),
                "oneSpamPercent": .optional(resolution.oneSpamPercent),
                "notes": .array(resolution.notes.map { .string($0.description) }),
            ]),
            "worstInversions": .array(
                worstInversions.map { inversion in
                    .object([
                        "path": .string(inversion.path),
                        "judge": .string(inversion.judge.name),
                        "score": .number(inversion.score),
                        "pairs": .number(inversion.pairs),
                        "costPercent": .number(inversion.costPercent),
                    ])
                }),
        ])
    }

    /// An object with a member for each allowance, `null` where there is no ROC curve.
    private func byAllowance(_ value: (Int) -> JSONValue) -> JSONValue {
        var members: [String: JSONValue] = [:]
        for (index, allowance) in HamAllowance.all.enumerated() {
            members[allowance.name] = index < metrics.spamMissed.count ? value(index) : .null
        }
        return .object(members)
    }
}

extension JSONValue {
    fileprivate static func interval(_ interval: Interval?) -> JSONValue {
        interval.map { .array([.number($0.lower), .number($0.upper)]) } ?? .null
    }
}
