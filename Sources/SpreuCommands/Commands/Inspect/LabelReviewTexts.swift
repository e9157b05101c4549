// SPDX-License-Identifier: Apache-2.0
import ReportPages

/// What `spreu inspect --review` says, in one language; `{}` stands for a number or a name.
struct LabelReviewTexts {
    var nothing: String
    /// The keys: they are the same in every language.
    var keys: String
    var ham: String
    var spam: String
    var skipped: String
    var back: String
    var end: String
    var abandoned: String
    var place: String
    var file: String
    var question: String
    var noneWritten: String
    var label: String
    var labels: String
    var labelWas: String
    var labelsWere: String
    var notWritten: String
    var written: String
    var inUse: String

    /// The texts of a language.
    static func of(_ language: Language) -> LabelReviewTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    private static let english = LabelReviewTexts(
        nothing: "no label to review",
        keys: "h ham, s spam, n skip, u undo, q write and end, Control-C end without writing", ham: "ham", spam: "spam",
        skipped: "skipped", back: "back", end: "end", abandoned: "end, nothing is written", place: "{} of {}",
        file: "file: {}", question: "ham or spam? ", noneWritten: "no label was written",
        label: "label", labels: "labels", labelWas: "label was", labelsWere: "labels were",
        notWritten: "{} not written; what does it later:",
        written: "wrote {}, {} of them other than before; 'spreu label --list' shows them",
        inUse: "the store {} is in use by {}; trying again for {} seconds")

    private static let german = LabelReviewTexts(
        nothing: "kein Label durchzusehen",
        keys: "h erwünscht, s Spam, n weiter, u zurück, q schreiben und Ende, Strg-C verwerfen", ham: "erwünscht",
        spam: "Spam", skipped: "ausgelassen", back: "zurück", end: "Ende", abandoned: "Ende, nichts wird geschrieben",
        place: "{} von {}", file: "Datei: {}", question: "erwünscht (h) oder Spam (s)? ",
        noneWritten: "kein Label wurde geschrieben",
        label: "Label", labels: "Labels", labelWas: "Label wurde", labelsWere: "Labels wurden",
        notWritten: "{} nicht geschrieben; das holt es nach:",
        written: "{} geschrieben, davon anders als zuvor: {}; „spreu label --list“ zeigt sie",
        inUse: "der Speicher {} wird von {} benutzt; neuer Versuch, bis zu {} Sekunden lang")
}
