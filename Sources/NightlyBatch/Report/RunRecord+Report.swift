// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SpamEvaluation
import SpamModel
public import TextOutput
public import TrainingStore

extension RunRecord {
    /// A night that has come to its end, or to an error.
    init(_ report: BatchReport, failure: (any Error)?, code: Int32, started: Int64, seconds: Int64) {
        self.init(started: started)
        finished = started + seconds
        ingested = report.ingested
        learned = report.learned
        figures = Dictionary(
            uniqueKeysWithValues: NightFigure.allCases.compactMap { figure in
                figure.value(of: report).map { (figure.rawValue, $0) }
            })
        self.code = code
        if let failure {
            (outcome, detail) = (.failed, "\(failure)")
        } else if let export = report.export, report.isPinned {
            (outcome, detail) = (.kept, "\(export) was made, but the served model is pinned")
        } else if let export = report.export {
            (outcome, detail) = (.served, export)
        } else if case .settling = report.gate {
            (outcome, detail) = (.waiting, report.result.reason)
        } else if case .rereading = report.refusal {
            (outcome, detail) = (.waiting, report.refusal?.description)
        } else {
            (outcome, detail) = (.refused, report.refusal?.description)
        }
    }

    private var startedText: String { MailDate(secondsSince1970: started).rfc3339 }

    /// Nights as a table, for people.
    public static func table(_ records: [RunRecord]) -> String {
        func line(_ cells: [String], _ outcome: String) -> String {
            let widths = [20, 7, 9, 9, 9, 9, 9, 9, 4]
            return zip(cells, widths).enumerated().map { $0 > 0 ? $1.0.leftPadded($1.1) : $1.0.rightPadded($1.1) }
                .joined(separator: " ") + "  " + outcome + "\n"
        }
        let head = line(
            ["started", "seconds", "new", "known", "relabel.", "removed", "ham", "spam", "code"], "outcome")
        return records.reduce(head) { text, record in
            func number(_ value: (some BinaryInteger)?) -> String { value.map { grouped(Int($0)) } ?? "-" }
            let detail = record.detail.map { ": " + $0.forTerminal() } ?? ""
            let outcome = record.outcome.map { $0.rawValue + detail }
            return text
                + line(
                    [
                        record.startedText, number(record.finished.map { $0 - record.started }),
                        number(record.ingested?.new), number(record.ingested?.known),
                        number(record.ingested?.relabelled), number(record.ingested?.removed),
                        number(record.learned?.ham), number(record.learned?.spam), number(record.code),
                    ], outcome ?? "unfinished: running, killed, or stopped by --max-memory")
        }
    }

    /// The night for programs.
    public var json: JSONValue {
        .object([
            "started": .string(startedText),
            "finished": finished.map { .string(MailDate(secondsSince1970: $0).rfc3339) } ?? .null,
            "ingest": ingested.map {
                .object([
                    "new": .integer($0.new), "known": .integer($0.known), "relabelled": .integer($0.relabelled),
                    "removed": .integer($0.removed), "parsed": .integer($0.parsed),
                ])
            } ?? .null,
            "train": learned.map { .object(["ham": .integer($0.ham), "spam": .integer($0.spam)]) } ?? .null,
            "figures": .object(figures.mapValues { .number($0) }),
            "outcome": .string(outcome?.rawValue ?? "unfinished"),
            "detail": detail.map { .string($0) } ?? .null,
            "code": code.map { .integer(Int($0)) } ?? .null,
        ])
    }
}
