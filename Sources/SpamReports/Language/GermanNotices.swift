// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
import ReportPages
import TextOutput
import TrainingStore

/// The notices of a night in German: what, where, what to do.
///
/// Names, paths and the system's words stay as they are.
struct GermanNotices {
    private let numbers = LocalNumbers(.german)
    private let texts = ReportTexts.of(.german)

    /// One notice.
    func text(_ warning: BatchWarning) -> String {
        switch warning {
        case .source(let problem): text(problem)
        case .missingFolders(let survey): missing(survey)
        case .archives(let group): GermanArchiveProblems().text(group)
        case .emptied(let accounts, let example):
            "\(accounts == 1 ? "Ein Konto hat" : "\(numbers.count(accounts)) Konten haben") plötzlich keine Mail mehr, etwa "
                + "\(example): Ist die Platte eingehängt? Was dort lag, gilt nicht als gelöscht"
        case .oldReports(let reason): "Alte Berichte nennen noch Nachrichten: \(reason)"
        case .changed(let accounts, let command): changed(accounts, command)
        case .nothingToAccept(let account):
            "„\(account)“ hat keine Mail, die anzunehmen wäre: Prüfen Sie, wie „sources“ Konten nennt"
        case .noDropFolder(let path):
            "\(path): Diesen Ablageordner gibt es nicht; legen Sie ihn an oder entfernen Sie „drop“ aus der Konfiguration"
        case .dropUnread(let reason): "Der Ablageordner wurde nicht gelesen: \(reason)"
        case .drop(let problem):
            "\(problem.example.forTerminal())\(more(problem.count - 1)): \(problem.reason)"
                + (problem.advice.map { "; " + $0 } ?? "")
        case .gone(let accounts): text(accounts)
        case .idleExclusions(let excluded): idle(excluded)
        case .knownExcluded(let known, let site): text(known, site)
        case .outdated(let messages):
            messages == 1
                ? "Eine Nachricht hat Merkmale einer anderen Version von Spreu oder anderer Einstellungen und bleibt außen vor"
                : "\(numbers.count(messages)) Nachrichten haben Merkmale einer anderen Version von Spreu oder anderer "
                    + "Einstellungen und bleiben außen vor"
        case .unread(let messages):
            messages == 1
                ? "Eine Nachricht wartet darauf, neu gelesen zu werden, und bleibt außen vor"
                : "\(numbers.count(messages)) Nachrichten warten darauf, neu gelesen zu werden, und bleiben außen vor"
        case .rereading(let refusal): "\(texts.text(refusal, numbers)); das jetzige Modell bleibt"
        case .oldModel(let days): texts.staleOld.placing(numbers.count(Int(days)))
        case .stale(let staleness): texts.text(staleness, numbers)
        case .clock(let lastNight):
            "Die Uhr geht nicht vom letzten Lauf an weiter (\(lastNight.map { numbers.time($0) } ?? "es gab keinen")): Nach Alter "
                + "wird nichts entfernt, bis ein anderer Lauf, mindestens einen halben Tag später, zum selben Schluss kommt; "
                + "geht die Uhr falsch, stellen Sie sie"
        case .expiryRefused(let refusal, let command):
            "Nach Alter wird nichts entfernt: Das träfe \(numbers.count(refusal.lost)) von \(numbers.count(refusal.all)) "
                + "\(refusal.isSpam ? "Spam-Nachrichten" : "erwünschten Nachrichten"); ist das gewollt: \(command)"
        case .unrecorded(let reason): "Dieser Lauf steht nicht im Verzeichnis der Nächte: \(reason)"
        case .reportUnwritten(let reason): "Der Bericht wurde nicht gespeichert: \(reason)"
        }
    }

    /// A header field that gives the label away.
    func text(_ leak: HeaderLeak) -> String {
        let name =
            leak.field.map { "Das Kopffeld „\($0.forTerminal())“" }
            ?? "Ein Kopffeld, dessen Namen keine Nachricht mehr verrät,"
        func share(_ share: HeaderLeak.Share, isSpam: Bool) -> String {
            "\(numbers.count(share.messages)) von \(numbers.count(share.all)) "
                + (isSpam ? "Spam-Nachrichten" : "erwünschten Nachrichten")
        }
        let isSpam = leak.messageClass == .spam
        return "\(name) steht\(leak.isWord ? " mit demselben Wort" : "") in \(share(leak.own, isSpam: isSpam)) und in "
            + "\(share(leak.other, isSpam: !isSpam)): Schreibt es ein Filter oder Ihr eigener Server, nennen Sie es unter "
            + "„ignore-fields“"
    }

