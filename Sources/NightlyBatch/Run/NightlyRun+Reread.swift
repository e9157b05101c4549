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
    func waitsForRereading(_ done: Int, _ repository: ModelRepository, _ report: inout NightlyReport) -> Bool {
        guard report.waiting > 0 else { return false }
        guard let served = repository.servedName, !options.isForced else {
            report.warnings.append("\(grouped(report.waiting)) messages wait to be read again and are left out")
            return false
        }
        let refusal = GateRefusal.rereading(done: done, all: done + report.waiting)
        report.refusal = refusal
        report.note("gate", "not asked before all is read again")
        report.warnings.append("\(refusal); the current model stays")
        // It has to be old meanwhile: that is told, and no alarm.
        if let days = age(of: served), days >= Int64(configuration.gate.staleDays) {
            report.warnings.append("the model that is served is \(days) days old")
        }
        return true
    }
}
