// SPDX-License-Identifier: Apache-2.0
package import NightlyBatch
import SpamEvaluation
package import TextOutput

extension NightFacts {
    /// The night that has just ended.
    package init(_ report: BatchReport) {
        let result = report.result
        self.init(
            ageHours: 0, state: result.state, result: result.line, hamLossPercent: report.hamLossPercent,
            live: report.filter.map { Live(judged: $0.judged, spam: Share($0.spam), ham: Share($0.ham)) })
    }

    /// A night by its `report.json`; nil: it is none.
    package init?(_ report: JSONValue, ageHours: Int, hamLossPercent: Double) {
        guard let result = report["result"], case .string(let word)? = result["state"],
            let state = NightResult.State(rawValue: word), case .string(let reason)? = result["reason"]
        else { return nil }
        var line = reason
        if case .string(let action)? = result["action"] { line += "; " + action }
        var live: Live?
        if let filter = report["filter"], let judged = filter["judged"]?.count,
            let spam = filter["spam"].flatMap({ Share($0, "missed") }),
            let ham = filter["ham"].flatMap({ Share($0, "lost") })
        {
            live = Live(judged: judged, spam: spam, ham: ham)
        }
        self.init(ageHours: ageHours, state: state, result: line, hamLossPercent: hamLossPercent, live: live)
    }
}

extension NightFacts.Share {
    init(_ share: FilterFigures.Share) {
        self.init(
            arrived: Int(share.arrived.rounded()), wrong: Int(share.wrong.rounded()), percent: share.percent,
            low: share.interval?.lower)
    }

    init?(_ share: JSONValue, _ wrongName: String) {
        guard let arrived = share["arrived"]?.count, let wrong = share[wrongName]?.count else { return nil }
        self.init(
            arrived: arrived, wrong: wrong, percent: share[wrongName + "Percent"]?.double, low: share["low"]?.double)
    }
}

extension JSONValue {
    fileprivate subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    fileprivate var count: Int? {
        if case .integer(let count) = self, count >= 0 { count } else { nil }
    }

    fileprivate var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
