// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SpamModel
public import TextOutput
import TrainingStore

/// How a night ended, in one line that a person can act on: the last line of its report.
public struct NightResult: Sendable, Equatable {
    /// What became of the model.
    public enum State: String, Sendable {
        /// The new model is served.
        case served
        /// The one before stays in service.
        case kept
        /// There is nothing to learn yet, and nothing to do about it.
        case waiting
        /// A person has to act.
        case needsYou = "needs-you"
    }

    /// What became of the model.
    public var state: State
    /// What was done, or why nothing was.
    public var reason: String
    /// What to do; nil: nothing.
    public var action: String?

    /// The result as a line.
    public var line: String { ([reason] + [action].compactMap { $0 }).joined(separator: "; ") }

    /// The result for programs.
    public var json: JSONValue {
        .object([
            "state": .string(state.rawValue), "reason": .string(reason),
            "action": action.map { .string($0) } ?? .null,
        ])
    }
}

extension BatchReport {
    /// How the night ended, and what that and red duties ask of a person.
    public var result: NightResult {
        var result = ending
        let red = duties.count(where: \.isRed)
        if red > 0 {
            let look = red == 1 ? "see the red duty" : "see the red duties"
            result.action = [result.action, look].compactMap { $0 }.joined(separator: "; ")
        }
        return result
    }

    private var ending: NightResult {
        if let settling, case .settling = gate { return settling.result }
        let look = warnings.isEmpty ? nil : warnings.count == 1 ? "see the warning" : "see the warnings"
        guard let refusal, !wasForced else {
            let counts = learned.map { ": \(grouped($0.ham)) ham, \(grouped($0.spam)) spam learned" } ?? ""
            let name = export ?? "the model beside this report"
            let served =
                isPinned
                ? "kept the model\(ofDate) because it is pinned, and made \(name)\(counts)" : "served \(name)\(counts)"
            let unpin = isPinned ? "'spreu models unpin \(command)' lets the next run serve its own" : nil
            if stale.isEmpty {
                return NightResult(state: isPinned ? .kept : .served, reason: served, action: unpin ?? look)
            }
            return NightResult(
                state: .needsYou, reason: "needs you: \(stale.map(\.description).joined(separator: "; ")); \(served)",
                action: unpin ?? "check whether mail still arrives and is still moved to spam folders")
        }
        if case .rereading = refusal {
            return NightResult(
                state: .kept, reason: "kept the model\(ofDate) because of \(refusal)", action: "the next run continues")
        }
        guard served != nil else {
            return NightResult(
                state: .needsYou, reason: "needs you: no model to serve, because \(refusal)",
                action: refusal.remedy(command))
        }
        if let first = stale.first {
            return NightResult(
                state: .needsYou, reason: "needs you: \(first), because \(refusal)", action: refusal.remedy(command))
        }
        return NightResult(
            state: .kept, reason: "kept the model\(ofDate) because \(refusal)", action: refusal.remedy(command))
    }

    /// When the model that is served was made, in words.
    private var ofDate: String {
        guard let time = served.flatMap({ ModelRepository.time(of: $0) }) else { return "" }
        return " of \(MailDate(secondsSince1970: time).rfc3339.prefix(10))"
    }
}

extension GateRefusal {
    /// What to do about it.
    ///
    /// - Parameter command: the option that names the site.
    fileprivate func remedy(_ command: String) -> String? {
        switch self {
        case .oneClass:
            "let users move spam to their spam folder ('spreu config check \(command)' lists the folders), or name "
                + "an archive of the missing class"
        case .callsNothingSpam: "check whether the mail in the spam folders is spam"
        case .collapsed: "check whether accounts or folders are missing; '--force' serves the new model"
        case .hamLoss, .worse: "check the labels of the last days; '--force' serves the new model"
        case .noComparison: "'spreu models list \(command)' shows which can be served; '--force' serves the new model"
        case .rereading: nil
        }
    }
}
