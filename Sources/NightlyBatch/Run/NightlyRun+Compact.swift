// SPDX-License-Identifier: Apache-2.0
import MailIngest
import MailMessage
import TextOutput
import TrainingStore

extension NightlyRun {
    var retention: Retention { configuration.mailRetention }

    /// Removes what is beyond the limits, and rewrites segments: after the gate, and only if nothing speaks against it.
    ///
    /// What is learned depends on the limits alone, not on what was removed: a night that removes nothing makes the model that it
    /// would have made.
    func compact(
        _ store: TrainingStore, _ timing: NightClock, sparing newest: Int64, _ report: inout BatchReport
    ) throws {
        var limits = retention
        if !timing.isTrusted {
            report.warnings.append(.clock(lastNight: timing.lastNight))
            limits = Retention()
        }
        if hasCollapsed(report) { limits = Retention() }
        let compacted = try store.compact(limits, sparing: newest, now: options.now)
        if let refusal = compacted.refusal { report.warnings.append(.expiryRefused(refusal, command: compactCommand)) }
        report.compaction = BatchReport.Compaction(expired: compacted.expired, segments: compacted.segments)
    }

    private func hasCollapsed(_ report: BatchReport) -> Bool {
        guard !report.wasForced else { return false }
        switch report.refusal {
        case .collapsed, .oneClass: return true
        default: return false
        }
    }

    private var compactCommand: String {
        var command = "spreu store compact \(configuration.commandOption)"
        if let age = retention.age { command += " --keep \(age / 3_600)h" }
        if let most = retention.maxMessages { command += " --max-messages \(most)" }
        return command
    }
}
