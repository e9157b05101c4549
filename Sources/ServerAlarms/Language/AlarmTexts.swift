// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import OutgoingBrake
package import ReportPages

/// What alarms say, in one language; `{}` stands for what is counted or named.
package struct AlarmTexts: Sendable {
    package var language: Language

    // What was found.
    /// Behind a count, by ``CountedThing/kind``.
    var things: [String: String]
    var windows: [BrakeWindow: String]
    var receivers: [String: String]
    var found: String
    /// What to do, by rule; `{}` stands for the incident.
    var advice: [AlarmRule: [String]]
    /// What to do about mail that a program of this machine handed in, whatever rule it was: a user of it has no password to change.
    var scriptAdvice: [String]
    /// Rules that find something of the sender alone, whose advice depends on who that is.
    private static let rulesOfSenders: Set<AlarmRule> = [.ceiling, .newRecipients, .foreignLogin, .guessedPassword]

    // A mail.
    /// Kinds of sources by their names for programs.
    package var kinds: [String: String]
    var firstMessages: String
    package var toDo: String
    package var whenOver: String
    var opened: String
    var extended: String
    var week: String
    /// The events, on a line of standard output.
    package var events: [AlarmAnnouncement.Event: String]

    // The week.
    var quiet: String
    var alarm: String
    var alarms: String
    var ofWeek: String
    var thisWeek: String
    var weekBefore: String
    /// What was counted of the site: in rows of a week, and in columns of months.
    var weekRows: [SiteSeries: String]
    package var monthColumns: [SiteSeries: String]
    package var month: String
    package var nothingCounted: String
    var ofMonth: String
    var stillOpen: String

    // An incident.
    package var incident: String
    package var isOpen: String
    package var isClosed: String
    package var closedAt: String
    package var notNamed: String
    package var forgotten: String
    package var firstAndLast: String
    package var messages: String
    package var inTheLog: String
    package var lookedAt: String

    // Warnings.
    package var tooMany: String
    package var notTold: String
    package var line: String
    package var lines: String
    package var ahead: String
    package var countersDamaged: String
    package var incidentsDamaged: String

    /// The texts of a language.
    package static func of(_ language: Language) -> AlarmTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    private var numbers: LocalNumbers { LocalNumbers(language) }

    /// What was counted, as a sentence goes on behind the count.
    package func words(_ thing: CountedThing) -> String {
        let template = things[thing.kind] ?? thing.kind
        return switch thing {
        case .recipients(let window): template.placing(windows[window] ?? window.rawValue)
        case .bounced(of: let all?), .deferred(of: let all): template.placing(numbers.count(all))
        case .refused(let receiver, let taken):
            template.placing(receivers[receiver.name] ?? receiver.name, numbers.count(taken))
        case .words(let words): words
        default: template
        }
    }

    /// What a rule found, and what there may be.
    package func found(_ evidence: Incident.Evidence) -> String {
        found.placing(numbers.count(evidence.count), words(evidence.what), numbers.count(evidence.limit))
    }

    /// What is wrong, in one line, without a name.
    package func summary(_ incident: Incident) -> String {
        let all = incident.evidence.map(found).joined(separator: "; ")
        return incident.kind == "site" ? all : "\(incident.pseudonym): \(all)"
    }

    /// What to do, with commands.
    package func advice(_ incident: Incident) -> [String] {
        var told: [String] = []
        for rule in AlarmRule.allCases where incident.evidence.contains(where: { $0.rule == rule }) {
            let isScript = incident.kind == ActivitySource.Kind.script.rawValue
            let lines = isScript && Self.rulesOfSenders.contains(rule) ? scriptAdvice : advice[rule] ?? []
            for line in lines.map({ $0.placing(incident.command("show")) }) where !told.contains(line) {
                told.append(line)
            }
        }
        return told
    }
}
