// SPDX-License-Identifier: Apache-2.0
package import TextOutput

/// What the administrator is told: that there is an incident, that it has become more, or how the week was.
///
/// It has no name of a person: `spreu incident show` says it, and notes who asked.
package struct AlarmAnnouncement: Sendable, Equatable {
    /// What happened.
    package enum Event: String, Sendable {
        case opened, extended, summary
    }

    /// What happened.
    package var event: Event
    /// The incident; nil for a summary.
    package var incident: Incident?
    /// One line that says it.
    package var line: String
    /// All of it, for a mail.
    package var body: String

    /// Tells of an incident.
    package init(_ change: IncidentBook.Change) {
        switch change {
        case .opened(let incident):
            event = .opened
            self.incident = incident
        case .extended(let incident):
            event = .extended
            self.incident = incident
        }
        let incident = incident ?? Incident(id: "", subject: "", kind: "", pseudonym: "", opened: 0, updated: 0)
        line = incident.summary
        body = Self.body(incident)
    }

    /// Tells how the week was.
    package init(summary lines: [String]) {
        event = .summary
        line = lines.first ?? ""
        body = lines.joined(separator: "\n") + "\n"
    }

    private static func body(_ incident: Incident) -> String {
        let subject = incident.kind == "site" ? "" : "\(incident.kind) \(incident.pseudonym)\n\n"
        let found = incident.evidence.map { "  \($0.count) \($0.words) (limit \($0.limit))\n" }.joined()
        let ids = incident.queueIDs.prefix(5).joined(separator: " ")
        let messages = ids.isEmpty ? "" : "\nFirst messages: \(ids)\n"
        let advice = incident.advice.map { "  - \($0)\n" }.joined()
        return """
            \(subject)\(found)\(messages)
            What to do:
            \(advice)
            When it is over: spreu incident close \(incident.id)

            """
    }

    /// The facts for a program, each under its own name.
    package var environment: [(name: String, value: String)] {
        let rules = incident?.evidence.map(\.rule.rawValue).joined(separator: " ") ?? ""
        return [
            ("SPREU_ALARM_EVENT", event.rawValue), ("SPREU_ALARM_ID", incident?.id ?? ""),
            ("SPREU_ALARM_RULES", rules), ("SPREU_ALARM_KIND", incident?.kind ?? ""),
            ("SPREU_ALARM_WHO", incident?.pseudonym.forTerminal() ?? ""), ("SPREU_ALARM_TEXT", line.forTerminal()),
        ]
    }

    /// A mail's subject.
    package func subject(host: String) -> String {
        switch event {
        case .opened: "Spreu: alarm \(incident?.id ?? "") on \(host)"
        case .extended: "Spreu: alarm \(incident?.id ?? "") on \(host) has become more"
        case .summary: "Spreu: the week of the mail server \(host)"
        }
    }

    /// The announcement for programs.
    package var json: JSONValue {
        .object([
            "event": .string(event.rawValue), "incident": incident.map(\.json) ?? .null, "text": .string(line),
        ])
    }
}
