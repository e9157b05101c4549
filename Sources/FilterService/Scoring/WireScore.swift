// SPDX-License-Identifier: Apache-2.0
package import SpamModel
import TextOutput

/// A score as SpamAssassin's and rspamd's clients expect it: points, with spam from 5.0 on.
///
/// Rules at a site compare points with constants (`$spam_score_int` above 50, "from 15 points on reject"). So the
/// threshold is always 5 and a point is a unit of log-odds:
///
///     points = 5 + (log-odds - spam threshold of the model)
///
/// A new model with another threshold does not change what those constants mean, and every two points more are odds seven
/// times as high. A model without a spam threshold, which has not learned both classes, gives fewer than 5 points.
///
/// Points are rounded to one digit, never across the threshold: programs compare the rounded number. Of a sender that the site's list
/// denies they are at least 5, of one that it allows fewer.
package struct WireScore: Sendable, Equatable {
    /// Where spam begins, in points.
    package static let threshold = 5.0
    /// The points of a message that nobody scored.
    package static let unfiltered = WireScore(points: 0, isSpam: false)

    /// The points, with one digit after the point.
    package let points: Double
    /// Whether it is spam, by the site's list, else by the model.
    package let isSpam: Bool

    private init(points: Double, isSpam: Bool) {
        self.points = points
        self.isSpam = isSpam
    }

    /// The points of a message that nobody scored and the list decided.
    package init(_ list: ListAction) {
        isSpam = list == .deny
        points = isSpam ? Self.threshold : 0
    }

    /// The points of a message whose score is nobody's to know.
    package init(shared verdict: Verdict) {
        isSpam = verdict == .spam
        points = isSpam ? Self.threshold : 0
    }

    /// The points of a score.
    package init(_ score: MessageScore) {
        isSpam = score.verdict == .spam
        let points = Self.points(logOdds: score.score.logOdds, thresholds: score.thresholds)
        let rounded = (min(max(points, -999), 999) * 10).rounded() / 10
        self.points = isSpam ? max(rounded, Self.threshold) : min(rounded, Self.threshold - 0.1)
    }

    /// The points of log-odds, such as those from which a policy rejects.
    package static func points(logOdds: Double, thresholds: Thresholds) -> Double {
        thresholds.spam.isFinite ? threshold + logOdds - thresholds.spam : logOdds
    }

    /// The points as text: `6.2`, `-0.3`.
    package var text: String { fixedPoint(points, digits: 1) }
}

extension ScoringOutcome {
    /// The points for clients that count in them.
    package var wireScore: WireScore {
        switch self {
        case .scored(let score): WireScore(score)
        case .unfiltered: .unfiltered
        case .listed(let action, _): WireScore(action)
        case .shared(let verdict): WireScore(shared: verdict)
        }
    }

    /// What was found, in names as such clients list them.
    package var symbols: [String] {
        switch self {
        case .scored(let result):
            ["SPREU_\(result.verdict.rawValue.uppercased())"] + (result.list.map { [$0.symbol] } ?? [])
                + (result.isPartial ? ["SPREU_PARTIAL"] : [])
        case .shared(let verdict): ["SPREU_\(verdict.rawValue.uppercased())"]
        case .unfiltered: ["SPREU_UNFILTERED"]
        case .listed(let action, _): ["SPREU_UNFILTERED", action.symbol]
        }
    }
}

extension ListAction {
    /// Its name as such clients list it.
    fileprivate var symbol: String { self == .allow ? "SPREU_ALLOWED" : "SPREU_DENIED" }
}
