// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation
import SpamModel
import TrainingStore

/// What a night measured, as the ledger keeps it for comparing many nights: the raw value is the name there.
package enum NightFigure: String, Sendable, CaseIterable {
    /// Of recent ham, what training called spam before it had learned it, in percent.
    case hamLost
    /// Of recent spam, what it did not call spam, in percent.
    case spamMissed
    /// The area above the ROC curve, in percent.
    case area
    /// The spam that the best threshold would miss at one ham in a thousand lost, in percent.
    case missedAtTenth
    /// How far probabilities are from what came true, in percent.
    case calibrationError
    /// Of the ham of the last days, what the live filter called spam, in percent.
    case liveHamLost
    /// Of the spam of the last days, what the live filter did not call spam, in percent.
    case liveSpamMissed
    /// How much ham came in these days, in messages.
    case liveHam
    /// How much spam came in these days, in messages.
    case liveSpam
    /// How many labels are probably wrong.
    case doubtedLabels
    /// How many people outside were written to.
    case knownSenders
    /// From which log-odds on the new model calls a message spam.
    case spamThreshold
    /// Up to which log-odds it calls one ham.
    case hamThreshold
    /// How many warnings there were.
    case warnings

    /// The figure of a night; nil: it did not come to that, or there was nothing to measure.
    func value(of report: BatchReport) -> Double? {
        let metrics = report.evaluation?.figures.metrics
        let live = report.filter.flatMap { $0.judged > 0 ? $0 : nil }
        return switch self {
        case .hamLost: metrics?.hmPercent
        case .spamMissed: metrics?.smPercent
        case .area: metrics?.oneMinusROCAPercent
        case .missedAtTenth: metrics?.spamMissed.first { $0.allowance.name == "0.1" }?.percent
        case .calibrationError: report.evaluation?.figures.calibration.expected.map { 100 * $0 }
        case .liveHamLost: live?.ham.percent
        case .liveSpamMissed: live?.spam.percent
        case .liveHam: live?.ham.arrived
        case .liveSpam: live?.spam.arrived
        case .doubtedLabels: report.doubted.map { Double($0.reduce(0) { $0 + $1.doubted }) }
        case .knownSenders: report.knownSenders.map { Double($0) }
        case .spamThreshold: report.thresholds?.spam
        case .hamThreshold: report.thresholds?.ham
        case .warnings: Double(report.warnings.count)
        }
    }
}

extension RunRecord {
    /// A figure of the night; nil: it was not measured.
    package subscript(figure: NightFigure) -> Double? { figures[figure.rawValue] }
}
