// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation
import TextOutput

extension Erasure {
    /// What replaces the name of a forgotten account in a report.
    private static let forgotten = "(forgotten)"
    /// With what the lines of a report as text begin that may name accounts, in English and in German.
    package static let namingStages = [
        "warning", "result", "group", "doubt", "robots", "Hinweis", "Ergebnis", "Gruppe", "Zweifel", "Programm",
    ]

    func erase(_ reports: KeptReports, _ report: inout Report) throws {
        for export in [nil] + reports.exports.map({ $0 }) {
            let isJSONChanged = try reports.rewriteJSON(of: export) { value in without(value) ?? .null }
            let isTextChanged = try reports.rewriteText(of: export) { text in
                text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                    Self.namingStages.contains { line.hasPrefix($0) } ? withoutNames(String(line)) : String(line)
                }.joined(separator: "\n")
            }
            if isJSONChanged || isTextChanged {
                report.reports += 1
                _ = try reports.removePage(of: export)
            }
            guard let export else { continue }
            report.scores += try reports.rewriteScores(of: export) { digests.contains($0.path) ? nil : $0 }
        }
    }

    /// A value of a report without what names what is forgotten; nil if all of it does.
    private func without(_ value: JSONValue) -> JSONValue? {
        switch value {
        case .string(let text): .string(withoutNames(text))
        case .array(let values): .array(values.compactMap { without($0) })
        case .object(let members):
            isNamed(members)
                ? nil : .object(members.filter { !names.contains($0.key) }.compactMapValues { without($0) })
        default: value
        }
    }

    /// Whether something in a list is of a forgotten message or account.
    private func isNamed(_ members: [String: JSONValue]) -> Bool {
        if case .string(let digest)? = members["digest"], digests.contains(digest) { return true }
        if case .string(let account)? = members["account"], names.contains(account) { return true }
        return false
    }

    private func withoutNames(_ text: String) -> String {
        names.reduce(text) { text, name in text.replacingName(name, with: Self.forgotten) }
    }
}

extension String {
    /// The text with something else instead of a name, where that is not a part of a longer one.
    fileprivate func replacingName(_ name: String, with other: String) -> String {
        func continues(_ character: Character?) -> Bool {
            character.map { $0.isLetter || $0.isNumber || "-_@+".contains($0) } ?? false
        }
        var text = ""
        var rest = self[...]
        while let range = rest.firstRange(of: name) {
            let isPart = continues(self[..<range.lowerBound].last) || continues(self[range.upperBound...].first)
            text += rest[..<range.lowerBound] + (isPart ? name : other)
            rest = rest[range.upperBound...]
        }
        return text + rest
    }
}
