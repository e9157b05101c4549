// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailMessage
import NightlyBatch
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
    /// The file of the incidents.
    fileprivate func incidents() throws -> IncidentFile {
        let configuration = try read()
        guard let settings = configuration.alarms else {
            throw Failure(
                .badConfiguration,
                "\(configuration.file ?? "the configuration"): no 'alarms' section: docs/alarms.md has an example")
        }
        return IncidentFile(folder: settings.folder)
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

    func run() throws {
        let book = try site.incidents().read()
        let shown = book.incidents.values.filter { all || $0.closed == nil }
            .sorted { ($0.opened, $0.id) < ($1.opened, $1.id) }
        if json {
            try Console.write(JSONValue.array(shown.map(\.json)).text)
        } else {
            try Console.write(shown.map(Self.line).joined())
        }
        if !book.open.isEmpty { try ExitStatus.alarm.end() }
    }

    private static func line(_ incident: Incident) -> String {
        let time = MailDate(secondsSince1970: Int64(incident.opened)).rfc3339
        let state = incident.closed == nil ? "open  " : "closed"
        return "\(incident.id)  \(state)  \(time)  \(incident.summary.forTerminal())\n"
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
        let file = try site.incidents()
        let view = Incident.View(
            time: Int(currentTime), who: CallingUser.name, reason: words.forTerminal())
        // Noted before it is shown: nobody sees a name without it.
        let shown = try file.change { book in
            if book.incidents[id]?.closed == nil { book.noteView(id, view) }
            return book.incidents[id]
        }
        guard let incident = shown else {
            throw Failure(.noInput, "\(id): no such incident; 'spreu incident list --all' has them")
        }
        try Console.write(Self.text(incident))
    }

    private static func text(_ incident: Incident) -> String {
        func time(_ seconds: Int) -> String { MailDate(secondsSince1970: Int64(seconds)).rfc3339 }
        var text = "Incident \(incident.id), \(incident.closed.map { "closed \(time($0))" } ?? "open")\n"
        if incident.kind != "site" {
            let name =
                incident.closed == nil
                ? incident.name ?? "not known: the log has not named it" : "forgotten when it was closed"
            text += "\(incident.kind): \(incident.pseudonym.forTerminal()): \(name.forTerminal())\n"
        }
        for entry in incident.evidence {
            text += "\n\(entry.rule.rawValue): \(entry.count) \(entry.words) (limit \(entry.limit))\n"
            text += "  first \(time(entry.first)), last \(time(entry.last))\n"
        }
        if !incident.queueIDs.isEmpty {
            text += "\nMessages: " + incident.queueIDs.map { $0.forTerminal() }.joined(separator: " ") + "\n"
            text += "  in the log: journalctl -g '\(incident.queueIDs[0].forTerminal())', or grep it in mail.log\n"
        }
        text += "\nWhat to do:\n" + incident.advice.map { "  - \($0)\n" }.joined()
        text += "  - when it is over: spreu incident close \(incident.id)\n"
        for view in incident.views {
            text += "\nlooked at by \(view.who.forTerminal()) \(time(view.time)): \(view.reason.forTerminal())\n"
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
        let isClosed = try site.incidents().change { $0.close(id, by: CallingUser.name, at: now) }
        guard isClosed else {
            throw Failure(
                .noInput, "\(id): no such incident, or closed already; 'spreu incident list' has the open ones")
        }
    }
}
