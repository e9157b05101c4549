// SPDX-License-Identifier: Apache-2.0
import ReportPages

/// What `spreu models` says, in one language; `{}` stands for a number or a name.
struct ModelTexts {
    // Lists.
    var counts: String
    var callsNothing: String
    var signed: String
    var served: String
    var pinned: String
    /// The rows of a comparison, in their order.
    var rows: [String]

    // What is served.
    var isServed: String
    var unsigned: String
    var unpinned: String
    var wasNotPinned: String

    // Signatures.
    var key: String
    var isSigned: String

    /// The texts of a language.
    static func of(_ language: Language) -> ModelTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    private static let english = ModelTexts(
        counts: "{} ham, {} spam", callsNothing: "calls nothing spam", signed: "signed with {}",
        served: " (the model in service)", pinned: "the model in service is pinned until 'spreu models unpin {}'",
        rows: ["model", "ham", "spam", "known senders", "last mail", "(1-ROCA)%", "sm% at 0.1", "spam from"],
        isServed: "{} is served, and pinned until 'spreu models unpin {}'",
        unsigned: """
            {} is not signed, unlike the model served before: filters with a public key refuse it until you sign it with \
            'spreu models sign'
            """,
        unpinned: "the next nightly run serves its model if it passes the gate", wasNotPinned: "no model was pinned",
        key: "key {}", isSigned: "{} is signed with key {}")

    private static let german = ModelTexts(
        counts: "{} erwünscht, {} Spam", callsNothing: "nennt nichts Spam", signed: "signiert mit {}",
        served: " (das Modell in Betrieb)",
        pinned: "das Modell in Betrieb ist festgehalten bis „spreu models unpin {}“",
        rows: [
            "Modell", "erwünscht", "Spam", "bekannte Absender", "letzte Mail", "(1-ROCA)%", "sm% bei 0,1", "Spam ab",
        ],
        isServed: "{} ist in Betrieb und festgehalten bis „spreu models unpin {}“",
        unsigned: """
            {} ist nicht signiert, anders als das Modell, das bisher in Betrieb war: Filter mit einem öffentlichen Schlüssel \
            lehnen es ab, bis „spreu models sign“ es signiert
            """,
        unpinned: "der nächste nächtliche Lauf nimmt sein Modell in Betrieb, wenn es die Prüfung besteht",
        wasNotPinned: "es war kein Modell festgehalten", key: "Schlüssel {}",
        isSigned: "{} ist mit dem Schlüssel {} signiert")
}
