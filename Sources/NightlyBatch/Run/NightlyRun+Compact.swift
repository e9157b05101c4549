// SPDX-License-Identifier: Apache-2.0
import MailIngest
import MailMessage
import TextOutput
import TrainingStore

extension NightlyRun {
    /// What is learned and kept.
    var retention: Retention {
        Retention(age: configuration.retention.mail?.seconds, maxMessages: configuration.maxMessages)
    }

    /// Removes what is beyond the limits, and writes segments anew: after the gate, and only as far as nothing speaks against it.
    ///
    /// What is learned depends on the limits alone, not on what was removed: a night that removes nothing makes the model that it
    /// would have made.
    func compact(
        _ store: TrainingStore, _ timing: NightClock, sparing newest: Int64, _ report: inout NightlyReport
    ) throws {
        var limits = retention
        if !timing.isTrusted {
            report.warnings.append(Self.doubt(options.now, timing))
            limits = Retention()
        }
        if hasCollapsed(report) { limits = Retention() }
        let compacted = try store.compact(limits, sparing: newest, now: options.now)
        if let refusal = compacted.refusal { report.warnings.append(line(refusal)) }
        if compacted.expired > 0 || compacted.segments > 0 {
            report.note(
                "compact",
                "\(grouped(compacted.expired)) messages beyond their age, \(grouped(compacted.segments)) segments anew")
        }
    }

    private func hasCollapsed(_ report: NightlyReport) -> Bool {
        guard !report.wasForced else { return false }
        switch report.refusal {
        case .collapsed, .oneClass: return true
        default: return false
        }
    }

    private static func doubt(_ now: Int64, _ timing: NightClock) -> String {
        let last = timing.lastNight.map { MailDate(secondsSince1970: $0).rfc3339 } ?? "never"
        return "the clock does not go on from the last night (\(last)): nothing is removed for its age before another "
            + "night, half a day later or more, agrees with this one; if the clock is wrong, set it"
    }

    private func line(_ refusal: ExpiryRefusal) -> String {
        var command = "spreu store compact \(configuration.commandOption)"
        if let age = retention.age { command += " --keep \(age / 3_600)h" }
        if let most = retention.maxMessages { command += " --max-messages \(most)" }
        return "nothing is removed for its age: \(grouped(refusal.lost)) of \(grouped(refusal.all)) "
            + "\(refusal.isSpam ? "spam" : "ham") would go; if that is meant: \(command)"
    }
}
