// SPDX-License-Identifier: Apache-2.0
import SpamModel

/// What stands on the page of an explanation beside its sentences, in one language.
package struct ExplanationPageTexts: Sendable {
    var title: String
    var about: String
    var lead: String
    var verdicts: [Verdict: String]
    var reasons: String
    var reasonsCaption: String
    var reasonColumns: [String]
    var total: String
    var change: String
    var marked: String
    var marks: String
    var section: String
    var details: String
    var viewCaption: String
    var viewColumns: [String]
    var expertCaption: String
    var expertColumns: [String]
    var footer: String

    static let english = ExplanationPageTexts(
        title: "Why this message is judged so", about: "Model {}", lead: "{}: {}",
        verdicts: [.ham: "Ham", .unsure: "Unsure", .spam: "Spam"],
        reasons: "What speaks for spam, and what for ham", reasonsCaption: "Reasons; they add up to the log-odds",
        reasonColumns: ["Reason", "Log-odds"], total: "together", change: "What would change it",
        marked: "The message as the model reads it",
        marks:
            "Solid lines mark what speaks for spam, dotted ones what speaks for ham; the heavier, the stronger. Point at "
            + "a word to see what it adds. A word may be marked for another whose place in the model it shares.",
        section: "{}: {}", details: "By view and by expert", viewCaption: "What each view adds",
        viewColumns: ["View", "Log-odds", "Features"], expertCaption: "What each expert of the model adds",
        expertColumns: ["Views", "Log-odds", "Share"],
        footer: "This page holds words of the message. Keep it as confidential as the message.")

    static let german = ExplanationPageTexts(
        title: "Warum diese Nachricht so beurteilt wird", about: "Modell {}", lead: "{}: {}",
        verdicts: [.ham: "Ham", .unsure: "Unsicher", .spam: "Spam"],
        reasons: "Was für Spam spricht, und was für Ham", reasonsCaption: "Gründe; zusammen ergeben sie die Log-Odds",
        reasonColumns: ["Grund", "Log-Odds"], total: "zusammen", change: "Was das Urteil ändern würde",
        marked: "Die Nachricht, wie das Modell sie liest",
        marks: "Durchgezogene Linien markieren, was für Spam spricht, gepunktete, was für Ham spricht; je gewichtiger, "
            + "desto kräftiger. Zeigen Sie auf ein Wort, um sein Gewicht zu sehen. Ein Wort kann für ein anderes markiert sein, "
            + "mit dem es sich im Modell einen Platz teilt.",
        section: "{}: {}", details: "Nach Sicht und nach Experte", viewCaption: "Was jede Sicht beiträgt",
        viewColumns: ["Sicht", "Log-Odds", "Merkmale"], expertCaption: "Was jeder Experte des Modells beiträgt",
        expertColumns: ["Sichten", "Log-Odds", "Anteil"],
        footer: "Diese Seite enthält Wörter der Nachricht. Behandeln Sie sie so vertraulich wie die Nachricht.")
}
