// SPDX-License-Identifier: Apache-2.0
import MailIngest
import SpamEvaluation
import SpamModel
import TextOutput
import TrainingStore

extension NightlyRun {
    /// Removes message names from old reports and scores, unless the clock of the night is in doubt.
    func expireReports(_ timing: NightClock, _ report: inout BatchReport) {
        guard timing.isTrusted else { return }
        do {
            report.expiredReports = try KeptReports(configuration.repository).removeNames(
                before: options.now - configuration.retention.reports.seconds)
        } catch {
            report.warnings.append(.oldReports("\(error)"))
        }
    }
}

extension KeptReports {
    private static let noLongerKept = "no longer kept"
    private static let warning = "warning  "

    /// Removes message names from the reports and scores of old exports; the figures stay.
    ///
    /// - Returns: how many exports were changed.
    func removeNames(before time: Int64) throws -> Int {
        try exports.count { export in
            guard let made = ModelRepository.time(of: export), made < time else { return false }
            let lines = try rewriteScores(of: export) { message in
                var message = message
                message.path = "-"
                return message
            }
            let isTextChanged = try rewriteText(of: export, Self.withoutWarnings)
            let isJSONChanged = try rewriteJSON(of: export, Self.withoutMessages)
            let isPageRemoved = try removePage(of: export)
            return lines > 0 || isTextChanged || isJSONChanged || isPageRemoved
        }
    }

    private static func withoutMessages(_ report: JSONValue) -> JSONValue {
        guard case .object(var members) = report else { return report }
        if case .object(let mistakes)? = members["mistakes"] {
            members["mistakes"] = .object(mistakes.mapValues { _ in .array([]) })
        }
        if case .object(var unread)? = members["unread"] {
            unread["first"] = .array([])
            members["unread"] = .object(unread)
        }
        // They give files as examples.
        if case .array(let warnings)? = members["warnings"], !warnings.isEmpty, !isReported(warnings) {
            members["warnings"] = .array([.string("\(grouped(warnings.count)), \(noLongerKept)")])
        }
        return .object(members)
    }

    private static func isReported(_ warnings: [JSONValue]) -> Bool {
        if case .string(let text) = warnings[0] { text.hasSuffix(noLongerKept) } else { false }
    }

    private static func withoutWarnings(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let warnings = lines.filter { $0.hasPrefix(warning) }
        guard let first = warnings.first, !first.hasSuffix(noLongerKept) else { return text }
        let line = "\(warning)\(grouped(warnings.count)), \(noLongerKept)"
        let position = lines.firstIndex(of: first) ?? 0
        return (lines[..<position] + [line[...]] + lines[position...].filter { !$0.hasPrefix(warning) })
            .joined(separator: "\n")
    }
}
