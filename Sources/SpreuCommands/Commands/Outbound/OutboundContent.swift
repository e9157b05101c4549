// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MailServerLogs
import OutboundMail
import TextOutput

/// What a report on outgoing mail shows, with everybody called as the site wants it.
struct OutboundContent {
    /// What sources are called, those of findings first.
    struct People {
        private var names: [UInt64: String] = [:]

        init(
            _ findings: [OutboundFinding], _ analysis: OutboundAnalysis, _ sources: [UInt64: ActivitySource],
            _ book: inout OutboundNames
        ) {
            var keys = findings.map(\.source)
            // In the order of size, so that numbers do not depend on hash tables.
            keys += analysis.senders.sorted {
                ($1.value.total(\.recipients), $0.key) < ($0.value.total(\.recipients), $1.key)
            }.map(\.key)
            keys += analysis.forwards.keys.sorted()
            for key in keys where key != 0 && names[key] == nil { names[key] = book.name(of: key, sources[key]) }
        }

        subscript(key: UInt64) -> String { names[key] ?? "?" }
    }

    let findings: [OutboundFinding]
    let analysis: OutboundAnalysis
    let people: People
    let domainName: (Int) -> String
    /// When the first and the last shown line was written, in seconds since 1970; nil: there are no logs.
    let period: (first: Int, last: Int)?
    /// The first day that is shown, since 1970.
    let firstDay: Int
    let campaigns: [BulkCampaigns.Campaign]
    let sentMessages: Int
    /// Messages of sent mail that the model judged.
    let judged: Int
    /// Scripts whose mail brought complaints or came back, of the reports.
    let scripts: [String: (complaints: Int, bounces: Int)]
    let sources: [UInt64: ActivitySource]
    let lines: Int
    /// The site's own servers: whoever is behind them, they carry the mail of others too.
    let servers: [NetworkRange]

    /// Days after which a source that has done nothing any more is not put on hold.
    private static let holdDays = 3

    /// Findings whose source is to be put on hold: hacked logins and trojans, as long as it lasts.
    ///
    /// Not by the number of networks alone: a mailbox that many share has many.
    var toHold: [OutboundFinding] {
        guard let period else { return [] }
        return findings.filter { finding in
            guard [.hackedAccount, .trojan].contains(finding.kind),
                period.last - finding.last < Self.holdDays * 86_400, let source = sources[finding.source]
            else { return false }
            let isServer = source.isLoopback || servers.contains { $0.contains(source.name) }
            let isByNetworksAlone = finding.signs.allSatisfy { if case .networks = $0 { true } else { false } }
            return !isByNetworksAlone && !(source.kind == .client && isServer)
        }
    }

    /// Whether there were logs and no outgoing mail in them, or nothing at all: nothing can be said then.
    var hasNothing: Bool { analysis.totals.routes.isEmpty && (lines > 0 || sentMessages == 0) }

    /// What left on each day that is shown: recipients, and those of them that do not exist.
    var days: [(day: Int, recipients: Int, unknown: Int)] {
        var counts: [Int: (Int, Int)] = [:]
        for record in analysis.senders.values {
            for (day, counted) in record.days where day >= firstDay {
                counts[day, default: (0, 0)].0 += counted.recipients
                counts[day, default: (0, 0)].1 += counted.unknownUsers
            }
        }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value.0, $0.value.1) }
    }
}
