// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation
import SpamModel
import SpamTraining
public import TextOutput
public import TrainingStore

/// What a night did, for a person, a log and a monitoring system.
public struct NightlyReport: Sendable {
    /// One line a stage: `ingest   1,204 new ...`.
    public var stages: [(name: String, line: String)] = []
    /// What to look at.
    public var warnings: [String] = []
    /// Why the new model is not served; nil if it is.
    public var refusal: GateRefusal?
    /// How a command is told of the site, for what to do.
    var command = "--config FILE"
    /// Whether the new model is not served for the one that is is pinned.
    var isPinned = false
    /// Whether it is served although it was refused.
    public var wasForced = false
    /// The export's name; nil if there is none.
    public var export: String?
    /// In what way the current model or the labels are stale; told as warnings, too.
    private(set) var stale: [String] = []
    /// The model that is served when the night has ended; nil if there is none.
    var served: String?
    /// What to say if nothing counts yet for it has not settled; nil if something has.
    var settling: NightResult?
    /// Whether the night ended so.
    var isSettling = false
    /// What was ingested; nil before that has ended.
    public var ingested: RunRecord.Ingested?
    /// What the new model learned; nil if there is none.
    public var learned: RunRecord.Learned?
    /// How many messages are left to later nights, to be read again after an upgrade.
    var waiting = 0
    /// The figures by stage, for programs.
    public var figures: [String: JSONValue] = [:]

    /// Whether the current model or the labels are stale.
    public var isStale: Bool { !stale.isEmpty }

    /// The report as text: a line a stage, then the warnings, and the result last.
    ///
    /// Accounts and names of files are strangers' words: a line of theirs stays one line, and moves no terminal.
    public var text: String {
        let lines = stages.map { "\($0.name.rightPadded(8)) \($0.line)" } + warnings.map { "warning  " + $0 }
        return (lines + ["result   " + result.line]).map { $0.forTerminal() + "\n" }.joined()
    }

    /// The report for programs.
    public var json: JSONValue {
        var members = figures
        members["result"] = result.json
        members["export"] = export.map { .string($0) } ?? .null
        members["refusal"] = refusal.map { .string($0.description) } ?? .null
        members["pinned"] = .bool(isPinned)
        members["forced"] = .bool(wasForced)
        members["stale"] = .bool(isStale)
        members["warnings"] = .array(warnings.map { .string($0) })
        return .object(members)
    }

    mutating func warn(ofStale line: String) {
        warnings.append(line)
        stale.append(line)
    }

    mutating func note(_ stage: String, _ line: String) { stages.append((stage, line)) }
}
