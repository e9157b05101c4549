// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MailServerLogs
import ReportPages
import TextOutput

/// Makes the sections of a report from tables.
struct LogSections {
    let tables: LogTables
    let language: Language
    let texts: LogTexts
    let top: Int

    /// The cell of a row that says how to be let in again.
    static let release = LogReport.Cell.text("")

    /// All sections, in the order of the report; some may have no rows.
    var all: [LogReport.Section] {
        [
            messages, rejections, blockLists, hours, weekdays, days, recipientDomains, senderDomains, networks, sizes,
            delays,
            stages, tls, receivers, answers, verdicts, accounts, screening, listings, programs, warnings, unknown,
            others,
        ]
    }

    private var numbers: LocalNumbers { LocalNumbers(language) }

    /// A table; its key and columns are called as the language has it.
    private func section(
        _ id: String, key: String, _ columns: [String], _ rows: [(String, [LogReport.Cell])], note: String? = nil
    ) -> LogReport.Section {
        LogReport.Section(
            id: id, title: texts.titles[id] ?? id, key: texts.columns[key] ?? key,
            columns: columns.map { texts.columns[$0] ?? $0 }, rows: rows.map { (name: $0.0, cells: $0.1) }, note: note)
    }

    /// The name of a row that is the same for every log.
    private func name(_ row: String) -> String { texts.rows[row] ?? row }

    private var messages: LogReport.Section {
        let totals = tables.totals
        func from(_ origin: MessageOrigin) -> Int { totals.messages[Int(origin.rawValue)] }
        let rows: [(String, LogReport.Cell)] = [
            ("received", .count(totals.messages.reduce(0, +))), ("from other servers", .count(from(.incoming))),
            ("from users", .count(from(.submitted))), ("from local programs", .count(from(.local) + from(.loopback))),
            ("notifications", .count(from(.notification))), ("vacation replies", .count(from(.vacation))),
            ("arrival not in the log", .count(from(.unknown))), ("joined to another", .count(totals.joined)),
            ("bytes received", .bytes(totals.bytesReceived)), ("delivered here", .count(totals.deliveredHere)),
            ("delivered elsewhere", .count(totals.deliveredElsewhere)),
            ("bytes delivered", .bytes(totals.bytesDelivered)),
            ("archive copies", .count(totals.archived)), ("deferred messages", .count(totals.deferredMessages)),
            ("deferrals", .count(totals.deferrals)), ("bounced", .count(totals.bounced)),
            ("discarded", .count(totals.discarded + totals.ruleDiscards)), ("expired", .count(totals.expired)),
            ("handed to a filter, or on", .count(totals.handedOver)), ("in a queue at the end", .count(totals.queued)),
            ("end not in the log", .count(totals.lost)),
            ("refused", .count(totals.rejected)), ("only warned", .count(totals.warned)), ("held", .count(totals.held)),
            ("senders, about", .count(tables.senders.estimate)),
            ("recipients, about", .count(tables.recipients.estimate)),
        ]
        return section("messages", key: "total", ["value"], rows.map { (name($0.0), [$0.1]) })
    }

