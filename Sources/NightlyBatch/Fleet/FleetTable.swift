// SPDX-License-Identifier: Apache-2.0
public import TextOutput

/// What is wrong with a site's night, the worst first.
package enum SiteFinding: String, Sendable, CaseIterable {
    /// It did not come to its end.
    case failed
    /// It calls hardly any spam spam.
    case catchesNothing
    /// It calls too much ham spam.
    case losesHam
    /// The model that is served, or the labels, are old.
    case stale
    /// The gate refused the new model.
    case refused
    /// Mail could not be read.
    case unread
    /// There were warnings.
    case warnings
}

/// The nights of many sites side by side, those to look at first.
public struct FleetTable: Sendable {
    /// A site of which so much spam is missed, in percent, has no filter.
    static let missedPercent = 90.0
    /// Ten times what a site is promised by default, in percent.
    static let lostPercent = 1.0
    /// Of fewer messages in the last days, percentages say nothing.
    static let minMessages = 20.0

    /// One site.
    package struct Row: Sendable {
        package var night: SiteNight
        package var findings: [SiteFinding]
    }

    /// All sites: by the worst finding, then by name.
    package let rows: [Row]

    /// Sorts sites; of several nights of one, the last given counts.
    public init(_ nights: [SiteNight]) {
        let last = Dictionary(nights.map { ($0.site, $0) }) { _, later in later }
        func rank(_ row: Row) -> Int {
            row.findings.first.flatMap { SiteFinding.allCases.firstIndex(of: $0) } ?? SiteFinding.allCases.count
        }
        rows = last.values.map { Row(night: $0, findings: Self.findings($0)) }
            .sorted { (rank($0), $0.night.site) < (rank($1), $1.night.site) }
    }

    /// The sites of which something is wrong beyond warnings.
    package var outliers: [Row] { rows.filter { !$0.findings.filter { $0 != .warnings }.isEmpty } }

    /// How many sites there are, and to how many something has to be done.
    public var counts: (sites: Int, outliers: Int, failed: Int) {
        (rows.count, outliers.count, rows.count { $0.findings.first == .failed })
    }

    private static func findings(_ night: SiteNight) -> [SiteFinding] {
        SiteFinding.allCases.filter { finding in
            switch finding {
            case .failed: !isDone(night.code)
            case .catchesNothing:
                isOver(missedPercent, night[.spamMissed])
                    || isOver(missedPercent, night[.liveSpamMissed], of: night[.liveSpam])
            case .losesHam:
                isOver(lostPercent, night[.hamLost]) || isOver(lostPercent, night[.liveHamLost], of: night[.liveHam])
            case .stale: night.code == 13
            case .refused: night.code.map { (10...12).contains($0) } ?? false
            case .unread: night.unread ?? 0 > 0
            case .warnings: night.code == 4 || night[.warnings] ?? 0 > 0
            }
        }
    }

    /// Whether a night came to its end: docs/exit-codes.md.
    private static func isDone(_ code: Int?) -> Bool {
        code.map { $0 == 0 || $0 == 4 || (10...13).contains($0) } ?? false
    }

    private static func isOver(_ limit: Double, _ percent: Double?, of messages: Double? = nil) -> Bool {
        guard let percent, messages ?? minMessages >= minMessages else { return false }
        return percent >= limit
    }

    // MARK: For programs

    private static let figures: [NightFigure] = [
        .hamLost, .spamMissed, .missedAtTenth, .liveHamLost, .liveSpamMissed, .liveHam, .liveSpam, .warnings,
    ]

    /// The table as comma-separated values (RFC 4180): a line of names, then a line a site.
    public var csv: String {
        let names =
            ["site", "findings", "code", "outcome", "seconds", "new", "learnedHam", "learnedSpam", "unread"]
            + Self.figures.map(\.rawValue)
        let lines = rows.map { row -> [String] in
            let night = row.night
            func text(_ count: Int?) -> String { count.map { "\($0)" } ?? "" }
            var fields = [night.site, row.findings.map(\.rawValue).joined(separator: " "), text(night.code)]
            fields += [night.outcome ?? "", night.seconds.map { fixedPoint($0, digits: 3) } ?? ""]
            fields += [night.new, night.ham, night.spam, night.unread].map(text)
            return fields + Self.figures.map { figure in night[figure].map { "\($0)" } ?? "" }
        }
        return ([names] + lines).map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    /// A field; quoted where it has to be, and not to be taken for a formula by a spreadsheet.
    private static func quoted(_ field: String) -> String {
        let isFormula = field.first.map { "=+-@".contains($0) } ?? false && Double(field) == nil
        let text = isFormula ? "'" + field : field
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing(scalar: "\"", with: "\"\"") + "\""
    }

    /// The table for programs.
    public var json: JSONValue {
        .object([
            "sites": .array(
                rows.map { row in
                    let night = row.night
                    func optional(_ count: Int?) -> JSONValue { count.map { .integer($0) } ?? .null }
                    return .object([
                        "site": .string(night.site), "findings": .array(row.findings.map { .string($0.rawValue) }),
                        "code": optional(night.code), "outcome": night.outcome.map { .string($0) } ?? .null,
                        "seconds": .optional(night.seconds), "new": optional(night.new), "ham": optional(night.ham),
                        "spam": optional(night.spam), "unread": optional(night.unread),
                        "figures": .object(night.figures.mapValues { .number($0) }),
                        "error": night.error.map { .string($0) } ?? .null,
                    ])
                }),
            "outliers": .integer(outliers.count),
        ])
    }
}
