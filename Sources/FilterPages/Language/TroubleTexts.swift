// SPDX-License-Identifier: Apache-2.0
import ReportPages

/// What errors and limits mean, a sentence each.
struct TroubleTexts: Sendable {
    private let language: Language

    init(_ language: Language) { self.language = language }

    /// The sentence; what nobody has a sentence for is called by its metric and labels.
    func sentence(_ trouble: Trouble) -> String {
        let name = trouble.labels["protocol"] ?? "?"
        switch trouble.metric {
        case .acceptErrors:
            return text(
                "Connections over {} that could not be taken: too few file descriptors, or too little memory",
                "Verbindungen über {}, die nicht angenommen werden konnten: zu wenige Dateideskriptoren oder zu wenig Speicher"
            ).placing(name)
        case .brakeSaveErrors:
            return text(
                "The brake's counts could not be saved: its folder, or the disk",
                "Die Zahlen der Bremse konnten nicht gesichert werden: ihr Ordner oder die Platte")
        case .scoringAbandoned:
            return text(
                "Messages whose scoring was given up after 'message-seconds'",
                "Nachrichten, deren Bewertung nach ‚message-seconds‘ aufgegeben wurde")
        case .protocolErrors:
            guard let fault = trouble.labels["kind"].flatMap({ ConnectionFault(rawValue: $0) }) else { break }
            return text("Connections over {} that were closed: {}", "Verbindungen über {}, die geschlossen wurden: {}")
                .placing(name, sentence(fault))
        case .unfiltered:
            guard let reason = trouble.labels["reason"].flatMap({ reason($0) }) else { break }
            return text("Messages that went unfiltered: {}", "Nachrichten, die ungefiltert blieben: {}").placing(reason)
        }
        let labels = trouble.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }
        return trouble.metric.rawValue + " {\(labels.joined(separator: ","))}"
    }

    private func sentence(_ fault: ConnectionFault) -> String {
        switch fault {
        case .garbage: text("what came is not this protocol", "was kam, ist nicht dieses Protokoll")
        case .framing: text("a packet of impossible length", "ein Paket von unmöglicher Länge")
        case .command: text("a command that does not belong there", "ein Befehl, der dort nicht hingehört")
        case .tooLarge: text("more was sent than the limits allow", "es kam mehr, als die Grenzen erlauben")
        case .cutShort: text("it ended in the middle of a request", "sie endete mitten in einer Anfrage")
        case .compression: text("compressed content was damaged", "komprimierter Inhalt war beschädigt")
        case .idle: text("nothing was said for too long", "zu lange wurde nichts gesagt")
        case .slow: text("a command took too long to come", "ein Befehl kam zu langsam")
        case .timeout: text("a request took too long to come", "eine Anfrage kam zu langsam")
        case .unread: text("the answers were not read", "die Antworten wurden nicht gelesen")
        case .memory: text("no memory was left for it", "für sie war kein Speicher mehr übrig")
        case .unavailable: text("what was asked for is switched off", "was verlangt wurde, ist abgeschaltet")
        case .tryLater: text("what was asked for could not be done then", "was verlangt wurde, ging gerade nicht")
        }
    }

    /// By the words of the metric; nil: it has another.
    private func reason(_ word: String) -> String? {
        switch word {
        case "no-model": text("there was no model", "es gab kein Modell")
        case "overloaded":
            text("too many waited, or no memory was left", "zu viele warteten, oder es war kein Speicher übrig")
        case "timed-out": text("it would have taken too long", "es hätte zu lange gedauert")
        case "stopping": text("spreud was ending", "spreud wurde gerade beendet")
        default: nil
        }
    }

    private func text(_ english: String, _ german: String) -> String {
        switch language {
        case .english: english
        case .german: german
        }
    }
}
