// SPDX-License-Identifier: Apache-2.0
import MailIngest
import NightlyBatch
import ReportPages

/// What is known of a site's state in German.
///
/// What the system says, and what the record of a night says, stays as it is.
struct GermanStatus {
    private let numbers = LocalNumbers(.german)
    private let notices = GermanNotices()

    /// A clause of the status line.
    func text(_ fact: SiteFact) -> String {
        switch fact {
        case .problem(let text): text
        case .noNight: "noch kein nächtlicher Lauf"
        case .night(let night, let hours, let detail): text(night, hours, detail.map { ": \($0)" } ?? "")
        case .noModel: "kein Modell, das in Betrieb gehen kann"
        case .callsNothingSpam: "das Modell nennt noch nichts Spam"
        case .modelAge(let hours): "das Modell ist \(span(hours, dative: false)) alt"
        case .pinned(let command): "es ist festgehalten bis „spreu models unpin \(command)“"
        case .labelled(let ham, let spam, let days, let arrived):
            "in \(numbers.count(days, "Tag", "Tagen")) \(numbers.count(ham)) erwünschte und \(numbers.count(spam)) Spam gelabelt"
                + (arrived.map { ", obwohl \(numbers.count($0)) Nachrichten kamen" } ?? "")
        case .gone(let gone): notices.text(gone)
        case .source(let problem): notices.text(problem)
        case .closed(let count, let example): "\(numbers.count(count)) Maildirs sind nicht lesbar, etwa \(example)"
        case .accounts(let count): numbers.count(count, "Konto", "Konten")
        case .dropUnread(let reason): "\(reason); was Benutzer melden, wird nicht eingesammelt"
        case .dropWaiting(let messages, let hours):
            "\(numbers.count(messages, "Nachricht wartet", "Nachrichten warten")) im Ablageordner, die älteste seit "
                + span(hours, dative: true)
        case .retention(let periods): text(periods)
        case .incidents(let open): "\(numbers.count(open, "Vorfall", "Vorfälle")) offen: „spreu incident list“"
        case .neverWatched: "die Logs des Mailservers wurden nie überwacht: „spreu watch“"
        case .unwatched(let minutes):
            "seit \(numbers.count(minutes)) Minuten überwacht niemand die Logs des Mailservers: „spreu watch“"
        case .filterIsCurrent: "der Filter hat es"
        case .filterHasOther(let model):
            "der Filter hat ein anderes Modell (\(model)): Beobachtet er models/NAME/current?"
        case .filterWithoutModel: "der Filter hat kein Modell: Mail geht ungefiltert durch"
        case .filterAnswers: "der Filter antwortet"
        case .filterProblem(let text): "der Filter: \(text)"
        }
    }

    private func text(_ night: SiteFact.Night, _ hours: Int64, _ detail: String) -> String {
        let ago = "der letzte Lauf begann vor \(span(hours, dative: true))"
        return switch night {
        case .unended: "\(ago) und läuft noch oder wurde abgebrochen"
        case .failed: "\(ago) und scheiterte\(detail)"
        case .refused: "\(ago) und ergab kein Modell, das in Betrieb gehen kann\(detail)"
        case .kept: "\(ago) und ließ das Modell in Betrieb\(detail)"
        case .waiting: "\(ago) und wartet\(detail)"
        case .served(let hasWarnings): ago + (hasWarnings ? " und hat Hinweise (siehe seinen Bericht)" : "")
        }
    }

    private func text(_ periods: RetentionPeriods) -> String {
        func days(_ span: TimeSpan) -> String { numbers.count(Int(span.seconds / 86_400), "Tag", "Tage") }
        return
            "behält Mail \(periods.mail.map(days) ?? "für immer"), Reste im Ablageordner \(days(periods.drop)), Namen in Berichten "
            + "\(days(periods.reports)), Belege der Alarme \(days(periods.evidence)), Summen der Logs \(days(periods.totals)), "
            + numbers.count(periods.models, "Modell", "Modelle")
    }

    private func span(_ hours: Int64, dative: Bool) -> String {
        switch hours {
        case 1: dative ? "einer Stunde" : "eine Stunde"
        case ..<72: "\(hours) Stunden"
        default: "\(hours / 24) " + (dative ? "Tagen" : "Tage")
        }
    }
}
