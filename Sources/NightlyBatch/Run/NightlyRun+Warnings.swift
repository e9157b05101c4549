// SPDX-License-Identifier: Apache-2.0
import SpamModel
import TrainingStore

extension NightlyRun {
    /// Whether the night ends without a model, because nothing in the accounts has been there long enough to count.
    func waitsForSettling(_ counts: TrainingCounts, _ repository: ModelRepository, _ report: inout BatchReport)
        -> Bool
    {
        guard report.settling != nil, min(counts.ham, counts.spam) == 0, repository.currentName == nil,
            !options.isForced
        else { return false }
        report.gate = .settling
        return true
    }

    /// Warns if the served model is too old, or if there is none.
    func warnOfAge(_ repository: ModelRepository, _ report: inout BatchReport) {
        guard let days = repository.servedName.flatMap({ age(of: $0) }) else {
            report.warnings.append(.stale(.noModel(problem: repository.problem.map { "\($0)" })))
            return
        }
        guard days >= Int64(configuration.gate.staleDays) else { return }
        report.warnings.append(.stale(.oldModel(days: days)))
    }

    /// How many days ago an export was made.
    func age(of export: String) -> Int64? { ModelRepository.time(of: export).map { (options.now - $0) / 86_400 } }
}
