// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import MailMessage
import ReportPages
import TextOutput

/// Makes the sections of the summary of reports.
struct FeedbackSections {
    let summary: ReportSummary
    let language: Language
    let texts: FeedbackTexts
    let top: Int
    /// Whether rows have names for programs, which do not change with the words.
    let isForPrograms: Bool

    /// All sections, in the order of the report; some may have no rows.
    var all: [ReportSection] {
        [
            readings, domains, own, services, signed, strangers, new, overrides, reporters, days, tlsPolicies,
            tlsFailures,
            complaints, complaintReporters, failures, bounces, bounceDomains, scripts, joined,
        ]
    }

    private func section(
        _ id: String, key: String, _ columns: [String], _ rows: [(name: String, cells: [ReportSection.Cell])],
        note: String? = nil
    ) -> ReportSection {
        ReportSection(
            id: id, title: texts.titles[id] ?? id, key: key, columns: columns, rows: rows, note: note)
    }

    /// The rows with the largest counts, and how many there are beside them.
    private func largest<Row>(_ rows: [Row], by count: (Row) -> Int, name: (Row) -> String) -> (
        rows: [Row], note: String?
    ) {
        let sorted = rows.sorted { (count($0), name($1)) > (count($1), name($0)) }
        let left = sorted.count - top
        return (Array(sorted.prefix(top)), left > 0 ? texts.more.placing(LocalNumbers(language).count(left)) : nil)
    }

    private func counts(_ id: String, key: String, _ table: [String: Int]) -> ReportSection {
        let (rows, note) = largest(Array(table), by: \.value, name: \.key)
        return section(id, key: key, [texts.count], rows.map { ($0.key, [.count($0.value)]) }, note: note)
    }

    private var readings: ReportSection {
        let kinds: [(String, ReportSummary.Readings)] = [
            (texts.aggregate, summary.aggregate), (texts.tlsReports, summary.tls),
            (texts.failureReports, summary.failures),
            (texts.complaintReports, summary.complaints), (texts.bouncesRead, summary.bounces),
        ]
        var rows: [(name: String, cells: [ReportSection.Cell])] = kinds.filter { !$0.1.isEmpty }.map {
            ($0.0, [.count($0.1.counted), .count($0.1.repeated), .count($0.1.unproven), .count($0.1.earlier)])
        }
        let others = [(texts.otherMail, summary.otherMail), (texts.refused, summary.refused)]
        rows += others.filter { $0.1 > 0 }.map { ($0.0, [.count($0.1), .count(0), .count(0), .count(0)]) }
        return section(
            "read", key: texts.kind, [texts.counted, texts.repeated, texts.unprovenColumn, texts.earlier], rows)
    }

    // MARK: DMARC

    private var totalsColumns: [String] { [texts.messages, texts.failed, texts.spf, texts.dkim, texts.stopped] }

    private func cells(_ totals: SourceTotals) -> [ReportSection.Cell] {
        [
            .count(totals.messages), .count(totals.failed), .count(totals.spf), .count(totals.dkim),
            .count(totals.stopped),
        ]
    }

    private var domains: ReportSection {
        let (rows, note) = largest(Array(summary.domains), by: { $0.value.all.messages }, name: \.key)
        return section(
            "domains", key: texts.domain,
            [texts.policy, texts.messages, texts.failed, texts.ownMessages, texts.ownFailed],
            rows.map { domain, totals in
                (
                    domain,
                    [
                        .text(totals.policy ?? ""), .count(totals.all.messages), .count(totals.all.failed),
                        .count(totals.own.messages), .count(totals.own.failed),
                    ]
                )
            }, note: note)
    }

    private func sources(_ id: String, key: String, _ isIncluded: (MailSource) -> Bool, hint: String? = nil)
        -> ReportSection
    {
        let (rows, note) = largest(
            summary.sources.filter { isIncluded($0.key) }.map { ($0.key, $0.value) }, by: { $0.1.messages },
            name: \.0.name)
        return section(
            id, key: key, totalsColumns, rows.map { ($0.0.name, cells($0.1)) },
            note: [note, hint].compactMap { $0 }.joined(separator: " ").nonEmpty)
    }