    private func more(_ others: Int) -> String {
        others > 0 ? " (und \(numbers.count(others)) weitere)" : ""
    }

    /// A source that is not there or cannot be looked into.
    func text(_ problem: SourceProblem) -> String {
        switch problem {
        case .nothingThere(let pattern): return "\(pattern): passt auf nichts"
        case .noAccount(let name, let key):
            let how =
                key == "reports"
                ? "berichtigen Sie den Namen, legen Sie das Postfach an, oder lassen Sie diesen Benutzer es lesen"
                : "berichtigen Sie den Namen"
            return "„\(name)“ in „\(key)“ ist kein vorhandenes Konto: \(how)"
        case .unlisted(let count, let example, let hasExclusions):
            let reason = GermanArchiveProblems.words(example.code)
            let which =
                count == 1
                ? "\(example.path) lässt sich nicht öffnen (\(reason))"
                : "\(numbers.count(count)) Ordner lassen sich nicht öffnen, etwa \(example.path) (\(reason))"
            let care =
                hasExclusions ? ", außer dem, was darin ausgenommen ist (die Befehle werden ausgegeben)" : ""
            let remedy =
                example.command(hasExclusions: hasExclusions).map {
                    "lassen Sie diesen Benutzer sie lesen\(care); als root: \($0)"
                }
                ?? "prüfen Sie, was damit nicht stimmt, oder nehmen Sie es vom Muster aus"
            return "\(which): Mail darin wird nicht gelesen; \(remedy)"
        }
    }

    private func missing(_ survey: FolderSurvey) -> String {
        let uses: [FolderUse: String] = [
            .ham: "erwünscht", .spam: "Spam", .trash: "Papierkorb", .drafts: "Entwürfe", .sent: "Gesendet",
        ]
        let names = survey.missingNames.map { "„\($0.name)“ (\(uses[$0.use] ?? $0.use.rawValue))" }
        return
            "Kein Konto hat den Ordner \(names.joined(separator: ", ")): Berichtigen Sie den Namen in der Konfiguration, "
            + "oder entfernen Sie ihn"
    }

    private func changed(_ accounts: [ChangedAccount], _ command: String) -> String {
        guard let first = accounts.first else { return "" }
        let count = first.messages == 1 ? "eine Nachricht" : "\(numbers.count(first.messages)) Nachrichten"
        let which =
            accounts.count == 1
            ? "\(first.account) (\(count))"
            : "\(numbers.count(accounts.count)) Konten, etwa \(first.account) (\(count))"
        let what = first.change == .moved ? "in anderen Ordnern" : "mit anderen Kennzeichen"
        return "Mail von \(which) liegt auf einmal \(what): Das zählt eine Woche lang nicht; ist es gewollt, lässt "
            + "„spreu nightly \(command) --accept \(first.account.forShell)“ es zählen"
    }

    /// Accounts that had mail and are not found.
    func text(_ gone: GoneAccounts) -> String {
        guard let first = gone.names.first else { return "" }
        if gone.areMost {
            return
                "\(numbers.count(gone.names.count)) von \(numbers.count(gone.known)) Konten, die Mail hatten, sind weg, etwa "
                + "\(first): Ist ihre Platte eingehängt? Ihre Mail gilt nicht als gelöscht"
        }
        let which =
            gone.names.count == 1
            ? "Das Konto \(first) hatte Mail und ist nicht mehr zu finden"
            : "\(numbers.count(gone.names.count)) Konten, etwa \(first), hatten Mail und sind nicht mehr zu finden"
        return
            "\(which): Ist das ein Versehen, berichtigen Sie den Pfad oder seine Rechte; was gelernt wurde, bleibt bis "
            + "„spreu forget \(gone.command) --account NAME“"
    }

    private func idle(_ excluded: ExcludedMail) -> String {
        guard let first = excluded.idle.first else { return "" }
        return
            "„\(first)“\(more(excluded.idle.count - 1)) in „exclude“: Es gibt kein solches Konto und keinen solchen Ordner, "
            + "also ist damit nichts ausgenommen; berichtigen Sie den Namen"
    }

    private func text(_ known: ExcludedMail.KnownMail, _ site: String) -> String {
        let how =
            known.isShort
            ? "„\(known.command(site: site))“ entfernt es"
            : "„spreu config check“ nennt den Befehl, der es entfernt"
        return known.count > 0
            ? "Der Speicher hat \(numbers.count(known.count)) Nachrichten, die jetzt ausgenommen sind, und lernt sie: \(how)"
            : "Der Speicher kennt Konten, die jetzt ausgenommen sind: \(how)"
    }
}
