// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailIngest
import MailMessage
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput

extension NightlyReport {
    /// So many warnings are told one by one, to programs.
    private static let mostSingleWarnings = 100

    /// Says what was wrong with the archives, a line for each reason.
    ///
    /// That mail is moved and deleted while a Maildir is read is no reason to look at anything.
    mutating func noteWarnings(_ ingested: IngestReport) {
        let groups = ingested.warningGroups.filter { $0.example.problem != .vanished }
        warnings += groups.map(\.description)
        if let first = ingested.emptied.first {
            warnings.append(
                "\(grouped(ingested.emptied.count)) accounts have no mail any more, all at once, such as \(first): is their "
                    + "disk mounted? None of their mail is taken for deleted")
        }
        noteChanged(ingested.changed)
        let single = ingested.warnings.lazy.filter { $0.problem != .vanished }
        figures["unread"] = .object([
            "count": .integer(groups.reduce(0) { $0 + $1.count }),
            "first": .array(single.prefix(Self.mostSingleWarnings).map { .string($0.description) }),
        ])
    }

    /// Suggests which accounts programs may read.
    mutating func noteReaders(_ accounts: [String]) {
        guard let first = accounts.first else { return }
        let more = accounts.count > 1 ? " and of \(grouped(accounts.count - 1)) more accounts" : ""
        note(
            "robots",
            "all new mail of \(first)\(more) was read within a minute: if a program does that, name it under 'robots'")
    }

    /// Says whose mail lies elsewhere than before, all at once; in the night when it is found, and once.
    private mutating func noteChanged(_ accounts: [ChangedAccount]) {
        guard let first = accounts.first else { return }
        let which =
            accounts.count == 1
            ? "\(grouped(first.messages)) messages of \(first.account) lie"
            : "most mail of \(grouped(accounts.count)) accounts, such as \(grouped(first.messages)) messages of "
                + "\(first.account), lies"
        warnings.append(
            "\(which) elsewhere than before, all at once: it does not count for a week; if it is right so, "
                + "'spreu nightly \(command) --accept \(first.account.forShell)' lets it count")
        figures["changed"] = .array(
            accounts.map { .object(["account": .string($0.account), "messages": .integer($0.messages)]) })
    }

    /// Prepares what to say if nothing in the accounts counts yet: so it is in the first night.
    mutating func noteSettling(
        _ ingested: IngestReport, _ configuration: NightlyConfiguration, accounts: Int, now: Int64
    ) {
        var shortest: TimeSpan?
        for case .accounts(let pattern, let rule) in configuration.sources {
            guard let counts = ingested.rules[pattern] else { continue }
            if counts.ham + counts.spam > 0 { return }
            guard counts.unlabelled["not settled", default: 0] > 0 else { continue }
            if rule.settle.seconds < shortest?.seconds ?? .max { shortest = rule.settle }
        }
        guard let shortest else { return }
        let time = MailDate(secondsSince1970: now + shortest.seconds).rfc3339
        settling = NightResult(
            state: .waiting,
            reason:
                "\(accounts == 1 ? "1 account" : "\(grouped(accounts)) accounts"), "
                + "\(grouped(ingested.parsed + ingested.known)) messages read; nothing counts "
                + "before \(time) (settle: \(shortest.seconds / 3_600)h)",
            action: "to start sooner, write 'settle: 0' for one night")
    }

    /// Says how the live filter had done on what users handed over.
    mutating func noteHanded(_ counts: HandedCounts) {
        guard counts.all > 0 else { return }
        var line = "\(grouped(counts.spamPassed)) spam that the filter had let pass, "
        line += "\(grouped(counts.hamCaught)) ham that it had called spam, \(grouped(counts.unsure)) unsure"
        if counts.agreed > 0 { line += ", \(grouped(counts.agreed)) as it had said" }
        if counts.unknown > 0 { line += ", \(grouped(counts.unknown)) without its verdict" }
        note("drop", line)
        figures["drop"] = .object([
            "spamPassed": .integer(counts.spamPassed), "hamCaught": .integer(counts.hamCaught),
            "unsure": .integer(counts.unsure), "agreed": .integer(counts.agreed), "unknown": .integer(counts.unknown),
        ])
    }

    /// Says what people reported, and what of it counts for nothing.
    mutating func note(_ counts: ReportCounts) {
        let messages = counts.spam + counts.ham
        if messages > 0 {
            note(
                "reports",
                "\(grouped(counts.spam)) spam, \(grouped(counts.ham)) ham, forwarded by \(grouped(counts.reporters)) people"
            )
        }
        if counts.strangers.count > 0 {
            note(
                "reports",
                "\(grouped(counts.strangers.count)) count for nothing, such as \(counts.strangers.example ?? ""): no "
                    + "authenticated user of the site's servers sent them ('site: hosts')")
        }
        if counts.withoutMessage.count > 0 {
            note(
                "reports",
                "\(grouped(counts.withoutMessage.count)) hold no attached message, such as "
                    + "\(counts.withoutMessage.example ?? ""): forward as attachment")
        }
        figures["reports"] = .object([
            "spam": .integer(counts.spam), "ham": .integer(counts.ham), "reporters": .integer(counts.reporters),
            "strangers": .integer(counts.strangers.count), "withoutMessage": .integer(counts.withoutMessage.count),
        ])
    }

    /// Says how much was read again after an upgrade, and what is left to later nights.
    mutating func noteReread(_ ingested: IngestReport) {
        guard ingested.reread + ingested.waiting > 0 else { return }
        waiting = ingested.waiting
        note(
            "reread",
            "\(grouped(ingested.reread)) messages of another Spreu or other settings, "
                + "\(grouped(ingested.waiting)) more on later nights")
        figures["reread"] = .object(["read": .integer(ingested.reread), "waiting": .integer(ingested.waiting)])
    }
}
