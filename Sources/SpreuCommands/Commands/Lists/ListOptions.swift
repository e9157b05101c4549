// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
import SenderLists
import SpamModel
import TextOutput

/// What `spreu allow` and `spreu deny` take.
struct ListOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("An address, a domain, a network or list:NAME.", valueName: "sender"))
    var sender: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Only for mail whose recipients all have this domain.", valueName: "domain"))
    var recipientDomain: String?

    @Option(
        help: ArgumentHelp(
            "The last day on which it counts, in UTC: 2026-12-31, or a time from now such as 30d. (default: for good)",
            valueName: "date"))
    var until: String?

    @Option(help: ArgumentHelp("A note for those who read the list.", valueName: "text"))
    var note: String?

    @Flag(help: "Take the entry out again.")
    var remove = false

    @Flag(name: .customLong("list"), help: "Print the entries.")
    var isList = false

    @Flag(help: "With --list: print JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "The list's file. (default: 'lists' under 'site' in the configuration)", valueName: "file"))
    var file: String?

    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if isList {
            guard sender == nil, recipientDomain == nil, until == nil, note == nil, !remove else {
                throw ValidationError("--list takes no sender, and no option but --json, --file and --config")
            }
            return
        }
        guard let sender else { throw ValidationError("give a sender, or --list") }
        guard ListSubject(sender) != nil else {
            throw ValidationError(
                "'\(sender)' is no address (anna@example.org), domain (example.org, or .example.org with all below it), "
                    + "network (192.0.2.0/24) or mailing list (list:NAME)")
        }
        if let recipientDomain, ListSubject(recipientDomain)?.kind != .domain {
            throw ValidationError("--for takes a domain such as example.org, not '\(recipientDomain)'")
        }
        if json { throw ValidationError("--json requires --list") }
        if remove, until != nil || note != nil { throw ValidationError("--remove takes neither --until nor --note") }
        if let note, note.utf8.count > ListEntry.maxNoteBytes || note.unicodeScalars.contains(where: \.isControl) {
            throw ValidationError("--note takes one line of at most \(ListEntry.maxNoteBytes) bytes")
        }
    }

    /// Does what the options ask for.
    func run(_ action: ListAction) throws {
        let site = file == nil ? try configuration.read(insteadOf: "--file FILE").site : nil
        guard let path = file ?? site?.lists else {
            throw Failure(
                .badConfiguration,
                "\(configuration.path ?? ""): it names no list: write 'lists: /var/lib/spreu/lists' under 'site', for the "
                    + "filter too, or give --file FILE")
        }
        if isList { return try list(path, action) }
        guard let sender, let subject = ListSubject(sender) else { return }
        if action == .allow, subject.isPublic, !remove {
            throw Failure(.usage, "anybody can register a domain below \(subject): name the sender's own domain")
        }
        // A file that root makes the filter's user could not read, nor that user's next command replace.
        try FileOwner.requireOwn(path)
        let entry = ListEntry(
            action, subject, recipientDomain: recipientDomain.flatMap { ListSubject($0)?.text }, until: try lastDay(),
            author: CallingUser.name, added: CivilDate(day: today), note: note ?? "")
        if remove { return try take(entry, outOf: path) }
        let outcome = try ListEdit(path).add(entry, on: today)
        var text = "added to \(path): \(entry.line)\n"
        for old in outcome.removed { text += "in place of: \(old.line)\n" }
        try Console.write((text + Self.expired(outcome)).forTerminal(keepingLines: true))
        if action == .allow, subject.kind != .network, let site, site.authservIDs.isEmpty {
            var warnings = Warnings()
            warnings.tell(
                "it counts only for mail whose sender your servers have authenticated: name the server that writes "
                    + "Authentication-Results as 'authserv-id' under 'site', for the filter too (/usr/share/doc/spreu/lists.md)"
            )
            try warnings.status.end()
        }
    }

    private func take(_ entry: ListEntry, outOf path: String) throws {
        let outcome = try ListEdit(path).remove(on: today) { $0.action == entry.action && $0.concernsSame(as: entry) }
        guard !outcome.removed.isEmpty else {
            throw Failure(
                .noInput,
                "\(path) has no entry '\(entry.action.rawValue) \(entry.subject)': see --list, and give the same --for")
        }
        let text = outcome.removed.map { "removed from \(path): \($0.line)\n" }.joined()
        try Console.write((text + Self.expired(outcome)).forTerminal(keepingLines: true))
    }

    private static func expired(_ outcome: ListEdit.Outcome) -> String {
        outcome.expired == 0 ? "" : "\(counted(outcome.expired, "entry", "entries")) had run out and went, too\n"
    }

    private func list(_ path: String, _ action: ListAction) throws {
        let list = try SenderList(contentsOf: path)
        let entries = list.entries.filter { $0.action == action }
        if json {
            try Console.write(JSONValue.array(entries.map { Self.json($0, counts: $0.counts(on: today)) }).text)
        } else {
            let lines = entries.map { $0.line + ($0.counts(on: today) ? "" : "  (has run out)") + "\n" }
            try Console.write(lines.joined().forTerminal(keepingLines: true))
        }
        var warnings = Warnings()
        for problem in list.problems { warnings.tell("\(path): \(problem); the line does not count") }
        try warnings.status.end()
    }

    private static func json(_ entry: ListEntry, counts: Bool) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        return .object([
            "action": .string(entry.action.rawValue), "sender": .string(entry.subject.description),
            "for": text(entry.recipientDomain), "until": text(entry.until?.iso), "by": text(entry.author),
            "added": text(entry.added?.iso), "note": .string(entry.note), "counts": .bool(counts),
        ])
    }

    /// The last day of the entry; nil: none.
    private func lastDay() throws(Failure) -> CivilDate? {
        guard let until else { return nil }
        let day = CivilDate(iso: until) ?? TimeSpan(until).map { CivilDate(day: today + $0.seconds / 86_400) }
        guard let day else {
            throw Failure(
                .usage, "--until takes a day such as 2026-12-31, or a time from now such as 30d, not '\(until)'")
        }
        guard day.day >= today else { throw Failure(.usage, "--until \(until) is over already") }
        return day
    }

    private var today: Int64 { currentTime / 86_400 }
}
