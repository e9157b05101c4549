// SPDX-License-Identifier: Apache-2.0

/// The findings so far: one of each subject, as long as it goes on.
struct FindingBook: Sendable {
    /// What one finding is kept by: a sender is one subject, whatever is wrong with its mail.
    enum Subject: Hashable {
        case sender(UInt64), forward(UInt64), relay, backscatter, campaign(UInt64)
    }

    /// What a rule said of a day.
    struct Entry {
        var kind: OutboundKind
        var source: UInt64 = 0
        var day: Int
        var first: Int
        var time: Int
        var messages: Int
        var signs: [OutboundSign]
        var queueIDs: [String] = []
        var script = ""
    }

    /// Days without anything after which it is another matter.
    private static let pause = 7
    /// The most findings: more are counted only.
    private static let maxFindings = 5_000

    private(set) var findings: [OutboundFinding] = []
    /// Findings beyond.
    private(set) var leftOut = 0
    private var current: [Subject: Int] = [:]

    /// Takes what a rule said; a worse kind takes the place of a lesser one.
    mutating func take(_ entry: Entry, of subject: Subject) {
        if let index = current[subject], let last = findings[index].days.keys.max(), entry.day - last <= Self.pause {
            update(index, entry)
            return
        }
        guard findings.count < Self.maxFindings else {
            leftOut += 1
            return
        }
        current[subject] = findings.count
        findings.append(
            OutboundFinding(
                entry.kind, source: entry.source, first: entry.first, noticed: entry.time, messages: entry.messages))
        update(findings.count - 1, entry)
    }

    private mutating func update(_ index: Int, _ entry: Entry) {
        if Self.rank(entry.kind) > Self.rank(findings[index].kind) { findings[index].kind = entry.kind }
        findings[index].first = min(findings[index].first, entry.first)
        findings[index].last = max(findings[index].last, entry.time)
        findings[index].days[entry.day] = entry.messages
        findings[index].messages = findings[index].days.values.reduce(0, +)
        findings[index].take(entry.signs)
        if !entry.queueIDs.isEmpty { findings[index].queueIDs = entry.queueIDs }
        if !entry.script.isEmpty { findings[index].script = entry.script }
    }

    private static func rank(_ kind: OutboundKind) -> Int {
        switch kind {
        case .suddenVolume: 0
        case .boughtList: 1
        default: 2
        }
    }
}
