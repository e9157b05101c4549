// SPDX-License-Identifier: Apache-2.0
import Glibc
package import MailArchive
package import MailIngest
import ReportPages
import TextOutput

/// What is wrong with archives, in German.
package struct GermanArchiveProblems {
    /// What was done about it, by the reader's own words; others stay as they are.
    private static let outcomes = [
        "skipped": "übersprungen", "nothing to read": "nichts zu lesen",
        "skipped this message": "Nachricht übersprungen",
        "skipped up to the first message": "bis zur ersten Nachricht übersprungen",
        "skipped; name the format to read it all the same":
            "übersprungen; mit Angabe des Formats wird es trotzdem gelesen",
        "skipped; name the index itself to read what it lists":
            "übersprungen; nennen Sie den Index selbst, um zu lesen, was er aufzählt",
        "no index: the rest of it was skipped": "kein Index: Der Rest wurde übersprungen",
        "what came before was kept": "was davor kam, wurde behalten",
        "it became shorter; what was there was kept": "es wurde kürzer; was da war, wurde behalten",
        "it grew; read up to where it ended when it was opened":
            "es wuchs; gelesen bis dorthin, wo es beim Öffnen endete",
        "it was rewritten; messages may be mixed up": "es wurde neu geschrieben; Nachrichten können vermischt sein",
    ]

    let numbers = LocalNumbers(.german)

    /// Creates the translations.
    package init() {}

    /// One line: how many there are of what, and one of them.
    package func text(_ group: WarningGroup) -> String {
        let line = text(group.example)
        return group.count == 1 ? line : "\(numbers.count(group.count)) wie dieses in \(group.rule): \(line)"
    }

    /// One line: where what is wrong, and what was done about it.
    package func text(_ warning: ArchiveWarning) -> String {
        let path = warning.path.forTerminal()
        let place = warning.offset.map { "\(path) bei Byte \(numbers.count($0))" } ?? path
        return "\(place): \(text(warning.problem)); \(Self.outcomes[warning.outcome] ?? warning.outcome)"
    }

    private func text(_ problem: ArchiveWarning.Problem) -> String {
        switch problem {
        case .cannotOpen(let code): "lässt sich nicht öffnen (\(Self.words(code)))"
        case .cannotRead(let code): "lässt sich nicht zu Ende lesen (\(Self.words(code)))"
        case .removed: "ist weg, seit der Ordner aufgelistet wurde"
        case .changedWhileRead: "änderte sich, während es gelesen wurde"
        case .notFound: "gibt es nicht"
        case .wrongKind(let expected):
            expected.isFolder
                ? "ist eine Datei, kein Ordner, wie ihn das Format \(expected.rawValue) verlangt"
                : "ist ein Ordner, keine Datei, wie sie das Format \(expected.rawValue) verlangt"
        case .specialFile: "ist eine Pipe, ein Socket oder ein Gerät"
        case .empty: "ist leer"
        case .notMail: "sieht nicht nach Mail aus"
        case .unsupported(let format, let remedy): "ist \(format), was hier nicht gelesen wird: \(remedy)"
        case .truncated(let compression): "die \(compression.rawValue)-Daten enden zu früh"
        case .damaged(let compression): "die \(compression.rawValue)-Daten sind beschädigt"
        case .expandsTooFar(let compression, let bytes):
            "die \(compression.rawValue)-Daten werden beim Entpacken zu groß (mehr als \(numbers.count(bytes)) Bytes)"
        case .decoderTooLarge(let compression):
            "die \(compression.rawValue)-Daten brauchen zu viel Speicher zum Entpacken"
        case .messageTooLong(let bytes?): "die Nachricht ist zu lang (\(numbers.count(bytes)) Bytes)"
        case .messageTooLong(nil): "die Nachricht ist zu lang"
        case .folderLoop: "wurde schon unter anderem Namen gelesen (ein Link führt dorthin zurück)"
        case .tooDeep: "liegt zu tief in Ordnern"
        case .notBetweenMessages: "ein Teil davon endet nicht dort, wo eine Nachricht endet"
        case .noMessageAtStart(let bytes): "die ersten \(numbers.count(bytes)) Bytes sind keine Nachricht"
        case .mayHoldMessages(let count):
            count == 1
                ? "eine Nachricht enthält, was nach einer weiteren aussieht"
                : "Nachrichten enthalten, was nach \(numbers.count(count)) weiteren aussieht"
        case .wrongContentLength: "Content-Length endet nicht dort, wo eine Nachricht endet"
        case .badIndexLine(let number): "Zeile \(numbers.count(number)) ist nicht „spam|ham PFAD“"
        }
    }

    /// The system's words, where an administrator meets them most; others stay English.
    static func words(_ code: Int32) -> String {
        switch code {
        case EACCES: "keine Berechtigung"
        case ENOENT: "nicht vorhanden"
        case EIO: "Ein-/Ausgabefehler"
        case ENOTDIR: "kein Verzeichnis"
        case ELOOP: "zu viele Links"
        case EMFILE, ENFILE: "zu viele offene Dateien"
        default: String(cString: strerror(code))
        }
    }
}
