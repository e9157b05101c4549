// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MailServerLogs
import OutboundMail
import ReportPages
import TextOutput

/// Makes the tables of a report on outgoing mail.
struct OutboundSections {
    let content: OutboundContent
    let language: Language
    let texts: OutboundTexts
    let top: Int
    let isForPrograms: Bool

    /// All tables, in the order of the report; some may have no rows.
    var all: [ReportSection] { [routes, senders, clients, scripts, forwards, relays, campaigns, days] }

    private func section(
        _ id: String, key: String, _ columns: [String], _ rows: [(String, [ReportSection.Cell])], note: String? = nil
    ) -> ReportSection {
        let words = isForPrograms ? columns : columns.map { texts.columns[$0] ?? $0 }
        return ReportSection(
            id: id, title: texts.titles[id] ?? id, key: isForPrograms ? key : texts.columns[key] ?? key, columns: words,
            rows: rows.map { (name: $0.0, cells: $0.1) }, note: note)
    }

    private var routes: ReportSection {
        let rows = OutboundTotals.Route.allCases.compactMap { route -> (String, [ReportSection.Cell])? in
            guard let counts = content.analysis.totals.routes[route] else { return nil }
            return (
                isForPrograms ? route.rawValue : texts.routes[route] ?? route.rawValue,
                [
                    .count(counts.messages), .count(counts.recipients), .count(counts.bounced),
                    .count(counts.unknownUsers), .count(counts.judged), .count(counts.spam),
                ]
            )
        }
        let excluded = content.analysis.totals.excluded
        return section(
            "routes", key: "route", ["messages", "recipients", "bounced", "unknown", "judged", "spam"], rows,
            note: excluded > 0 ? texts.excluded.placing(LocalNumbers(language).count(excluded)) : nil)
    }

    // MARK: senders

    private struct Sender {
        var key: UInt64
        var days = 0, messages = 0, recipients = 0, new = 0, unknown = 0, spam = 0, networks = 0, mostADay = 0
        var first = Int.max
    }

    /// Senders of a kind in the days that are shown, the largest first.
    private func senders(_ isWanted: (ActivitySource) -> Bool) -> [Sender] {
        content.analysis.senders.compactMap { key, record -> Sender? in
            guard let source = content.sources[key], isWanted(source) else { return nil }
            var sender = Sender(key: key)
            for (day, counts) in record.days {
                sender.first = min(sender.first, counts.first)
                guard day >= content.firstDay else { continue }
                sender.days += 1
                sender.messages += counts.messages
                sender.recipients += counts.recipients
                sender.new += counts.newRecipients
                sender.unknown += counts.unknownUsers
                sender.spam += counts.spam
                sender.networks = max(sender.networks, counts.networks.count)
                sender.mostADay = max(sender.mostADay, counts.recipients)
            }
            return sender.recipients + sender.spam > 0 ? sender : nil
        }.sorted { ($1.recipients, $0.key) < ($0.recipients, $1.key) }
    }

    private func cells(_ sender: Sender) -> [ReportSection.Cell] {
        [
            .count(sender.messages), .count(sender.recipients), .count(sender.new), .count(sender.unknown),
            .count(sender.spam), .count(sender.networks),
        ]
    }

    private static let senderColumns = ["messages", "recipients", "new", "unknown", "spam", "networks"]

    private static let fewCopies = 5

    private func rest(_ count: Int) -> String? {
        count > top ? texts.more.placing(LocalNumbers(language).count(count - top)) : nil
    }

    private var senders: ReportSection {
        let all = senders { $0.kind == .login }
        return section(
            "logins", key: "account", Self.senderColumns,
            all.prefix(top).map { (content.people[$0.key], cells($0)) }, note: rest(all.count))
    }

    private var clients: ReportSection {
        let all = senders { $0.kind == .client }
        let rows = all.prefix(top).map { sender -> (String, [ReportSection.Cell]) in
            let isNamed = content.analysis.writesByTrade(sender.key)
            let first = String(MailDate(secondsSince1970: Int64(sender.first)).rfc3339.prefix(10))
            let state = isForPrograms ? (isNamed ? "own" : "unlisted") : isNamed ? texts.named : texts.notNamed
            return (
                content.people[sender.key],
                [
                    .text(state), .text(first), .count(sender.messages), .count(sender.recipients),
                    .count(sender.mostADay), .count(sender.unknown),
                ]
            )
        }
        return section(
            "clients", key: "client", ["listed", "first seen", "messages", "recipients", "most a day", "unknown"], rows,
            note: rest(all.count))
    }