    private var own: ReportSection { sources("own", key: texts.address, \.isOwn) }
    private var services: ReportSection {
        sources(
            "services", key: texts.service, { if case .service = $0 { true } else { false } }, hint: texts.servicesHint)
    }
    private var signed: ReportSection {
        sources("signed", key: texts.network, { if case .signed = $0 { true } else { false } }, hint: texts.signedHint)
    }
    private var strangers: ReportSection {
        sources("strangers", key: texts.network, { if case .stranger = $0 { true } else { false } })
    }

    private var new: ReportSection {
        let new = (summary.newSources ?? []).compactMap { source in summary.sources[source].map { (source, $0) } }
        let (rows, note) = largest(new, by: { $0.1.messages }, name: \.0.name)
        return section("new", key: texts.source, totalsColumns, rows.map { ($0.0.name, cells($0.1)) }, note: note)
    }

    private var overrides: ReportSection { counts("overrides", key: texts.reason, summary.overrides) }
    private var reporters: ReportSection { counts("reporters", key: texts.organisation, summary.reporters) }

    private var days: ReportSection {
        let rows = summary.days.sorted { $0.key < $1.key }.suffix(92)
        return section(
            "days", key: texts.day, [texts.passed, texts.failed, texts.ownFailed],
            rows.map { day, counts in
                let name = String(MailDate(secondsSince1970: Int64(day) * 86_400).rfc3339.prefix(10))
                return (name, [.count(counts.passed), .count(counts.failed), .count(counts.ownFailed)])
            })
    }

    // MARK: TLS

    private var tlsPolicies: ReportSection {
        let (rows, note) = largest(
            Array(summary.tlsPolicies), by: { $0.value.failed }, name: { $0.key.domain + $0.key.type })
        return section(
            "tlsPolicies", key: texts.domain, [texts.policy, texts.succeeded, texts.failed],
            rows.map { ($0.key.domain, [.text($0.key.type), .count($0.value.succeeded), .count($0.value.failed)]) },
            note: note)
    }

    private var tlsFailures: ReportSection {
        let (rows, note) = largest(Array(summary.tlsFailures), by: \.value, name: { $0.key.type + $0.key.host })
        return section(
            "tlsFailures", key: texts.reason, [texts.host, texts.count],
            rows.map { ($0.key.type, [.text($0.key.host), .count($0.value)]) }, note: note)
    }

    // MARK: Complaints and bounces

    private var complaints: ReportSection { counts("complaints", key: texts.kind, summary.complaintTypes) }
    private var complaintReporters: ReportSection {
        counts("complaintReporters", key: texts.organisation, summary.complaintReporters)
    }
    private var failures: ReportSection { counts("failureReports", key: texts.kind, summary.failureTypes) }

    private var bounces: ReportSection {
        let rows = summary.bounceReasons.sorted {
            ($0.value.final, $1.key.rawValue) > ($1.value.final, $0.key.rawValue)
        }
        return section(
            "bounces", key: texts.reason, [texts.final, texts.delayed],
            rows.map { (words($0.key), [.count($0.value.final), .count($0.value.delayed)]) })
    }

    private func words(_ reason: BounceClass) -> String {
        isForPrograms ? reason.rawValue : texts.bounces[reason] ?? reason.rawValue
    }

    private var bounceDomains: ReportSection { counts("bounceDomains", key: texts.domain, summary.bounceDomains) }

    private var scripts: ReportSection {
        let (rows, note) = largest(
            Array(summary.scripts), by: { $0.value.complaints + $0.value.bounces }, name: \.key)
        return section(
            "scripts", key: texts.script, [texts.complaintReports, texts.bouncesRead],
            rows.map { ($0.key, [.count($0.value.complaints), .count($0.value.bounces)]) }, note: note)
    }

    private var joined: ReportSection {
        let left = summary.joined.count - top
        return section(
            "queueIDs", key: texts.queueID, [texts.happened, texts.script],
            summary.joined.suffix(top).map { message in
                let event =
                    switch message.event {
                    case .complaint(let type): texts.complaint.placing(type)
                    case .bounce(let reason): words(reason)
                    }
                return (message.queueID, [.text(event), .text(message.script ?? "")])
            }, note: left > 0 ? texts.more.placing(LocalNumbers(language).count(left)) : nil)
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
