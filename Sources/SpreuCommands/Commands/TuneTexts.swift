// SPDX-License-Identifier: Apache-2.0
import ReportPages

/// What `spreu tune` says, in one language; `{}` stands for a number.
struct TuneTexts {
    var defaults: String
    var bestSoFar: String
    var stopped: String
    var confirmed: String
    var nothing: String
    var isBetter: String
    var isNoise: String
    var written: String

    /// The texts of a language.
    static func of(_ language: Language) -> TuneTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    private static let english = TuneTexts(
        defaults: "defaults", bestSoFar: "best so far", stopped: "stopped before all were tried",
        confirmed: "on the last {} messages: defaults {}, best {}, difference {} (95 %: {} to {})",
        nothing: "nothing beat the defaults on the {} messages to choose by",
        isBetter: "result   the settings below are better than the defaults",
        isNoise: "result   the gain is within noise: the defaults stay, nothing was written", written: "written  {}")

    private static let german = TuneTexts(
        defaults: "Vorgaben", bestSoFar: "bisher am besten", stopped: "beendet, bevor alles versucht war",
        confirmed: "bei den letzten {} Nachrichten: Vorgaben {}, beste {}, Unterschied {} (95 %: {} bis {})",
        nothing: "nichts war besser als die Vorgaben, bei den {} Nachrichten zum Auswählen",
        isBetter: "Ergebnis  Die folgenden Einstellungen sind besser als die Vorgaben.",
        isNoise: "Ergebnis  Vielleicht Zufall: Es bleibt bei den Vorgaben; nichts geschrieben.",
        written: "geschrieben {}")
}
