// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailArchive
import MailFeatures
import MailIngest
import NightlyBatch
import SpamTraining
import TextOutput
import TrainingStore

/// Goes through suspect labels in the terminal, one key each, and writes what a person says.
struct LabelReviewDialog {
    let report: InspectionReport
    let location: StoreLocation
    let key: SiteKey

    private static let keys = "h ham, s spam, n skip, u undo, q write and end, Control-C end without writing"

    /// Asks, and writes the labels.
    func run() throws {
        // What a person has said already is not asked again.
        var queue = LabelQueue(
            report.inspection.suspects.filter { !report.inspection.corpus.messages[$0.message].isLabelledByHand })
        guard queue.count > 0 else { return try Console.write("no label to review\n") }
        let files = try files(of: queue)
        try Console.write(Self.keys + "\n")
        let keyboard = Keyboard()
        var shown: Int?
        while let suspect = queue.current {
            if shown != queue.answered {
                try show(suspect, number: queue.answered + 1, of: queue.count, file: files[suspect.message])
                shown = queue.answered
            }
            guard let pressed = keyboard.next() else {
                queue.take(.finish)
                break
            }
            guard let answer = LabelQueue.Answer(key: pressed) else { continue }
            try Console.write(Self.echo(answer) + "\n")
            if answer == .undo { shown = nil }
            queue.take(answer)
        }
        try write(queue.decisions)
    }

    private static func echo(_ answer: LabelQueue.Answer) -> String {
        switch answer {
        case .label(let label): label == .spam ? "spam" : "ham"
        case .skip: "skipped"
        case .undo: "back"
        case .finish: "end"
        case .abandon: "end, nothing is written"
        }
    }

    private func show(_ suspect: SuspectLabel, number: Int, of count: Int, file: String?) throws {
        let lines = ["\n\(number) of \(count)"] + report.lines(of: suspect) + (file.map { ["file: " + $0] } ?? [])
        try Console.write(lines.map { $0.forTerminal(keepingLines: true) + "\n" }.joined() + "ham or spam? ")
    }

    /// Where the messages lie, as far as they are found.
    private func files(of queue: LabelQueue) throws -> [Int: String] {
        let store = try location.open(.watching, who: "inspect")
        let progress = ProgressBar("looking for files")
        defer { progress.finish() }
        let messages = report.inspection.corpus.messages
        var numbers: [[UInt8]: Int] = [:]
        var records: [MessageRecord] = []
        for suspect in report.inspection.suspects {
            let digest = messages[suspect.message].digest
            numbers[digest] = suspect.message
            records += try store.records(.digest(digest.hexadecimal), limit: 1)
        }
        let found = (location.configuration?.exclude ?? Exclusions()).files(of: records, key: key)
        var files: [Int: String] = [:]
        for message in found {
            guard let number = numbers[message.record.digest] else { continue }
            files[number] = message.files.first?.message.provenance.location
        }
        return files
    }

    private func write(_ decisions: [LabelQueue.Decision]) throws {
        guard !decisions.isEmpty else { return try Console.write("no label was written\n") }
        let store = try location.open(.writing, who: "inspect")
        var (written, changed) = (0, 0)
        for decision in decisions {
            let message = report.inspection.corpus.messages[decision.message]
            written += try store.label(
                .digest(message.digest.hexadecimal), isSpam: decision.label == .spam, origin: Opinion.byHand,
                now: currentTime)
            changed += message.label == decision.label ? 0 : 1
        }
        try Console.write(
            "wrote \(counted(written, "label")), \(grouped(changed)) of them other than before; "
                + "'spreu label --list' shows them\n")
    }
}
