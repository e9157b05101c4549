// SPDX-License-Identifier: Apache-2.0

/// What every page says around its report, in one language.
struct PageTexts: Sendable {
    var skip: String
    var contents: String
    var numbersBehind: String

    static func of(_ language: Language) -> PageTexts {
        switch language {
        case .english:
            PageTexts(skip: "Skip to the report", contents: "Contents", numbersBehind: "The numbers behind the chart")
        case .german:
            PageTexts(skip: "Zum Bericht", contents: "Inhalt", numbersBehind: "Die Zahlen hinter dem Diagramm")
        }
    }
}
