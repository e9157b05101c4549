// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation
import SpamModel
import TextOutput

extension NightlyRun {
    /// Whether the night ends before training, because mail is waiting to be read again and a model can be served
    /// meanwhile.
    ///
    /// A model of the part read so far would replace a model of everything. Without a model, or by force, a partial one
    /// is better than none.
    ///
    /// - Parameter done: how many labelled messages have features of now.
    func waitsForRereading(_ done: Int, _ repository: ModelRepository, _ report: inout BatchReport) -> Bool {
        guard report.waiting > 0 else { return false }
        guard let served = repository.servedName, !options.isForced else {
            report.warnings.append(.unread(report.waiting))
            return false
        }
        let outcome = GateOutcome.rereading(done: done, all: done + report.waiting)
        report.gate = outcome
        if let refusal = outcome.refusal { report.warnings.append(.rereading(refusal)) }
        // It is bound to be old meanwhile: that is reported, but no alarm.
        if let days = age(of: served), days >= Int64(configuration.gate.staleDays) {
            report.warnings.append(.oldModel(days: days))
        }
        return true
    }
}
