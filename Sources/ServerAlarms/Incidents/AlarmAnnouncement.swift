// SPDX-License-Identifier: Apache-2.0
package import ReportPages
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
    /// In which language it is told.
    package var language: Language
    /// One line that says it.
    package var line: String
    /// All of it, for a mail.
    package var body: String
    /// The line in English, which programs get.
    private var lineForPrograms: String

    private var texts: AlarmTexts { .of(language) }

    /// Tells of an incident.
    package init(_ change: IncidentBook.Change, _ language: Language) {
        self.language = language
        let incident: Incident
        switch change {
        case .opened(let opened): (event, incident) = (.opened, opened)
        case .extended(let extended): (event, incident) = (.extended, extended)
        }
        self.incident = incident
        let texts = AlarmTexts.of(language)
        line = texts.summary(incident)
        lineForPrograms = AlarmTexts.of(.english).summary(incident)
        body = Self.body(incident, texts)
    }

    /// Tells how the week was.
    package init(_ week: WeekSummary, _ language: Language) {
        event = .summary
        self.language = language
        let lines = week.lines(language)
        line = lines.first ?? ""
        lineForPrograms = week.lines(.english).first ?? ""
        body = lines.map { $0.count > Self.columns ? $0.item("", further: "  ", columns: Self.columns) : $0 + "\n" }
            .joined()
    }

    /// Characters of a mail's line (RFC 5322, section 2.1.1, and room for marks of quotation).
    private static let columns = 76

    private static func body(_ incident: Incident, _ texts: AlarmTexts) -> String {
        let kind = texts.kinds[incident.kind] ?? incident.kind
        let subject = incident.kind == "site" ? "" : "\(kind): \(incident.pseudonym)\n\n"
        let found = incident.evidence.map { texts.found($0).item("  ", columns: Self.columns) }.joined()
        let ids = incident.queueIDs.prefix(5).joined(separator: " ")
        let messages = ids.isEmpty ? "" : "\n" + texts.firstMessages.placing(ids).item("", columns: Self.columns)
        // A line each, however long: they hold commands, which are copied, and one in two lines is another.
        let advice = texts.advice(incident).map { "  - \($0)\n" }.joined()
        return """
            \(subject)\(found)\(messages)
            \(texts.toDo)
            \(advice)  - \(texts.whenOver.placing(incident.command("close")))

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
        case .opened: texts.opened.placing(incident?.id ?? "", host)
        case .extended: texts.extended.placing(incident?.id ?? "", host)
        case .summary: texts.week.placing(host)
        }
    }

    /// The announcement on a line of its own.
    package var told: String {
        guard let incident else { return line.forTerminal() }
        return "\(incident.id) \(texts.events[event] ?? event.rawValue): \(line.forTerminal())"
    }

    /// The announcement for programs.
    package var json: JSONValue {
        .object([
            "event": .string(event.rawValue), "incident": incident.map(\.json) ?? .null,
            "text": .string(lineForPrograms),
        ])
    }
}
