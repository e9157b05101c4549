// SPDX-License-Identifier: Apache-2.0
package import ReportPages

/// What the text of an evaluation says in a terminal, in one language; `{}` stands for a number.
package struct EvaluationLineTexts: Sendable {
    var overview: String
    var ham: String
    var spam: String

    // The table.
    var interval: String
    var counts: String
    var none: String
    var to: String
    var missedAt: String
    var calibration: String
    var pairs: String
    var missedLost: String
    var calledSpam: String
    var notCalledSpam: String
    var average: String
    var predicted: String

    // What to keep in mind.
    var verdicts: String
    var laterHalf: String
    var lostMissed: String
    var atBest: String
    var note: String
    var nothingScored: String
    var oneClass: String
    var finerArea: String
    var noneLost: String
    var noneMissed: String
    var finerAllowance: String
    var worst: String
    var hamAbove: String
    var spamBelow: String

    // The comparison.
    var against: String
    var scoredByBoth: String
    var comparison: [String]
    var surely: String
    var surelyNot: String
    var share: String

    /// The texts of a language.
    package static func of(_ language: Language) -> EvaluationLineTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    private static let english = EvaluationLineTexts(
        overview: "{} messages: {} ham, {} spam", ham: "ham", spam: "spam", interval: "95 % interval",
        counts: "messages", none: "none", to: "to", missedAt: "sm% at hm {} %", calibration: "calibration error %",
        pairs: "spam below ham, of all pairs", missedLost: "{} of {} missed, {} ham lost",
        calledSpam: "{} of {} ham called spam", notCalledSpam: "{} of {} spam not called spam",
        average: "logistic average of hm and sm", predicted: "predicted against outcome",
        verdicts: "verdicts: {}", laterHalf: "of the later half: {}",
        lostMissed: "{} of {} ham lost, {} of {} spam missed",
        atBest: " ({} at the best threshold)", note: "note: {}", nothingScored: "no message was scored",
        oneClass: "without both ham and spam there is no ROC curve",
        finerArea:
            "(1-ROCA)%: finer than {} ham and {} spam can show: a single message on the wrong side of all others makes {}",
        noneLost: "hm%: none of {} ham; see the interval for what that excludes",
        noneMissed: "sm%: none of {} spam; see the interval for what that excludes",
        finerAllowance: "{}: finer than {} ham can show: it is the spam missed where no ham is lost",
        worst: "Worst inversions (look for wrong labels here first):", hamAbove: "{} ham above it",
        spamBelow: "{} spam below it", against: "Against {} (first; this evaluation is the second):",
        scoredByBoth: "{} messages scored by both",
        comparison: ["first", "second", "second - first, 95 %", "second better"], surely: "surely",
        surelyNot: "surely not", share: "in {} %")

    private static let german = EvaluationLineTexts(
        overview: "{} Nachrichten: {} erwünscht, {} Spam", ham: "erw.", spam: "Spam", interval: "95-%-Intervall",
        counts: "Nachrichten", none: "keine", to: "bis", missedAt: "sm% bei hm {} %", calibration: "Kalibrierfehler %",
        pairs: "Spam unter Erwünschter, von allen Paaren", missedLost: "{} von {} übersehen, {} erw. weg",
        calledSpam: "{} von {} erwünschten Spam genannt", notCalledSpam: "{} von {} Spam nicht Spam genannt",
        average: "logistisches Mittel von hm und sm", predicted: "vorhergesagt gegen eingetroffen",
        verdicts: "Urteile: {}", laterHalf: "in der späteren Hälfte: {}",
        lostMissed: "{} von {} erwünschten Nachrichten verloren, {} von {} Spam übersehen",
        atBest: " ({} bei der besten Schwelle)", note: "Hinweis: {}", nothingScored: "Es wurde nichts bewertet.",
        oneClass: "Ohne erwünschte Mail und Spam gibt es keine ROC-Kurve.",
        finerArea:
            "(1-ROCA)%: feiner, als {} erwünschte und {} Spam-Nachrichten zeigen können: Eine einzige Nachricht auf der falschen Seite aller anderen macht {} aus.",
        noneLost: "hm%: keine von {} erwünschten Nachrichten; was das ausschließt, sagt das Intervall.",
        noneMissed: "sm%: keine von {} Spam-Nachrichten; was das ausschließt, sagt das Intervall.",
        finerAllowance:
            "{}: feiner, als {} erwünschte Nachrichten zeigen können: Es ist der übersehene Spam, wenn keine verloren geht.",
        worst: "Die schlimmsten Vertauschungen (hier zuerst nach falschen Labels suchen):",
        hamAbove: "{} erw. darüber", spamBelow: "{} Spam darunter",
        against: "Gegen {} (die erste; diese Auswertung ist die zweite):",
        scoredByBoth: "{} Nachrichten, die beide bewertet haben",
        comparison: ["erste", "zweite", "zweite - erste, 95 %", "zweite besser"], surely: "sicher",
        surelyNot: "sicher nicht", share: "zu {} %")
}
