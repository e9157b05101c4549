// SPDX-License-Identifier: Apache-2.0
import ReportPages

/// What is said of a corpus that cannot be used as a whole, in one language; `{}` stands for a number or a name.
struct CorpusTexts {
    /// Of messages in the store that were read with something else.
    var outdated: String
    /// Of messages that the index of judgements does not name.
    var notJudged: String

    /// The texts of a language.
    static func of(_ language: Language) -> CorpusTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    private static let english = CorpusTexts(
        outdated: """
            {} messages in the store have features of other settings or another version of Spreu and are left out: run \
            'spreu ingest' on their archives again
            """,
        notJudged: "{} messages are not in {} and are judged by their own labels")

    private static let german = CorpusTexts(
        outdated: """
            {} Nachrichten im Speicher haben Merkmale anderer Einstellungen oder einer anderen Version von Spreu und bleiben \
            außen vor: Lesen Sie ihre Archive mit „spreu ingest“ noch einmal
            """,
        notJudged: "{} Nachrichten stehen nicht in {}; sie werden nach ihren eigenen Labels beurteilt")
}
