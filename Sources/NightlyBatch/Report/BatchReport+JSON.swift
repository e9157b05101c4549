// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailArchive
import MailIngest
import SpamEvaluation
public import TextOutput
import TrainingStore

extension BatchReport {
    /// The report for programs: docs/commands/nightly.md says what each member is.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "result": result.json, "export": export.map { .string($0) } ?? .null,
            "refusal": refusal.map { .string($0.description) } ?? .null, "pinned": .bool(isPinned),
            "forced": .bool(wasForced), "stale": .bool(isStale),
            "warnings": .array(warnings.map { .string($0.description) }),
        ]
        members["folders"] = folders?.json
        if let ingest { members.merge(Self.json(ingest)) { first, _ in first } }
        members["reports"] = reports?.json
        members["knownSenders"] = knownSenders.map { .integer($0) }
        members["filter"] = filter?.json
        members["labels"] = doubted.map { .object(["doubted": .array($0.map(\.json))]) }
        members["leaks"] = leaks.map { .array($0.map(Self.json)) }
        members["evaluate"] = evaluation.map { .object(["all": $0.figures.json, "groups": $0.groups.json]) }
        members["mistakes"] = evaluation?.mistakes.json
        members["train"] = learned.map { learned in
            var counts: [String: JSONValue] = ["ham": .integer(learned.ham), "spam": .integer(learned.spam)]
            if beyondWindow > 0 { counts["beyondWindow"] = .integer(beyondWindow) }
            return .object(counts)
        }
        if !duties.isEmpty {
            members["duties"] = .array(
                duties.map {
                    .object([
                        "duty": .string($0.duty), "lamp": .string($0.lamp), "why": .string($0.why),
                        "command": .string($0.command),
                    ])
                })
        }
        if !durations.isEmpty {
            members["seconds"] = .object(
                durations.mapValues { .number(($0 / .milliseconds(1)).rounded() / 1_000) })
        }
        return .object(members)
    }

    /// At most this many warnings are listed one by one.
    private static let maxListedWarnings = 100

    private static func json(_ ingest: IngestReport) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "ingest": .object([
                "new": .integer(ingest.new), "known": .integer(ingest.known), "parsed": .integer(ingest.parsed),
                "relabelled": .integer(ingest.relabelled), "removed": .integer(ingest.removed),
                "sent": .integer(ingest.sent),
            ]),
            "unread": .object([
                "count": .integer(ingest.archiveProblems.reduce(0) { $0 + $1.count }),
                "first": .array(
                    ingest.warnings.lazy.filter { $0.problem != .removed }.prefix(maxListedWarnings)
                        .map { .string($0.description) }),
            ]),
        ]
        if !ingest.changed.isEmpty {
            members["changed"] = .array(
                ingest.changed.map { .object(["account": .string($0.account), "messages": .integer($0.messages)]) })
        }
        if ingest.feedback.all > 0 { members["drop"] = ingest.feedback.json }
        if ingest.reread + ingest.waiting > 0 {
            members["reread"] = .object(["read": .integer(ingest.reread), "waiting": .integer(ingest.waiting)])
        }
        return members
    }

    private static func json(_ leak: HeaderLeak) -> JSONValue {
        .object([
            "field": leak.field.map { .string($0) } ?? .null, "class": .string("\(leak.messageClass)"),
            "isWord": .bool(leak.isWord),
            "messages": .integer(leak.own.messages), "of": .integer(leak.own.all),
            "messagesOfOther": .integer(leak.other.messages), "ofOther": .integer(leak.other.all),
        ])
    }
}
