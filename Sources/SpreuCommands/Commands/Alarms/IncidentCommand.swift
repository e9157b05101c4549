// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import MailMessage
import NightlyBatch
import ReportPages
import ServerAlarms
import TextOutput

/// `spreu incident`: what the watch has found, who is meant, and that it is over.
struct IncidentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "List the incidents that 'spreu watch' has found, show one, or close it.",
        subcommands: [IncidentList.self, IncidentShow.self, IncidentClose.self], defaultSubcommand: IncidentList.self)
}

extension ConfigurationOptions {
    /// How the site is watched.
    fileprivate func alarms() throws -> AlarmSettings {
        let configuration = try read()
        guard let settings = configuration.alarms else {
            throw Failure(
                .badConfiguration,
                "\(configuration.file ?? "the configuration"): no 'alarms' section: /usr/share/doc/spreu/alarms.md has an example"
            )
        }
        return settings
    }
}

/// In which language incidents are shown.
struct IncidentLanguage: ParsableArguments {
    @Option(help: "The language: en or de. (default: 'language' under 'alarms', or that of LC_ALL to LANG)")
    var language: Language?

    /// The texts of the language.
    fileprivate func texts(_ settings: AlarmSettings) -> AlarmTexts {
        .of(language ?? settings.language ?? .ofEnvironment)
    }
}

/// The command `spreu incident list`, or `spreu incident` alone.
struct IncidentList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Print the open incidents, without names.",
        discussion: "Ends with exit code 14 while an incident is open.")

    @OptionGroup var site: ConfigurationOptions

    @Flag(help: "Also those that are closed.")
    var all = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var shown: IncidentLanguage

    func run() throws {
        let settings = try site.alarms()
        let texts = shown.texts(settings)
        let book = try IncidentFile(folder: settings.folder).read()
        let incidents = book.incidents.values.filter { all || $0.closed == nil }
            .sorted { ($0.opened, $0.id) < ($1.opened, $1.id) }
        if json {
            try Console.write(JSONValue.array(incidents.map(\.json)).text)
        } else {
            try Console.write(incidents.map { Self.line($0, texts) }.joined())
        }
        if !book.open.isEmpty { try ExitStatus.alarm.end() }
    }

    private static func line(_ incident: Incident, _ texts: AlarmTexts) -> String {
        let time = MailDate(secondsSince1970: Int64(incident.opened)).rfc3339
        let state = (incident.closed == nil ? texts.isOpen : texts.isClosed)
            .rightPadded(max(texts.isOpen.count, texts.isClosed.count))
        return "\(incident.id)  \(state)  \(time)\n" + texts.summary(incident).forTerminal().item("    ")
    }
}

/// The command `spreu incident show`.
struct IncidentShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print an incident with the name of the account, and what to do; who looked, and why, is noted.")

    @OptionGroup var site: ConfigurationOptions

    @Option(help: ArgumentHelp("Why you look: it is noted with your name and the time.", valueName: "text"))
    var reason: String

    @OptionGroup var shown: IncidentLanguage

    @Argument(help: "The incident.")
    var id: String

    /// The reason on one line.
    private var words: String { reason.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    func validate() throws {
        guard 3...500 ~= words.count else {
            throw ValidationError("--reason takes a few words that say why you look")
        }
    }

    func run() throws {
        let settings = try site.alarms()
        try FileOwner.requireOwn(settings.folder)
        let view = Incident.View(
            time: Int(currentTime), who: CallingUser.name, reason: words.forTerminal())
        // Noted before it is shown: nobody sees a name without it.
        let found = try IncidentFile(folder: settings.folder).change { book in
            if book.incidents[id]?.closed == nil { book.noteView(id, view) }
            return book.incidents[id]
        }
        guard let incident = found else {
            throw Failure(.noInput, "\(id): no such incident; 'spreu incident list --all' has them")
        }
        try Console.write(Self.text(incident, shown.texts(settings)))
    }

    private static func text(_ incident: Incident, _ texts: AlarmTexts) -> String {
        func time(_ seconds: Int) -> String { MailDate(secondsSince1970: Int64(seconds)).rfc3339 }
        let state = incident.closed.map { texts.closedAt.placing(time($0)) } ?? texts.isOpen
        var text = texts.incident.placing(incident.id, state) + "\n"
        if incident.kind != "site" {
            let name = incident.closed == nil ? incident.name ?? texts.notNamed : texts.forgotten
            let kind = texts.kinds[incident.kind] ?? incident.kind
            // A user of the machine is called by its number anyway.
            let isSaid = incident.pseudonym.split(separator: " ").contains { $0 == name } || incident.pseudonym == name
            let shown = isSaid ? incident.pseudonym : "\(incident.pseudonym): \(name)"
            text += "\(kind): \(shown.forTerminal())\n"
        }
        for entry in incident.evidence {
            text += "\n" + "\(entry.rule.rawValue): \(texts.found(entry))".item("", further: "  ")
            text += "  " + texts.firstAndLast.placing(time(entry.first), time(entry.last)) + "\n"
        }
        if !incident.queueIDs.isEmpty {
            let ids = incident.queueIDs.map { $0.forTerminal() }
            text += "\n" + texts.messages.placing(ids.joined(separator: " ")).item("", further: "  ")
            text += "  " + texts.inTheLog.placing(ids[0]) + "\n"
        }
        // Not wrapped, for they hold commands.
        text += "\n\(texts.toDo)\n" + texts.advice(incident).map { "  - \($0)\n" }.joined()
        text += "  - " + texts.whenOver.placing(incident.command("close")) + "\n"
        for view in incident.views {
            let words = texts.lookedAt.placing(view.who.forTerminal(), time(view.time), view.reason.forTerminal())
            text += "\n" + words.item("", further: "  ")
        }
        return text
    }
}

/// The command `spreu incident close`.
struct IncidentClose: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close an incident: its name is forgotten, and the next finding opens another.")

    @OptionGroup var site: ConfigurationOptions

    @Argument(help: "The incident.")
    var id: String

    func run() throws {
        let now = Int(currentTime)
        let folder = try site.alarms().folder
        try FileOwner.requireOwn(folder)
        let isClosed = try IncidentFile(folder: folder).change {
            $0.close(id, by: CallingUser.name, at: now)
        }
        guard isClosed else {
            throw Failure(
                .noInput, "\(id): no such incident, or closed already; 'spreu incident list' has the open ones")
        }
    }
}
