// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation
import SpamModel
import TextOutput

extension NightlyRun {
    /// Whether the night ends before it trains, for mail waits to be read again and there is a model to serve meanwhile.
    ///
    /// A model of the part that is read would have to take the place of one of everything. Without a model, or by force, one
    /// of a part is better than none.
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
        // It has to be old meanwhile: that is told, and no alarm.
        if let days = age(of: served), days >= Int64(configuration.gate.staleDays) {
            report.warnings.append(.oldModel(days: days))
        }
        return true
    }
}
