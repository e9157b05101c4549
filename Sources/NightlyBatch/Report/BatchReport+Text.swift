// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailIngest
import SpamEvaluation
import TextOutput
import TrainingStore

extension BatchReport {
    /// The report as text: a line a stage, then the warnings, and the result last.
    ///
    /// Accounts and names of files are strangers' words: a line of theirs stays one line, and moves no terminal.
    public var text: String {
        let lines = stages.map { "\($0.name.rightPadded(8)) \($0.line)" } + warnings.map { "warning  \($0)" }
        return (lines + ["result   " + result.line]).map { $0.forTerminal() + "\n" }.joined()
    }

    /// What the stages found and did, in the order of the night: `ingest   1,204 new ...`.
    package var stages: [(name: String, line: String)] {
        var stages: [(name: String, line: String)] = []
        func note(_ name: String, _ line: String?) {
            if let line { stages.append((name, line)) }
        }
        if expiredReports > 0 { note("expire", "removed message names from \(grouped(expiredReports)) old reports") }
        note("folders", folders?.unnamedLine)
        note("robots", readersLine)
        note("ingest", ingestLine)
        for line in ruleLines { note("rule", line) }
        note("drop", ingest?.feedback.line)
        if let count = ingest?.quarantineExpired, count > 0 {
            note("drop", "\(grouped(count)) old files removed from the quarantine")
        }
        for line in reports?.lines ?? [] { note("reports", line) }
        note("reread", rereadLine)
        note("sent", sentLine)
        note("exclude", excluded?.line)
        if stranded > 0 {
            note(
                "store",
                "\(grouped(stranded)) labelled messages of another version of Spreu or other settings no longer "
                    + "exist: not learned"
            )
        }
        if silentLabels > 0 { note("silent", "\(grouped(silentLabels)) of the spam labels are silent") }
        note("doubt", contradictionsLine)
        note("filter", filter?.line)
        for doubted in (doubted ?? []).prefix(Self.maxDoubts) { note("doubt", doubted.line) }
        for leak in leaks ?? [] { note("leak", leak.description) }
        note("evaluate", evaluation?.line)
        note("verdicts", evaluation?.figures.decisions.line)
        note("kinds", evaluation?.groups.hamByKind)
        for line in evaluation?.groups.lines ?? [] { note("group", line) }
        note("train", learned.map { "\(grouped($0.ham)) ham, \(grouped($0.spam)) spam learned" })
        if beyondWindow > 0 {
            note(
                "window",
                "\(grouped(beyondWindow)) older labelled messages are kept, and were not learned (training-window)")
        }
        note("gate", gate?.line)
        note("compact", compaction?.line)
        note("current", servingProblem)
        note("sign", signedBy.map { "with key \($0)" })
        note("export", exported.map { "\($0.folder)/\($0.name)" })
        for line in duties { note("duty", "\(line.duty) is \(line.lamp): \(line.why)") }
        return stages
    }

    /// At most this many kinds of doubted labels are in the text.
    private static let maxDoubts = 3

    /// Who contradicts is not said: a report ranks nobody's labels.
    private var contradictionsLine: String? {
        let messages = contradictions.reduce(0) { $0 + $1.messages }
        switch contradictions.count {
        case 0: return nil
        case 1: return "1 account contradicts all others on \(grouped(messages)) messages"
        case let accounts:
            return "\(grouped(accounts)) accounts contradict all others, on \(grouped(messages)) messages"
        }
    }

    private var readersLine: String? {
        guard let first = readers.first else { return nil }
        let more = readers.count > 1 ? " and of \(grouped(readers.count - 1)) more accounts" : ""
        return
            "all new mail of \(first)\(more) was read within a minute: if a program does that, name the account "
            + "under 'robots' ('spreu status --accounts' says whose it is)"
    }

    private var ingestLine: String? {
        ingest.map {
            "\(grouped($0.new)) new, \(grouped($0.known)) known, \(grouped($0.relabelled)) relabelled, "
                + "\(grouped($0.removed)) removed, \(grouped($0.parsed)) read"
        }
    }

    private var ruleLines: [String] {
        (ingest?.rules ?? [:]).sorted { $0.key < $1.key }.map { name, counts in
            let reasons = counts.unlabelled.sorted { $0.key < $1.key }.map { ", \(grouped($0.value)) not (\($0.key))" }
            let sent = counts.sent > 0 ? ", \(grouped(counts.sent)) sent" : ""
            return "\(name): \(grouped(counts.ham)) ham, \(grouped(counts.spam)) spam" + sent + reasons.joined()
        }
    }

    private var rereadLine: String? {
        guard let ingest, ingest.reread + ingest.waiting > 0 else { return nil }
        return "\(grouped(ingest.reread)) messages of another version of Spreu or other settings, "
            + "\(grouped(ingest.waiting)) more in later runs"
    }

    private var sentLine: String? {
        guard let ingest, let knownSenders, ingest.sent > 0 || knownSenders > 0 else { return nil }
        return "\(counted(ingest.sent, "message")), \(counted(knownSenders, "known sender"))"
    }
}

extension BatchReport.Evaluation {
    fileprivate var line: String {
        let metrics = figures.metrics
        var line = "\(grouped(metrics.ham)) ham, \(grouped(metrics.spam)) spam of \(days) days"
        if let roca = metrics.oneMinusROCAPercent { line += "; (1-ROCA)% \(fixedPoint(roca, digits: 3))" }
        if let hm = metrics.hmPercent { line += "; ham lost \(fixedPoint(hm, digits: 2)) %" }
        if let sm = metrics.smPercent { line += "; spam missed \(fixedPoint(sm, digits: 1)) %" }
        return line
    }
}

extension BatchReport.Compaction {
    fileprivate var line: String? {
        guard expired > 0 || segments > 0 else { return nil }
        return "\(counted(expired, "message")) past their retention, \(counted(segments, "segment")) rewritten"
    }
}

extension GateOutcome {
    fileprivate var line: String {
        switch self {
        case .passed(let isFirst): isFirst ? "passed: no previous model" : "passed"
        case .refused(let refusal, let hasCurrent):
            "refused: \(refusal)" + (hasCurrent ? "; the current model stays" : "")
        case .forced(let refusal): "forced although \(refusal)"
        case .rereading: "not applied until all mail has been read again"
        case .settling: "not applied: nothing counts yet"
        }
    }
}