    private var rejections: LogReport.Section {
        let rows = zip(RejectionReason.allCases, tables.rejections).filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }
        return section("refusals", key: "reason", ["count"], rows.map { (name($0.0.words), [.count($0.1)]) })
    }

    // MARK: time

    private static let volumeColumns = ["received", "delivered", "deferrals", "bounced", "refused"]

    private func cells(_ volume: Volume) -> [LogReport.Cell] {
        [volume.received, volume.delivered, volume.deferrals, volume.bounced, volume.rejected].map { .count($0) }
    }

    private var hours: LogReport.Section {
        let rows = tables.volume.hours.enumerated().map { hour, volume in
            (String(hour).zeroPadded(2), cells(volume))
        }
        return section("hours", key: "hour", Self.volumeColumns, rows)
    }

    private var weekdays: LogReport.Section {
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        return section(
            "weekdays", key: "weekday", Self.volumeColumns,
            zip(names, tables.volume.weekdays).map { (name($0), cells($1)) })
    }

    private var days: LogReport.Section {
        var rows = tables.volume.days.sorted { $0.key < $1.key }.map { day, volume in
            (numbers.day(Int64(day) * 86_400), cells(volume))
        }
        if tables.volume.otherDays.total > 0 { rows.append((name("others"), cells(tables.volume.otherDays))) }
        return section("days", key: "day", Self.volumeColumns, rows)
    }

    // MARK: names

    private var recipientDomains: LogReport.Section {
        let table = tables.recipientDomains
        func cells(_ counts: DomainCounts) -> [LogReport.Cell] {
            [
                .count(counts.delivered), .count(counts.deferrals), .count(counts.bounced),
                .seconds(counts.delivered > 0 ? counts.delay / Double(counts.delivered) : 0), .seconds(counts.slowest),
            ]
        }
        let total: (DomainCounts) -> Int = { $0.delivered + $0.deferrals + $0.bounced }
        return section(
            "recipientDomains", key: "domain", ["delivered", "deferrals", "bounced", "mean delay", "longest"],
            table.top(top, by: total).map { (domain($0.name), cells($0.value)) }, note: rest(table, total))
    }

    private var senderDomains: LogReport.Section {
        let table = tables.senderDomains
        return section(
            "senderDomains", key: "domain", ["messages", "bytes"],
            table.top(top) { $0.messages }.map {
                (domain($0.name), [.count($0.value.messages), .bytes($0.value.bytes)])
            },
            note: rest(table) { $0.messages })
    }

    /// A domain as the log has it; addresses without one have a name of their own, with brackets that no domain has.
    private func domain(_ domain: String) -> String { domain.hasPrefix("(") ? name(domain) : domain }

    private var networks: LogReport.Section {
        let table = tables.networks
        let total: (NetworkCounts) -> Int = { $0.connections + $0.messages + $0.rejected + $0.failedLogins }
        return section(
            "networks", key: "network", ["connections", "messages", "refused", "failed logins"],
            table.top(top, by: total).map { name, counts in
                let all = [counts.connections, counts.messages, counts.rejected, counts.failedLogins]
                return (name, all.map { .count($0) })
            }, note: rest(table, total))
    }

    /// What a table of the first rows leaves out.
    private func rest<Value>(_ table: NameTable<Value>, _ measure: (Value) -> Int) -> String? {
        let more = table.count(where: measure) - top
        if table.overflow > 0 { return texts.beyond }
        return more > 0 ? texts.more.placing(numbers.count(more, texts.other, texts.others)) : nil
    }

    private func counts(_ id: String, key: String, _ table: NameTable<Int>) -> LogReport.Section {
        section(
            id, key: key, ["count"], table.top(top) { $0 }.map { ($0.name, [.count($0.value)]) },
            note: rest(table) { $0 })
    }

    private var blockLists: LogReport.Section { counts("blockLists", key: "list", tables.blockLists) }
    private var listings: LogReport.Section { counts("listings", key: "list", tables.listings) }
    private var screening: LogReport.Section { counts("screening", key: "test", tables.screening) }
    private var warnings: LogReport.Section { counts("warnings", key: "kind", tables.warnings) }
    private var unknown: LogReport.Section { counts("unknown", key: "kind", tables.unknown) }
    private var others: LogReport.Section { counts("otherDaemons", key: "daemon", tables.otherDaemons) }

    /// Verdicts in words; what was done is called as in the filter's configuration.
    private var verdicts: LogReport.Section {
        var section = counts("verdicts", key: "verdict", tables.verdicts)
        for index in section.rows.indices {
            let name = section.rows[index].name
            let verdict = String(name.prefix { $0 != "," })
            section.rows[index].name = (texts.verdicts[verdict] ?? verdict) + name.dropFirst(verdict.count)
        }
        return section
    }

    private var programs: LogReport.Section {
        let names = ["Postfix", "Dovecot", "Exim", "spreud", "others"]
        return section(
            "lines", key: "server", ["count"],
            zip(names, tables.lines.byServer).filter { $0.1 > 0 }.map { (name($0), [.count($1)]) })
    }

    // MARK: size and time

    private var sizes: LogReport.Section {
        let names = ["below 1 KiB", "below 10 KiB", "below 100 KiB", "below 1 MiB", "below 10 MiB", "10 MiB and more"]
        return histogram("sizes", key: "size", names, tables.sizes)
    }

    private var delays: LogReport.Section {
        let names = [
            "below 1 s", "below 10 s", "below 1 min", "below 10 min", "below 1 h", "below 1 day", "1 day and more",
        ]
        return histogram("delays", key: "delay", names, tables.delays)
    }

    private func histogram(
        _ id: String, key: String, _ names: [String], _ histogram: Histogram
    ) -> LogReport.Section {
        section(
            id, key: key, ["count"],
            histogram.count == 0 ? [] : zip(names, histogram.counts).map { (name($0), [.count($1)]) })
    }

    private var stages: LogReport.Section {
        let names = ["before the queue", "in the queue", "connecting", "sending"]
        let rows = (0..<4).map { index in
            (
                name(names[index]),
                [LogReport.Cell.seconds(tables.stageSeconds[index]), .count(tables.stageLongest[index])]
            )
        }
        return section(
            "stages", key: "stage", ["seconds in all", "was the longest"],
            tables.stageLongest.reduce(0, +) == 0 ? [] : rows)
    }

    // MARK: connections

    private var tls: LogReport.Section {
        let totals = tables.totals
        var rows: [(String, [LogReport.Cell])] = []
        func share(_ part: Int, _ whole: Int) -> String {
            whole == 0 ? "-" : numbers.decimal(100 * Double(min(part, whole)) / Double(whole), digits: 1) + " %"
        }
        if totals.connections > 0 {
            rows.append(
                (
                    name("from clients"),
                    [
                        .count(totals.connections), .count(totals.connectionsTLS),
                        .text(share(totals.connectionsTLS, totals.connections)),
                    ]
                ))
        }
        if totals.outgoing > 0 {
            rows.append(
                (
                    name("to servers"),
                    [
                        .count(totals.outgoing), .count(totals.outgoingTLS),
                        .text(share(totals.outgoingTLS, totals.outgoing)),
                    ]
                ))
        }
        let incoming = totals.messages[Int(MessageOrigin.incoming.rawValue)]
        if totals.receivedTLS > 0 {
            rows.append(
                (
                    name("messages from other servers"),
                    [.count(incoming), .count(totals.receivedTLS), .text(share(totals.receivedTLS, incoming))]
                ))
        }
        for (version, count) in tables.tlsVersions.top(top, by: { $0 }) {
            rows.append((version, [.text(""), .count(count), .text("")]))
        }
        return section("tls", key: "connections", ["all", "with TLS", "share"], rows)
    }

    private var accounts: LogReport.Section {
        let totals = tables.totals
        let rows = [
            ("logins", totals.logins), ("failed logins", totals.failedLogins), ("stored by Dovecot", totals.stored),
            ("vacation replies", totals.vacations), ("passed postscreen", totals.screened),
            ("connections lost", totals.connectionsLost), ("servers not reached", totals.unreachable),
        ]
        var cells: [(String, [LogReport.Cell])] = rows.filter { $0.1 > 0 }.map { (name($0.0), [.count($0.1)]) }
        if totals.sessions > 0 {
            let mean = Double(totals.sessionSeconds) / Double(totals.sessions)
            cells.append((name("mean session of smtpd"), [.seconds(mean)]))
            cells.append((name("longest session of smtpd"), [.seconds(Double(totals.longestSession))]))
        }
        return section("sessions", key: "total", ["count"], cells)
    }

    private var receivers: LogReport.Section {
        let rows = Receiver.allCases.compactMap { receiver -> (String, [LogReport.Cell])? in
            let counts = tables.receivers[Int(receiver.rawValue)]
            let all = [counts.delivered, counts.deferrals, counts.bounced]
            return all.allSatisfy { $0 == 0 } ? nil : (name(receiver.name), all.map { .count($0) })
        }
        return section("receivers", key: "receiver", ["delivered", "deferrals", "bounced"], rows)
    }

    private var answers: LogReport.Section {
        var rows: [(String, [LogReport.Cell])] = []
        for receiver in Receiver.allCases {
            let found = tables.receivers[Int(receiver.rawValue)].answers.top(min(top, 5)) { $0 }
            let who = name(receiver.name)
            for answer in found { rows.append(("\(who): \(answer.name)", [.count(answer.value)])) }
            if !found.isEmpty { rows.append((texts.toRelease.placing(who, texts.release(receiver)), [Self.release])) }
        }
        return section("answers", key: "answer", ["count"], rows)
    }
}

extension RejectionReason {
    /// The reason in words.
    var words: String {
        switch self {
        case .blockList: "block list"
        case .unknownUser: "no such recipient"
        case .relaying: "relaying"
        case .clientName: "name of the client"
        case .helo: "EHLO"
        case .sender: "sender"
        case .greylisting: "greylisting"
        case .content: "content"
        case .rate: "too many, too fast"
        case .size: "size"
        case .protocolError: "protocol"
        case .policy: "other rules"
        }
    }
}
