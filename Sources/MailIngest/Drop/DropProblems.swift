// SPDX-License-Identifier: Apache-2.0
import Glibc
import LearningDrop
import MailArchive
import TextOutput

/// What is wrong with files of a drop folder, for one reason.
public struct DropProblem: Sendable, CustomStringConvertible {
    /// The reason.
    public let reason: String
    /// How many files there are.
    public fileprivate(set) var count = 1
    /// The path of one of them, or of the folder that they are in.
    public let example: String
    /// What to do; nil: nothing.
    public let advice: String?

    /// One line.
    public var description: String {
        let others = count > 1 ? " (and \(grouped(count - 1)) more)" : ""
        return "\(example.forTerminal())\(others): \(reason)" + (advice.map { "; " + $0 } ?? "")
    }
}

/// What is wrong with files of a drop folder: one value a reason, however many files there are.
///
/// Anybody who can submit mail can put a hundred thousand files there: that is still one reason.
struct DropProblems {
    private var reasons: [String: DropProblem] = [:]

    mutating func note(_ path: String, _ defect: DropReader.Defect) {
        let advice: (() -> String)? =
            switch defect {
            case .unreadable(let code): { DropReader.advice(for: path, errno: code) }
            case .noFile: { "it is left alone; its owner shows who created it" }
            default: nil
            }
        note(path, "\(defect)", advice)
    }

    mutating func note(_ path: String, _ objection: NotAMessage) {
        note(path, "the feedback is not learned: \(objection)", nil)
    }

    mutating func noteLeftover(_ leftover: DropReader.Leftover) {
        note(
            leftover.path, "it cannot be removed from the folder (\(String(cString: strerror(leftover.errno))))",
            { "the folder must belong to the user that reads it" })
    }

    private mutating func note(_ path: String, _ reason: String, _ advice: (() -> String)?) {
        if reasons[reason] != nil {
            reasons[reason]?.count += 1
        } else {
            reasons[reason] = DropProblem(reason: reason, example: path, advice: advice?())
        }
    }

    /// The problems, by reason.
    var all: [DropProblem] { reasons.sorted { $0.key < $1.key }.map(\.value) }
}
