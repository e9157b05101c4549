// SPDX-License-Identifier: Apache-2.0
import MailIngest
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput

extension NightlyReport {
    /// Says how the live filter had done on what users handed over.
    mutating func noteHanded(_ counts: HandedCounts) {
        guard counts.all > 0 else { return }
        var line = "\(grouped(counts.spamPassed)) spam that the filter had let pass, "
        line += "\(grouped(counts.hamCaught)) ham that it had called spam, \(grouped(counts.unsure)) unsure"
        if counts.agreed > 0 { line += ", \(grouped(counts.agreed)) as it had said" }
        if counts.unknown > 0 { line += ", \(grouped(counts.unknown)) without its verdict" }
        note("drop", line)
        figures["drop"] = .object([
            "spamPassed": .integer(counts.spamPassed), "hamCaught": .integer(counts.hamCaught),
            "unsure": .integer(counts.unsure), "agreed": .integer(counts.agreed), "unknown": .integer(counts.unknown),
        ])
    }

    /// Says how much was read again after an upgrade, and what is left to later nights.
    mutating func noteReread(_ ingested: IngestReport) {
        guard ingested.reread + ingested.waiting > 0 else { return }
        waiting = ingested.waiting
        note(
            "reread",
            "\(grouped(ingested.reread)) messages of another Spreu or other settings, "
                + "\(grouped(ingested.waiting)) more on later nights")
        figures["reread"] = .object(["read": .integer(ingested.reread), "waiting": .integer(ingested.waiting)])
    }
}
