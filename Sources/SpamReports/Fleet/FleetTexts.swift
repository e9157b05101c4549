// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import ReportPages

/// What the page of many sites says, in one language.
struct FleetTexts: Sendable {
    var title: String
    var about: String
    var leadGood: String
    var leadOutliers: String
    var leadFailed: String
    var outliers: String
    var all: String
    var columns: [String]
    var findings: [SiteFinding: String]
    var footer: String

    static func of(_ language: Language) -> FleetTexts { language == .german ? german : english }

    private static let english = FleetTexts(
        title: "One night of all sites", about: "{} sites",
        leadGood: "All {} sites have had their night, and none stands out.",
        leadOutliers: "{} of {} sites need a look; the night of all of them has ended.",
        leadFailed: "The night of {} of {} sites did not come to its end. {} sites need a look.",
        outliers: "What stands out?", all: "All sites",
        columns: ["site", "found", "new", "ham", "spam", "ham lost", "spam missed", "unread", "seconds"],
        findings: [
            .failed: "the night failed", .catchesNothing: "catches nothing", .losesHam: "loses ham",
            .stale: "stale model or labels", .refused: "new model refused", .unread: "mail unread",
            .warnings: "warnings",
        ],
        footer: "Names of sites and counts. Percentages are of recent mail, before it was learned.")

    private static let german = FleetTexts(
        title: "Eine Nacht aller Kunden", about: "{} Kunden",
        leadGood: "Alle {} Kunden hatten ihre Nacht, und keiner fällt auf.",
        leadOutliers: "{} von {} Kunden brauchen einen Blick; die Nacht ist bei allen zu Ende gegangen.",
        leadFailed: "Bei {} von {} Kunden ist die Nacht nicht zu Ende gegangen. {} Kunden brauchen einen Blick.",
        outliers: "Was fällt auf?", all: "Alle Kunden",
        columns: [
            "Kunde", "Befund", "neu", "Ham", "Spam", "Ham verloren", "Spam übersehen", "ungelesen", "Sekunden",
        ],
        findings: [
            .failed: "Nacht fehlgeschlagen", .catchesNothing: "fängt nichts", .losesHam: "verliert Ham",
            .stale: "Modell oder Labels veraltet", .refused: "neues Modell abgelehnt", .unread: "Mail ungelesen",
            .warnings: "Warnungen",
        ],
        footer: "Namen der Kunden und Zahlen. Prozente beziehen sich auf neue Mail, bevor sie gelernt wurde.")
}
