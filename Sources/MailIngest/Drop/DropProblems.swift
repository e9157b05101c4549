// SPDX-License-Identifier: Apache-2.0
import Glibc
import LearningDrop
import MailArchive
import TextOutput

/// What is wrong with files of a drop folder: one line a reason, however many files there are.
///
/// Anybody who may hand mail over may put a hundred thousand files there: that is one line as well.
struct DropProblems {
    private struct Reason {
        var count: Int
        var example: String
        var advice: String?
    }

    private var reasons: [String: Reason] = [:]

    mutating func note(_ path: String, _ defect: DropReader.Defect) {
        let advice: (() -> String)? =
            switch defect {
            case .unreadable(let code): { DropReader.advice(for: path, errno: code) }
            case .noFile: { "it is left alone; whose it is says who made it" }
            default: nil
            }
        note(path, "\(defect)", advice)
    }

    mutating func note(_ path: String, _ objection: NotAMessage) {
        note(path, "what was handed over is not learned: \(objection)", nil)
    }

    mutating func noteRemaining(_ remains: DropReader.Remains) {
        note(
            remains.path, "it cannot be removed from the folder (\(String(cString: strerror(remains.errno))))",
            { "the folder has to belong to the user that reads it" })
    }

    private mutating func note(_ path: String, _ reason: String, _ advice: (() -> String)?) {
        if let known = reasons[reason] {
            reasons[reason]?.count = known.count + 1
        } else {
            reasons[reason] = Reason(count: 1, example: path, advice: advice?())
        }
    }

    /// The lines, by reason.
    var lines: [String] {
        reasons.sorted { $0.key < $1.key }.map { reason, files in
            let others = files.count > 1 ? " (and \(grouped(files.count - 1)) more)" : ""
            return "\(files.example.forTerminal())\(others): \(reason)" + (files.advice.map { "; " + $0 } ?? "")
        }
    }
}
