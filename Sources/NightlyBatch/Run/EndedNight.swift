// SPDX-License-Identifier: Apache-2.0
import SpamModel
import TrainingStore

/// A night that has ended or failed, but is not recorded in the ledger yet.
///
/// The entry states the exit code, which only the command knows. Until then no other process can use the store.
public struct EndedNight {
    let store: TrainingStore
    let repository: ModelRepository
    let number: Int64
    let started: Int64
    let duration: Duration
    /// What the night did, as far as it got.
    public let report: BatchReport
    /// The error that ended it early.
    public let failure: (any Error)?
    /// How the duties stand.
    let duties: @Sendable (BatchReport) -> [BatchReport.DutyLine]
    /// The report as text.
    let text: @Sendable (BatchReport) -> String
    /// What else is written of the report for people.
    let pages: @Sendable (BatchReport) -> [String: [UInt8]]
    /// What is written of many nights for people.
    let trend: @Sendable ([RunRecord]) -> [String: [UInt8]]
    /// So many nights are compared.
    private static let nightsCompared = 90

    /// Writes the night's entry, and its report beside the models.
    ///
    /// - Parameter code: the exit code, by the report or the failure.
    /// - Returns: the report, with a warning more where the one or the other could not be written: the model is served already.
    /// - Throws: ``failure``.
    public func close(code: Int32) throws -> BatchReport {
        let record = RunRecord(
            report, failure: failure, code: code, started: started, seconds: Int64(duration / .seconds(1)))
        if let failure {
            // Whatever made the night fail may prevent this from being written, too.
            try? store.finish(run: number, record)
            throw failure
        }
        var report = report
        do {
            try store.finish(run: number, record)
        } catch {
            report.warnings.append(.unrecorded("\(error)"))
        }
        report.duties = duties(report)
        do {
            var files = pages(report)
            files.merge(try trend(store.runs(last: Self.nightsCompared))) { first, _ in first }
            files[ModelRepository.latestReportText] = Array(text(report).utf8)
            try repository.write(latestReport: report, with: files)
        } catch {
            report.warnings.append(.reportUnwritten("\(error)"))
        }
        return report
    }
}
