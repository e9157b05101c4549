// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import MailMessage
import ReportPages
import TextOutput

/// The summary of reports as it is shown: answers in sentences, and sections of rows.
struct FeedbackReport {
    let summary: ReportSummary
    let language: Language
    let texts: FeedbackTexts
    let sections: [ReportSection]
    let answers: [FeedbackAnswer]

    /// Makes the report.
    ///
    /// - Parameters:
    ///   - top: the most rows of tables that may have any number.
    ///   - isForPrograms: whether rows have the names that programs know.
    init(_ summary: ReportSummary, _ language: Language, top: Int, isForPrograms: Bool = false) {
        self.summary = summary
        self.language = language
        texts = .of(language)
        sections = FeedbackSections(
            summary: summary, language: language, texts: texts, top: top, isForPrograms: isForPrograms
        ).all
            .filter { !$0.rows.isEmpty }
        answers = FeedbackAnswer.all(summary, language, texts)
    }

    /// The report for people: 80 columns.
    var text: String {
        var text = "\(texts.title), \(period)\n"
        for answer in answers {
            let lines = answer.text.wrapped(76).split(separator: "\n")
            text += lines.enumerated().map { ($0 == 0 ? "- " : "  ") + $1 + "\n" }.joined()
        }
        for section in sections { text += "\n" + section.text(language) }
        return text.replacing("\u{A0}", with: " ")
    }

    /// The days that aggregate reports are about.
    var period: String {
        guard let period = summary.period else { return texts.noPeriod }
        let numbers = LocalNumbers(language)
        return texts.period.placing(numbers.day(Int64(period.lowerBound)), numbers.day(Int64(period.upperBound - 1)))
    }

    /// The report for programs: sections by name, and the answers' facts.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "first": Self.time(summary.period?.lowerBound), "last": Self.time(summary.period?.upperBound),
            "refused": .integer(summary.refused), "lostRows": .integer(summary.lostRows),
            "readiness": .array(
                summary.domains.sorted { $0.key < $1.key }.map { domain, totals in
                    Self.json(totals.readiness, domain: domain, totals)
                }),
        ]
        for section in sections { members[section.id] = section.json }
        return .object(members)
    }

    private static func json(_ readiness: Readiness, domain: String, _ totals: DomainTotals) -> JSONValue {
        var members: [String: JSONValue] = [
            "domain": .string(domain), "policy": totals.policy.map { .string($0) } ?? .null,
        ]
        switch readiness {
        case .ownUnknown: members["state"] = .string("ownUnknown")
        case .ownFails(let messages, let last):
            members["state"] = .string("ownFails")
            members["failed"] = .integer(messages)
            members["lastFailure"] = time(last)
        case .rowsLost(let rows):
            members["state"] = .string("rowsLost")
            members["lostRows"] = .integer(rows)
        case .noFailure(let days, let unseen):
            members["state"] = .string("noFailure")
            members["days"] = .integer(days)
            members["notSeenYet"] = .array(unseen.map { .string($0.rawValue) })
        }
        return .object(members)
    }

    private static func time(_ seconds: Int?) -> JSONValue {
        seconds.map { .string(MailDate(secondsSince1970: Int64($0)).rfc3339) } ?? .null
    }
}