    private var scripts: ReportSection {
        var rows: [(name: String, messages: Int, complaints: Int, bounces: Int)] = []
        var names: [String: Int] = [:]
        for record in content.analysis.senders.values {
            for (script, messages) in record.scripts { names[script, default: 0] += messages }
        }
        for name in Set(names.keys).union(content.scripts.keys) {
            let reported = content.scripts[name] ?? (0, 0)
            rows.append((name, names[name] ?? 0, reported.complaints, reported.bounces))
        }
        rows.sort { ($1.messages + $1.complaints, $0.name) < ($0.messages + $0.complaints, $1.name) }
        let users = senders { $0.kind == .script }.map {
            (content.people[$0.key], $0.messages, $0.recipients, $0.unknown)
        }
        return section(
            "scripts", key: "script", ["messages", "recipients", "unknown", "complaints", "came back"],
            users.prefix(top).map { ($0.0, [.count($0.1), .count($0.2), .count($0.3), .count(0), .count(0)]) }
                + rows.prefix(top).map {
                    ($0.name, [.count($0.messages), .count(0), .count(0), .count($0.complaints), .count($0.bounces)])
                }, note: rest(rows.count))
    }

    // MARK: without a sender

    private var forwards: ReportSection {
        typealias Sum = (copies: Int, judged: Int, spam: Int, refused: Int, foreign: Int)
        let all = content.analysis.forwards.map { key, days -> (UInt64, Sum) in
            let shown = days.filter { $0.key >= content.firstDay }.values
            return (
                key,
                shown.reduce(into: (0, 0, 0, 0, 0) as Sum) { sum, day in
                    sum.copies += day.copies
                    sum.judged += day.judged
                    sum.spam += day.spam
                    sum.refused += day.refused
                    sum.foreign += day.foreignSenders
                }
            )
        }.filter { $0.1.copies > 0 }.sorted { ($1.1.copies, $0.0) < ($0.1.copies, $1.0) }
        func row(_ name: String, _ sum: Sum) -> (String, [ReportSection.Cell]) {
            (name, [sum.copies, sum.judged, sum.spam, sum.refused, sum.foreign].map { .count($0) })
        }
        // A catch-all has as many addresses as strangers invent: those that are seldom used are one row.
        let usual = all.prefix { $0.1.copies >= Self.fewCopies }
        let seldom = all.dropFirst(usual.count)
        var rows = usual.prefix(top).map { row(content.people[$0.0], $0.1) }
        if !seldom.isEmpty {
            let sum = seldom.reduce(into: (0, 0, 0, 0, 0) as Sum) { sum, other in
                sum.copies += other.1.copies
                sum.judged += other.1.judged
                sum.spam += other.1.spam
                sum.refused += other.1.refused
                sum.foreign += other.1.foreign
            }
            rows.append(
                row(isForPrograms ? "others" : texts.seldom.placing(LocalNumbers(language).count(seldom.count)), sum))
        }
        return section(
            "forwards", key: "account", ["copies", "judged", "spam", "refused", "without SRS"], rows,
            note: rest(usual.count))
    }

    private var relays: ReportSection {
        var clients: [UInt64: Int] = [:]
        for (day, counts) in content.analysis.site where day >= content.firstDay {
            for (key, copies) in counts.clients { clients[key, default: 0] += copies }
        }
        let sorted = clients.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return section(
            "relays", key: "client", ["copies"],
            sorted.prefix(top).map { (content.sources[$0.key]?.name.forTerminal() ?? "?", [.count($0.value)]) },
            note: rest(sorted.count))
    }

    private var campaigns: ReportSection {
        section(
            "campaigns", key: "account", ["first", "messages", "recipients", "no unsubscribe", "no one-click"],
            content.campaigns.prefix(top).map { campaign in
                (
                    content.people[campaign.source],
                    [
                        .text(String(MailDate(secondsSince1970: Int64(campaign.first)).rfc3339.prefix(10))),
                        .count(campaign.messages), .count(campaign.recipients), .count(campaign.withoutUnsubscribe),
                        .count(campaign.withoutOneClick),
                    ]
                )
            }, note: rest(content.campaigns.count))
    }

    private var days: ReportSection {
        section(
            "days", key: "day", ["recipients", "unknown"],
            content.days.map { day, recipients, unknown in
                (
                    String(MailDate(secondsSince1970: Int64(day) * 86_400).rfc3339.prefix(10)),
                    [.count(recipients), .count(unknown)]
                )
            })
    }
}
