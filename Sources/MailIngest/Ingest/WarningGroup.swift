// SPDX-License-Identifier: Apache-2.0
public import MailArchive
import TextOutput

/// Warnings of one reason about the archives of one rule: thousands of them are one thing to fix.
public struct WarningGroup: Sendable, Equatable, CustomStringConvertible {
    /// The rule's name.
    public var rule: String
    /// The first of them.
    public var example: ArchiveWarning
    /// How many there are.
    public var count = 1

    /// Begins a group with its first.
    package init(rule: String, example: ArchiveWarning, count: Int = 1) {
        self.rule = rule
        self.example = example
        self.count = count
    }

    /// One line: how many there are of what, and one of them.
    public var description: String {
        count == 1 ? example.description : "\(grouped(count)) like this one in \(rule): \(example)"
    }

    /// Counts a warning among those of its kind.
    package static func add(_ warning: ArchiveWarning, of rule: String, to groups: inout [WarningGroup]) {
        let reason = warning.problem.reason
        // Reasons are few, however many warnings there are.
        if let index = groups.firstIndex(where: { $0.rule == rule && $0.example.problem.reason == reason }) {
            groups[index].count += 1
        } else {
            groups.append(WarningGroup(rule: rule, example: warning))
        }
    }
}
