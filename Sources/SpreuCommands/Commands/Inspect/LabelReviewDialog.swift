// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import NightlyBatch
import ReportPages
import SpamReports
import SpamTraining
import TextOutput
import TrainingStore

/// Goes through suspect labels in the terminal, one key each, and writes what a person says.
struct LabelReviewDialog {
    let report: InspectionReport
    let location: StoreLocation
    let key: SiteKey
    let language: Language

    private var texts: LabelReviewTexts { .of(language) }
    private var numbers: LocalNumbers { LocalNumbers(language) }

    /// How long a process that has the store is waited for, and how often it is looked after.
    private static let patience = (limit: Duration.seconds(60), pauseMicroseconds: UInt32(500_000))

    /// Asks, and writes the labels.
    func run() throws {
        let suspects = report.inspection.suspects
        guard !suspects.isEmpty else { return try Console.write(texts.nothing + "\n") }
        try write(ask(about: suspects, files: files(of: suspects)))
    }

    /// What a person says.
    private func ask(about suspects: [SuspectLabel], files: [Int: String]) throws -> [LabelQueue.Decision] {
        var queue = LabelQueue(suspects)
        try Console.write(texts.keys + "\n")
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
            try Console.write(echo(answer) + "\n")
            if answer == .undo { shown = nil }
            queue.take(answer)
        }
        return queue.decisions
    }

    private func echo(_ answer: LabelQueue.Answer) -> String {
        switch answer {
        case .label(let label): label == .spam ? texts.spam : texts.ham
        case .skip: texts.skipped
        case .undo: texts.back
        case .finish: texts.end
        case .abandon: texts.abandoned
        }
    }

    private func show(_ suspect: SuspectLabel, number: Int, of count: Int, file: String?) throws {
        let lines =
            ["\n" + texts.place.placing(numbers.count(number), numbers.count(count))]
            + InspectionLines(report, language).lines(of: suspect) + (file.map { [texts.file.placing($0)] } ?? [])
        try Console.write(lines.map { $0.forTerminal(keepingLines: true) + "\n" }.joined() + texts.question)
    }

    /// Where the messages lie, as far as they are found.
    private func files(of suspects: [SuspectLabel]) throws -> [Int: String] {
        let store = try location.open(.watching, who: "inspect")
        let progress = ProgressBar("looking for files")
        defer { progress.finish() }
        let messages = report.inspection.corpus.messages
        var numbers: [[UInt8]: Int] = [:]
        var records: [MessageRecord] = []
        for suspect in suspects {
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
        guard !decisions.isEmpty else { return try Console.write(texts.noneWritten + "\n") }
        var rest = decisions[...]
        var (written, changed) = (0, 0)
        do {
            let store = try openForWriting()
            while let decision = rest.first {
                let message = report.inspection.corpus.messages[decision.message]
                written += try store.label(
                    .digest(message.digest.hexadecimal), isSpam: decision.label == .spam, origin: Opinion.byHand,
                    now: currentTime)
                changed += message.label == decision.label ? 0 : 1
                rest.removeFirst()
            }
        } catch {
            // Nobody should have to look at the messages again.
            let commands = rest.map { report.command(labelling: $0.message, $0.label) + "\n" }
            try Console.write(
                "\n" + texts.notWritten.placing(numbers.count(rest.count, texts.labelWas, texts.labelsWere)) + "\n"
                    + commands.joined())
            throw error
        }
        try Console.write(
            texts.written.placing(numbers.count(written, texts.label, texts.labels), numbers.count(changed)) + "\n")
    }

    /// Opens the store, and waits for a while if another process has it: what was said must not be lost.
    private func openForWriting() throws -> TrainingStore {
        let end = ContinuousClock.now + Self.patience.limit
        var isTold = false
        while true {
            do {
                return try location.open(.writing, who: "inspect")
            } catch StoreError.locked(let path, let holder) where ContinuousClock.now < end {
                if !isTold {
                    Console.note(
                        texts.inUse.placing(path, "\(holder)", "\(Self.patience.limit.components.seconds)"))
                }
                isTold = true
                usleep(Self.patience.pauseMicroseconds)
            }
        }
    }
}
