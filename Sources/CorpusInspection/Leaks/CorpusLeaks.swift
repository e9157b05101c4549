// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
package import MailIngest

/// Something that nearly gives a label away: many messages of one class show it, and hardly any of the other.
package struct CorpusLeak: Sendable, Equatable {
    /// What shows it.
    package var clue: MessageClues.Clue
    /// Which class has it.
    package var messageClass: MessageClass
    /// How many of the class have it: what it alone would find.
    package var own: HeaderLeak.Share
    /// How many of the other class have it.
    package var other: HeaderLeak.Share
    /// Other clues that the same messages show.
    package var alike: [MessageClues.Clue] = []
    /// The share of the class that a learner gets wrong, of all messages and of those without the clue; nil: not measured, or too few
    /// are without.
    package var wrong: (all: Double, without: Double)?

    package static func == (left: CorpusLeak, right: CorpusLeak) -> Bool {
        left.clue == right.clue && left.messageClass == right.messageClass && left.own == right.own
            && left.other == right.other && left.alike == right.alike && left.wrong?.all == right.wrong?.all
            && left.wrong?.without == right.wrong?.without
    }
}

/// Looks through the clues of a corpus for those that foretell the label.
package enum CorpusLeaks {
    /// Fewer messages of a class than this show nothing.
    private static let minMessages = 50
    /// What is told: on so much of one class, and on no more of the other.
    private static let share = (own: ownShare, other: 0.005)
    /// What is told is on at least this share of its class.
    package static let ownShare = 0.25
    /// So many are looked into, those that tell most first.
    private static let maxExamined = 300
    /// Clues whose messages are the same but for this share are one leak.
    private static let sameness = 0.95
    /// Fewer messages without a clue than this give no figure.
    private static let minWithout = 20

    /// The leaks, those on the largest share of their class first.
    ///
    /// - Parameter wrong: whether a learner that had not learned it got each message wrong; nil: it was not judged.
    package static func find(
        _ messages: [InspectedMessage], _ table: ClueTable, wrong: [Bool?] = []
    ) -> [CorpusLeak] {
        let totals = MessageClass.allCases.map { label in messages.count { $0.label == label } }
        guard totals.allSatisfy({ $0 >= minMessages }) else { return [] }
        var counts = [[Int]](repeating: [0, 0], count: table.clues.count)
        for message in messages {
            guard let label = message.label else { continue }
            for clue in message.clues { counts[Int(clue)][Int(label.rawValue)] += 1 }
        }
        var suspects: [(clue: Int, label: MessageClass, share: Double)] = []
        for (clue, count) in counts.enumerated() {
            for label in MessageClass.allCases {
                let (own, other) = (Int(label.rawValue), 1 - Int(label.rawValue))
                let share = Double(count[own]) / Double(totals[own])
                if share >= Self.share.own, Double(count[other]) <= Self.share.other * Double(totals[other]) {
                    suspects.append((clue, label, share))
                }
            }
        }
        suspects.sort { ($0.share, $1.clue) > ($1.share, $0.clue) }
        let examined = Array(suspects.prefix(maxExamined))
        let members = members(of: examined.map(\.clue), messages)
        var leaks: [(leak: CorpusLeak, members: Set<Int>)] = []
        for suspect in examined {
            let clue = table.clues[suspect.clue]
            let own = members[suspect.clue, default: []].filter { messages[$0].label == suspect.label }
            if let same = leaks.firstIndex(where: {
                $0.leak.messageClass == suspect.label && $0.leak.clue.isSeen == clue.isSeen
                    && isSame($0.members, own)
            }) {
                leaks[same].leak.alike.append(clue)
                continue
            }
            let (mine, others) = (Int(suspect.label.rawValue), 1 - Int(suspect.label.rawValue))
            var leak = CorpusLeak(
                clue: clue, messageClass: suspect.label,
                own: .init(messages: counts[suspect.clue][mine], all: totals[mine]),
                other: .init(messages: counts[suspect.clue][others], all: totals[others]))
            if clue.isSeen { leak.wrong = flattery(of: suspect.label, without: own, messages, wrong) }
            leaks.append((leak, own))
        }
        return leaks.map(\.leak)
    }

    /// The messages that show each of some clues.
    private static func members(of clues: [Int], _ messages: [InspectedMessage]) -> [Int: Set<Int>] {
        let wanted = Set(clues)
        var members: [Int: Set<Int>] = [:]
        for (number, message) in messages.enumerated() {
            for clue in message.clues where wanted.contains(Int(clue)) {
                members[Int(clue), default: []].insert(number)
            }
        }
        return members
    }

    private static func isSame(_ left: Set<Int>, _ right: Set<Int>) -> Bool {
        guard Double(min(left.count, right.count)) >= sameness * Double(max(left.count, right.count)) else {
            return false
        }
        let common = left.intersection(right).count
        return Double(common) >= sameness * Double(left.count + right.count - common)
    }

    /// How much of a class is got wrong, of all of it and of what does not show a clue.
    private static func flattery(
        of label: MessageClass, without clued: Set<Int>, _ messages: [InspectedMessage], _ wrong: [Bool?]
    ) -> (all: Double, without: Double)? {
        guard wrong.count == messages.count else { return nil }
        var (all, without) = ((wrong: 0, count: 0), (wrong: 0, count: 0))
        for (number, message) in messages.enumerated() where message.label == label {
            guard let isWrong = wrong[number] else { continue }
            all.count += 1
            all.wrong += isWrong ? 1 : 0
            guard !clued.contains(number) else { continue }
            without.count += 1
            without.wrong += isWrong ? 1 : 0
        }
        guard without.count >= minWithout, all.count > 0 else { return nil }
        return (Double(all.wrong) / Double(all.count), Double(without.wrong) / Double(without.count))
    }
}
