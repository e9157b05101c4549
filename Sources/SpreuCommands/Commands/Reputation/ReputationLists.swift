// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import MailMessage
import MailServerConfiguration
import SenderReputation
import SpamEvaluation
import TextOutput

/// `spreu reputation lists`: what lists of others would have caught, and what ham they would have hit.
struct ReputationLists: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists",
        abstract: "Measure lists of others, as files, on the site's own mail.",
        discussion: """
            Reads zones of rbldnsd (ip4set, ip4trie, ip6trie, dnset), feeds of JSON objects such as Spamhaus' DROP, and plain \
            lists; asks no network. Only mail of the days around a list's making counts. What is advised are weights; below \
            1,000 messages of ham nothing is.

            Example: spreu reputation lists --zone bl.example=bl.zone --ham Maildir --spam Maildir/.Junk
            """)

    @OptionGroup var options: ReputationOptions

    @Option(
        help: ArgumentHelp(
            "A list: its name in the DNS, and its file; may be repeated.", valueName: "name=file"))
    var zone: [String] = []

    @Option(help: ArgumentHelp("Days before and after a list's making whose mail counts, 0 to 365.", valueName: "n"))
    var days = 3

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (0...365).contains(days) else { throw ValidationError("--days takes 0 to 365, not \(days)") }
        guard !zone.isEmpty, zone.count <= 100 else {
            throw ValidationError("which lists? Give --zone NAME=FILE, up to 100")
        }
        for text in zone where Self.parts(of: text) == nil {
            throw ValidationError("--zone takes NAME=FILE, such as bl.example=/var/lib/bl.zone, not \(text)")
        }
    }

    private static func parts(of text: String) -> (name: String, path: String)? {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
        let path = text[text.index(after: equals)...]
        return path.isEmpty ? nil : (String(text[..<equals]), String(path))
    }

    func run() throws {
        var warnings = Warnings()
        var zones: [SenderZone] = []
        for (name, path) in zone.compactMap(Self.parts) {
            let read: SenderZone
            do throws(DurableFileError) {
                read = try SenderZone(name, contentsOf: path)
            } catch {
                throw Failure(.noInput, "\(path): \(error.reason); check --zone")
            }
            if read.entries == 0 {
                throw Failure(
                    .badData,
                    "\(path): no address, range or domain in it: give a zone of rbldnsd, a feed, or a plain list")
            }
            if read.unreadable > 0 {
                warnings.tell(
                    "\(path): \(counted(read.unreadable, "line")) not understood, the others count; the first: \(read.example ?? "")"
                )
            }
            zones.append(read)
        }
        let table = try options.table(&warnings)
        let evaluations = ZoneEvaluation.all(zones, on: table, days: days)
        try Console.write(json ? Self.json(evaluations, zones, days).text : text(evaluations, zones))
        try warnings.status.end()
    }

    private func text(_ evaluations: [ZoneEvaluation], _ zones: [SenderZone]) -> String {
        var text = "Lists on mail of \(counted(days, "day")) before and after their making\n"
        for (evaluation, zone) in zip(evaluations, zones) {
            text +=
                "\n\(DNSListName.masked(evaluation.name).forTerminal()), of \(ReputationReport.day(evaluation.date)), "
            text += "\(counted(zone.entries, "entry", "entries"))\n"
            text += "  spam caught   \(rate(evaluation.caught, evaluation.spam, evaluation.caughtRate))\n"
            text +=
                "  caught alone  \(rate(evaluation.caughtAlone, evaluation.spam, Interval.rate(evaluation.caughtAlone, of: evaluation.spam)))\n"
            text += "  ham hit       \(rate(evaluation.hamHit, evaluation.ham, evaluation.hamRate))\n"
            text += "  advice        \(Self.words(evaluation.advice, ham: evaluation.ham))\n"
        }
        let sites = zip(evaluations, zones).compactMap { Self.site($0, $1) }
        let score = zip(evaluations, zones).compactMap { Self.restriction($0, $1) }
        if sites.isEmpty && score.isEmpty { return text }
        text += "\nPostfix, as far as this mail supports it (no list refuses mail alone):\n"
        if !sites.isEmpty {
            text += "postscreen_dnsbl_threshold = 3\npostscreen_dnsbl_action = enforce\npostscreen_dnsbl_sites =\n"
            text += sites.map { "    \($0)\n" }.joined()
        }
        if !score.isEmpty { text += "smtpd_sender_restrictions =\n" + score.map { "    \($0)\n" }.joined() }
        return text
    }

    private func rate(_ part: Int, _ whole: Int, _ interval: Interval?) -> String {
        guard let interval else { return "no such mail of these days" }
        let percent = { fixedPoint($0, digits: 2) }
        return "\(grouped(part)) of \(grouped(whole)): \(percent(100 * Double(part) / Double(whole))) % "
            + "(95 % interval \(percent(interval.lower)) to \(percent(interval.upper)) %)"
    }

    private static func words(_ advice: ZoneEvaluation.Advice, ham: Int) -> String {
        switch advice {
        case .notEnoughHam:
            "none: \(grouped(ham)) ham messages of these days, \(grouped(ZoneEvaluation.minHam)) are needed"
        case .no: "do not use it here: it hits ham, or catches next to nothing"
        case .score(let weight): "score with \(weight) of 3"
        }
    }

    /// A word of `postscreen_dnsbl_sites`.
    private static func site(_ evaluation: ZoneEvaluation, _ zone: SenderZone) -> String? {
        guard case .score(let weight) = evaluation.advice, zone.kinds.addresses else { return nil }
        return "\(DNSListName.masked(evaluation.name))=\(answers(zone))*\(weight)"
    }

    /// A list of domains cannot be weighed by postscreen: it warns, which the log counts.
    ///
    /// None where the list catches spam by its links alone: Postfix does not read these.
    private static func restriction(_ evaluation: ZoneEvaluation, _ zone: SenderZone) -> String? {
        guard case .score = evaluation.advice, zone.kinds.domains, evaluation.caughtBySender > 0,
            KnownList.of(zone.name)?.kind != .links
        else { return nil }
        return "warn_if_reject reject_rhsbl_sender \(DNSListName.masked(evaluation.name))=\(answers(zone))"
    }

    /// The answers that count: those that are documented, otherwise those that the zone gives.
    private static func answers(_ zone: SenderZone) -> String {
        if let known = KnownList.of(zone.name)?.answers, !known.isEmpty { return known }
        return zone.answers ?? "127.0.0.[2..11]"
    }

    private static func json(_ evaluations: [ZoneEvaluation], _ zones: [SenderZone], _ days: Int) -> JSONValue {
        .object([
            "days": .integer(days),
            "lists": .array(
                zip(evaluations, zones).map { evaluation, zone in
                    .object([
                        "name": .string(DNSListName.masked(evaluation.name)),
                        "date": ReputationReport.time(evaluation.date),
                        "entries": .integer(zone.entries), "unreadable": .integer(zone.unreadable),
                        "spam": .integer(evaluation.spam), "ham": .integer(evaluation.ham),
                        "caught": .integer(evaluation.caught), "caughtAlone": .integer(evaluation.caughtAlone),
                        "hamHit": .integer(evaluation.hamHit), "caughtPercent": interval(evaluation.caughtRate),
                        "hamHitPercent": interval(evaluation.hamRate), "weight": weight(evaluation.advice),
                    ])
                }),
        ])
    }

    private static func interval(_ interval: Interval?) -> JSONValue {
        guard let interval else { return .null }
        return .array([.number(interval.lower), .number(interval.upper)])
    }

    /// 0: not to be used; null: too little ham to say.
    private static func weight(_ advice: ZoneEvaluation.Advice) -> JSONValue {
        switch advice {
        case .notEnoughHam: .null
        case .no: .integer(0)
        case .score(let weight): .integer(weight)
        }
    }
}
