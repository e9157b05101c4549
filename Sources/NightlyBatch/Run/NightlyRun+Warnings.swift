// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import TrainingStore

extension NightlyRun {
    /// Whether the night ends without a model, for nothing in the accounts has lain there long enough to count.
    func waitsForSettling(_ counts: TrainingCounts, _ repository: ModelRepository, _ report: inout BatchReport)
        -> Bool
    {
        guard report.settling != nil, min(counts.ham, counts.spam) == 0, repository.currentName == nil,
            !options.isForced
        else { return false }
        report.gate = .settling
        return true
    }

    /// Warns of a model that is served for too long, or of none.
    func warnOfAge(_ repository: ModelRepository, _ report: inout BatchReport) {
        guard let days = repository.servedName.flatMap({ age(of: $0) }) else {
            report.warnings.append(.stale(.noModel(problem: repository.problem.map { "\($0)" })))
            return
        }
        guard days >= Int64(configuration.gate.staleDays) else { return }
        report.warnings.append(.stale(.oldModel(days: days)))
    }

    /// Warns if there is no new mail of a class.
    func warnOfLabels(_ messages: [LabelledMessage], _ report: inout BatchReport) {
        let limit = options.now - Int64(configuration.gate.labelDays) * 86_400
        for messageClass in MessageClass.allCases {
            let dates = messages.lazy.filter { $0.isSpam == (messageClass == .spam) }.compactMap(\.date)
            let last = dates.filter { $0 <= options.now + 86_400 }.max()
            if let last, last >= limit { continue }
            report.warnings.append(.stale(.noNew(messageClass, days: configuration.gate.labelDays)))
        }
    }

    /// How many days ago an export was made.
    func age(of export: String) -> Int64? { ModelRepository.time(of: export).map { (options.now - $0) / 86_400 } }
}
