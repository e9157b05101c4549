// SPDX-License-Identifier: Apache-2.0
import SpamModel
import TextOutput

/// Answers in the form of rspamd's, for rspamc and for servers that speak to rspamd.
///
/// - SeeAlso: https://rspamd.com/doc/architecture/protocol.html
enum RspamdAnswer {
    /// The answer to `POST /checkv2`.
    ///
    /// The score is in points with spam from 5 on (``WireScore``); the required score is the one from which the policy
    /// rejects, 15 where it never does. A client follows the action, not the scores.
    static func check(_ judgement: Judgement, policy: FilterPolicy) -> HTTPAnswer {
        let outcome = judgement.outcome
        let score = outcome.wireScore
        let value = outcome.fieldValue
        var symbols: [String: JSONValue] = [:]
        for name in outcome.symbols {
            symbols[name] = .object([
                "name": .string(name), "score": .number(symbols.isEmpty ? score.points : 0),
                "metric_score": .number(symbols.isEmpty ? score.points : 0), "options": .array([.string(value)]),
            ])
        }
        let added = TagFields(policy: policy).fields(for: outcome).map { field in
            (field.name, JSONValue.object(["value": .string(field.value), "order": .integer(0)]))
        }
        let removed = TagFields(policy: policy).ownNames.map { ($0, JSONValue.integer(0)) }
        return HTTPAnswer(json: [
            "is_skipped": .bool(false), "score": .number(score.points),
            "required_score": .number(judgement.rejectPoints(policy)),
            "action": .string(judgement.rspamdAction), "symbols": .object(symbols), "message-id": .string("undef"),
            "milter": .object([
                "add_headers": .object(Dictionary(added, uniquingKeysWith: { first, _ in first })),
                "remove_headers": .object(Dictionary(removed, uniquingKeysWith: { first, _ in first })),
            ]),
        ])
    }

    /// The answer to `GET /stat`: over all protocols, since the start.
    ///
    /// - Parameter model: The model in service, which stands for rspamd's tables of its Bayes.
    static func statistics(_ metrics: FilterMetrics, model: ServedModel?) -> HTTPAnswer {
        let registry = metrics.registry
        func sum(_ label: String, _ part: String = "") -> JSONValue {
            .integer(Int(registry.total(label, where: part)))
        }
        let actions = Judgement.rspamdActions(metrics).mapValues { JSONValue.integer(Int($0)) }
        return HTTPAnswer(json: [
            "auth": .string("ok"), "version": .string("spreud"), "read_only": .bool(false),
            "uptime": .integer(Int(metrics.uptimeSeconds)), "scanned": sum("spreu_messages_total"),
            "learned": sum("spreu_feedback_total", "result=\"stored\""),
            "spam_count": sum("spreu_messages_total", "verdict=\"spam\""),
            "ham_count": sum("spreu_messages_total", "verdict=\"ham\""),
            "connections": sum("spreu_connections_total"), "control_connections": .integer(0),
            "actions": .object(actions), "statfiles": .array(model.map(statfiles) ?? []),
            "total_learns": .integer(
                model.map { Int($0.model.parameters.counts.ham + $0.model.parameters.counts.spam) } ?? 0),
        ])
    }

    /// The two tables that rspamd's Bayes would have, by the names that its exporters know: how much of each class was learned.
    private static func statfiles(_ model: ServedModel) -> [JSONValue] {
        let counts = model.model.parameters.counts
        return [("BAYES_SPAM", counts.spam), ("BAYES_HAM", counts.ham)].map { symbol, count in
            .object([
                "symbol": .string(symbol), "type": .string("spreu"), "revision": .integer(Int(count)),
                "total": .integer(Int(count)), "used": .integer(Int(count)), "size": .integer(0),
                "languages": .integer(0), "users": .integer(1),
            ])
        }
    }
}
