// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SenderReputation
import SpamEvaluation
import TextOutput

/// What a list of one's own holds, and what it would have hit, for people and programs.
struct ListReport {
    let selection: ListSelection
    private let replay: ListReplay
    private let policy: ListPolicy

    init(_ selection: ListSelection, _ replay: ListReplay, _ policy: ListPolicy) {
        self.selection = selection
        self.replay = replay
        self.policy = policy
    }

    private static let names: [(kinds: [SenderNameKind], name: String)] = [
        ([.address], "addresses"), ([.network], "networks"), ([.link], "domains in links"),
        ([.envelope, .author], "senders' domains"),
    ]

    private func hits(_ kinds: [SenderNameKind]) -> ListReplay.Hits {
        kinds.reduce(into: ListReplay.Hits()) { sum, kind in
            let hits = replay.byKind[kind] ?? ListReplay.Hits()
            // A sender of the envelope is mostly the author as well: the larger of both counts.
            sum.spam = max(sum.spam, hits.spam)
            sum.ham = max(sum.ham, hits.ham)
        }
    }

    /// For people: 80 columns.
    var text: String {
        var text = "Own lists: \(counted(selection.entries.count, "entry", "entries"))\n"
        text +=
            "  listed: \(policy.minSpam) spam messages and more, no ham ever, spam within \(counted(policy.days, "day"))\n"
        text +=
            "  left out: sent ham \(grouped(selection.sentHam)), sends for very many \(grouped(selection.shared)),\n"
        text += "    too little spam \(grouped(selection.tooLittle)), no spam of late \(grouped(selection.expired)),"
        text += " proven by nothing \(grouped(selection.unproven))\n"
        text += basis
        guard let begin = replay.begin else {
            return text + "  what it would have hit: not known, no mail has a date\n"
        }
        text +=
            "Made anew each night from \(ReputationReport.day(begin)) on, \(ListReplay.days) days, it would have hit\n"
        text +=
            "  " + "".rightPadded(20) + "entries now".leftPadded(12) + "spam".leftPadded(22) + "ham".leftPadded(22)
            + "\n"
        for (kinds, name) in Self.names {
            let hits = hits(kinds)
            text += line(name, selection.entries.count { kinds.contains($0.kind) }, hits)
        }
        text += line("any of them", selection.entries.count, replay.all)
        text += "  (in brackets: 95 % interval of the rate in percent)\n"
        if replay.calledSpam + replay.passed > 0 {
            text +=
                "  of mail that the filter judged: \(grouped(replay.all.calledSpam)) of \(grouped(replay.calledSpam)) called spam,\n"
                + "    \(grouped(replay.all.passed)) of \(grouped(replay.passed)) passed\n"
        }
        if replay.all.ham > 0 { text += "Ham would have been hit: score by these lists, do not refuse mail by them.\n" }
        return text
    }

    /// What the entries rest on, where not all are people's labels.
    private var basis: String {
        let (verdicts, single) = (count(.verdicts), count(.oneAccount))
        if selection.scoringOnly > 0 {
            return
                "  only to score by, so not in a list that refuses: \(counted(selection.scoringOnly, "entry", "entries")), by verdicts\n"
                + "    of the filter or by the labels of one account\n"
        }
        guard verdicts + single > 0 else { return "" }
        return
            "  only to score by: by the filter's verdicts alone \(grouped(verdicts)) (from \(ListPolicy.verdictFactor * policy.minSpam) on),\n"
            + "    by the labels of one account \(grouped(single))\n"
    }

    private func count(_ basis: ListPolicy.Basis) -> Int { selection.entries.count { $0.basis == basis } }

    private func line(_ name: String, _ entries: Int, _ hits: ListReplay.Hits) -> String {
        "  " + name.rightPadded(20) + grouped(entries).leftPadded(12) + rate(hits.spam, replay.spam).leftPadded(22)
            + rate(hits.ham, replay.ham).leftPadded(22) + "\n"
    }

    /// A count, and the interval of its rate.
    private func rate(_ part: Int, _ whole: Int) -> String {
        guard let interval = Interval.rate(part, of: whole) else { return "-" }
        return "\(grouped(part)) [\(fixedPoint(interval.lower, digits: 1))-\(fixedPoint(interval.upper, digits: 1))]"
    }

    /// For programs.
    var json: JSONValue {
        .object([
            "entries": .integer(selection.entries.count),
            "leftOut": .object([
                "sentHam": .integer(selection.sentHam), "shared": .integer(selection.shared),
                "tooLittle": .integer(selection.tooLittle), "expired": .integer(selection.expired),
                "unproven": .integer(selection.unproven),
            ]),
            "bases": .object(
                Dictionary(
                    uniqueKeysWithValues: ListPolicy.Basis.allCases.map { ($0.rawValue, .integer(count($0))) })),
            "scoringOnly": .integer(selection.scoringOnly),
            "minSpam": .integer(policy.minSpam), "days": .integer(policy.days),
            "replay": .object([
                "begin": ReputationReport.time(replay.begin), "days": .integer(ListReplay.days),
                "spam": .integer(replay.spam), "ham": .integer(replay.ham), "spamHit": .integer(replay.all.spam),
                "hamHit": .integer(replay.all.ham), "calledSpam": .integer(replay.calledSpam),
                "passed": .integer(replay.passed), "calledSpamHit": .integer(replay.all.calledSpam),
                "passedHit": .integer(replay.all.passed),
            ]),
        ])
    }
}
