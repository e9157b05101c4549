// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailIngest
import MailMessage
import SpamModel
import TextOutput

extension BatchReport {
    /// Takes what an ingest found, and warns of what was wrong with the archives: a warning for each reason.
    mutating func take(_ ingested: IngestReport) {
        ingest = ingested
        warnings += ingested.archiveProblems.map { .archives($0) }
        if let first = ingested.emptied.first {
            warnings.append(.emptied(accounts: ingested.emptied.count, example: first))
        }
        for change in [ChangedAccount.Change.moved, .flagged] {
            let accounts = ingested.changed.filter { $0.change == change }
            if !accounts.isEmpty { warnings.append(.changed(accounts, command: command)) }
        }
        waiting = ingested.waiting
    }
}

extension IngestReport {
    /// What was wrong with archives, by rule and reason.
    ///
    /// Mail being moved and deleted while a Maildir is read is nothing to look into.
    var archiveProblems: [WarningGroup] { warningGroups.filter { $0.example.problem != .removed } }
}

/// That nothing in the accounts counts yet: so it is in the first night.
package struct Settling: Sendable {
    /// How many accounts there are.
    package var accounts: Int
    /// How many messages were read.
    package var messages: Int
    /// When something counts, in seconds since 1970.
    package var time: Int64
    /// How long mail has to lie first.
    package var hours: Int64

    /// Nil if something counts already, or nothing waits for its time.
    init?(_ ingested: IngestReport, _ configuration: NightlyConfiguration, accounts: Int, now: Int64) {
        var shortest: TimeSpan?
        for case .accounts(let pattern, let rule) in configuration.sources {
            guard let counts = ingested.rules[pattern] else { continue }
            if counts.ham + counts.spam > 0 { return nil }
            guard counts.unlabelled["not settled", default: 0] > 0 else { continue }
            if rule.settle.seconds < shortest?.seconds ?? .max { shortest = rule.settle }
        }
        guard let shortest else { return nil }
        self.accounts = accounts
        messages = ingested.parsed + ingested.known
        time = now + shortest.seconds
        hours = shortest.seconds / 3_600
    }

    /// The result of a night that ends so.
    var result: NightResult {
        NightResult(
            state: .waiting,
            reason:
                "\(counted(accounts, "account")), \(counted(messages, "message")) read; "
                + "nothing counts before \(MailDate(secondsSince1970: time).rfc3339) (settle: \(hours)h)",
            action: "to start sooner, write 'settle: 0' for one night")
    }
}

extension FeedbackCounts {
    /// How the live filter had done on what users handed over; nil: they handed over nothing.
    var line: String? {
        guard all > 0 else { return nil }
        var line = "\(grouped(spamPassed)) spam the filter had passed, "
        line += "\(grouped(hamCaught)) ham it had called spam, \(grouped(unsure)) unsure"
        if agreed > 0 { line += ", \(grouped(agreed)) as it had judged" }
        if unknown > 0 { line += ", \(grouped(unknown)) without a verdict" }
        return line
    }

    /// The same for programs.
    var json: JSONValue {
        .object([
            "spamPassed": .integer(spamPassed), "hamCaught": .integer(hamCaught), "unsure": .integer(unsure),
            "agreed": .integer(agreed), "unknown": .integer(unknown),
        ])
    }
}

extension ReportCounts {
    /// What people reported, and what of it counts for nothing.
    var lines: [String] {
        var lines: [String] = []
        if spam + ham > 0 {
            lines.append(
                "\(grouped(spam)) spam, \(grouped(ham)) ham, forwarded by \(counted(reporters, "person", "people"))")
        }
        if strangers.count > 0 {
            lines.append(
                "\(grouped(strangers.count)) ignored, such as \(strangers.example ?? ""): not sent by an "
                    + "authenticated user of the site's servers ('site: hosts')"
            )
        }
        if withoutMessage.count > 0 {
            lines.append(
                "\(grouped(withoutMessage.count)) have no message attached, such as \(withoutMessage.example ?? ""): "
                    + "forward as attachment")
        }
        return lines
    }

    /// The same for programs.
    var json: JSONValue {
        .object([
            "spam": .integer(spam), "ham": .integer(ham), "reporters": .integer(reporters),
            "strangers": .integer(strangers.count), "withoutMessage": .integer(withoutMessage.count),
        ])
    }
}
