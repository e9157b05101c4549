// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailIngest
import MailMessage
import SpamEvaluation
package import TextOutput

extension InspectionReport {
    /// The report for programs: `docs/commands/inspect.md` lists its keys.
    package var json: JSONValue {
        .object([
            "overview": overview, "leaks": .array(inspection.leaks.map(json)),
            "headerLeaks": .array(headerLeaks.map(json)),
            "uncountedClues": .integer(inspection.corpus.clues.uncounted), "campaigns": campaigns,
            "splits": .array((inspection.splits?.splits ?? []).map(json)),
            "expectedWrongLabels": .optional(inspection.expectedWrong),
            "suspectLabels": .array(inspection.suspects.map(json)), "drift": drift,
        ])
    }

    private func json(_ label: MessageClass) -> JSONValue { .string(label == .spam ? "spam" : "ham") }

    private func json(_ date: Int64?) -> JSONValue {
        date.map { .string(MailDate(secondsSince1970: $0).rfc3339) } ?? .null
    }

    /// What a message is called.
    private func members(of message: InspectedMessage) -> [String: JSONValue] {
        [
            "digest": .string(message.digest.hexadecimal),
            "messageID": message.messageID.map { .string($0) } ?? .null, "date": json(message.date),
            "place": message.place.map { .string($0) } ?? .null,
            "account": message.account.map { .string($0) } ?? .null,
        ]
    }

    private func json(_ counts: CorpusOverview.Counts) -> [String: JSONValue] {
        ["ham": .integer(counts.ham), "spam": .integer(counts.spam), "unlabelled": .integer(counts.unlabelled)]
    }

    private var overview: JSONValue {
        let overview = inspection.overview
        let facts = overview.facts.map { line in
            JSONValue.object(
                json(line.counts).merging([
                    "topic": .string(line.fact.topic.rawValue), "name": .string(line.fact.name),
                ]) { $1 })
        }
        return .object([
            "groups": .array(
                overview.groups.map {
                    .object([
                        "name": .string($0.name), "messages": .integer($0.messages), "bytes": .integer($0.bytes),
                        "medianBytes": $0.medianBytes.map { .integer($0) } ?? .null,
                        "first": json($0.dates?.lowerBound), "last": json($0.dates?.upperBound),
                        "undated": .integer($0.undated),
                    ])
                }),
            "accounts": .integer(overview.accounts), "copies": .integer(overview.copies.all),
            "contradictoryCopies": .integer(overview.copies.contradictory), "facts": .array(facts),
            "authentication": .array(
                inspection.authentication.map {
                    .object(json($0.counts).merging(["name": .string($0.name)]) { $1 })
                }),
        ])
    }

    private func json(_ leak: CorpusLeak) -> JSONValue {
        func clue(_ clue: MessageClues.Clue) -> JSONValue {
            .object(["kind": .string(clue.kind.rawValue), "value": .string(clue.value)])
        }
        return .object([
            "kind": .string(leak.clue.kind.rawValue), "value": .string(leak.clue.value),
            "seenByFeatures": .bool(leak.clue.isSeen), "class": json(leak.messageClass),
            "own": .array([.integer(leak.own.messages), .integer(leak.own.all)]),
            "other": .array([.integer(leak.other.messages), .integer(leak.other.all)]),
            "alike": .array(leak.alike.map(clue)), "wrongShare": .optional(leak.wrong?.all),
            "wrongShareWithout": .optional(leak.wrong?.without),
        ])
    }

    private func json(_ leak: HeaderLeak) -> JSONValue {
        .object([
            "field": leak.field.map { .string($0) } ?? .null, "class": json(leak.messageClass),
            "isWord": .bool(leak.isWord), "own": .array([.integer(leak.own.messages), .integer(leak.own.all)]),
            "other": .array([.integer(leak.other.messages), .integer(leak.other.all)]),
        ])
    }

    private var campaigns: JSONValue {
        let campaigns = inspection.campaigns
        return .object([
            "messages": .integer(campaigns.messageCount), "exactCopies": .integer(campaigns.exactCopies),
            "list": .array(
                campaigns.campaigns.map { campaign in
                    .object([
                        "messages": .integer(campaign.messages.count),
                        "exactCopies": .integer(campaign.exactCopies), "ham": .integer(campaign.ham),
                        "spam": .integer(campaign.spam), "firstSeen": json(campaign.seen?.lowerBound),
                        "lastSeen": json(campaign.seen?.upperBound), "accounts": .integer(campaign.accounts),
                        "networks": campaign.networks.map { .integer($0) } ?? .null,
                        "networksUnknown": .integer(campaign.networksUnknown),
                        "largestNetworks": .array(
                            campaign.largestNetworks.map {
                                .object(["network": .string($0.name), "messages": .integer($0.messages)])
                            }),
                        "examples": .array(
                            campaign.messages.prefix(3).map { .object(members(of: messages[$0])) }),
                    ])
                }),
        ])
    }

    private func json(_ split: SplitComparison.Split) -> JSONValue {
        .object([
            "split": .string(split.name), "judged": .integer(split.metrics.messages),
            "oneMinusROCAPercent": .optional(split.metrics.oneMinusROCAPercent),
            "oneMinusROCAPercentCI": json(split.interval), "hmPercent": .optional(split.metrics.hmPercent),
            "smPercent": .optional(split.metrics.smPercent),
        ])
    }

    private func json(_ interval: Interval?) -> JSONValue {
        interval.map { .array([.number($0.lower), .number($0.upper)]) } ?? .null
    }

    private func json(_ suspect: SuspectLabel) -> JSONValue {
        let message = messages[suspect.message]
        return .object(
            members(of: message).merging([
                "label": json(suspect.label), "probabilityWrong": .number(suspect.probability),
                "logOdds": .number(suspect.score),
                "neighbours": .array(
                    suspect.neighbours.map { near in
                        .object(
                            members(of: messages[near.message]).merging([
                                "label": json(near.label), "resemblance": .number(near.resemblance),
                            ]) { $1 })
                    }),
                "commands": .array(commands(for: suspect).map { .string($0) }),
            ]) { $1 })
    }

    private var drift: JSONValue {
        let drift = inspection.drift
        return .object([
            "comparisons": .integer(drift.comparisons),
            "months": .array(
                drift.months.map {
                    .object([
                        "month": .string($0.name), "ham": .integer($0.ham), "spam": .integer($0.spam),
                        "judged": .integer($0.judged), "wrong": .integer($0.wrong), "wrongPercentCI": json($0.error),
                    ])
                }),
            "alarms": .array(
                drift.alarms.map {
                    .object([
                        "month": .string($0.month), "class": json($0.label),
                        "topic": .string($0.fact.topic.rawValue), "name": .string($0.fact.name),
                        "before": .number($0.before), "now": .number($0.now), "effect": .number($0.effect.h),
                        "effectCI": json($0.effect.interval),
                    ])
                }),
        ])
    }
}
