// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
import MailMessage
package import SpamEvaluation

/// How a corpus changes from month to month, beside how well a learner does that knows only what came before.
package struct Drift: Sendable, Equatable {
    /// One month.
    package struct Month: Sendable, Equatable {
        /// As `2024-03`.
        package var name: String
        /// Messages labelled ham, and spam.
        package var ham: Int
        /// See ``ham``.
        package var spam: Int
        /// How many were judged by a learner of what came before, and how many of them wrongly.
        package var judged = 0
        /// See ``judged``.
        package var wrong = 0

        /// The share that was judged wrongly, in percent, with Wilson's interval; nil: none was judged.
        package var error: Interval? { Interval.rate(wrong, of: judged) }
    }

    /// A share that is another than in all months before.
    package struct Change: Sendable, Equatable {
        /// The month.
        package var month: String
        /// Of which class.
        package var label: MessageClass
        /// What it is a share of.
        package var fact: Fact
        /// The share before, and now.
        package var before: Double
        /// See ``before``.
        package var now: Double
        /// How far they are apart; its interval is corrected for all that were looked at.
        package var effect: EffectSize
    }

    /// The months that have messages, in order.
    package var months: [Month]
    /// The changes that are more than small and no chance, the largest first.
    package var alarms: [Change]
    /// How many shares were compared: what intervals are corrected for.
    package var comparisons: Int

    /// Fewer messages of a class in a month, or before it, are not compared.
    private static let minMessages = 30
    /// A fact of fewer messages of a class is none that could drift.
    private static let minCount = 20
    /// What is no more than small (Cohen).
    package static let smallEffect = 0.2

    /// Looks at the labelled messages that have a date.
    ///
    /// - Parameters:
    ///   - facts: those of each message.
    ///   - isWrong: whether a learner of what came before judged each message wrongly; nil: it was not judged.
    package init(_ messages: [InspectedMessage], facts: [[UInt16]], _ catalogue: FactCatalogue, isWrong: [Bool?]) {
        var names: [String: Int] = [:]
        let dated = messages.indices.filter { messages[$0].date != nil && messages[$0].label != nil }
        let monthOf = dated.map { Self.month(messages[$0].date ?? 0) }
        for (place, name) in Set(monthOf).sorted().enumerated() { names[name] = place }
        months = names.keys.sorted().map { Month(name: $0, ham: 0, spam: 0) }
        let width = catalogue.facts.count
        // Of each class, by month: how many messages, and how many of each fact.
        var totals = [[Int]](repeating: [Int](repeating: 0, count: months.count), count: 2)
        var counts = [[Int]](repeating: [Int](repeating: 0, count: months.count * width), count: 2)
        for (message, name) in zip(dated, monthOf) {
            guard let place = names[name], let label = messages[message].label else { continue }
            if label == .spam { months[place].spam += 1 } else { months[place].ham += 1 }
            if let wrong = isWrong.isEmpty ? nil : isWrong[message] {
                months[place].judged += 1
                months[place].wrong += wrong ? 1 : 0
            }
            let row = Int(label.rawValue)
            totals[row][place] += 1
            for fact in facts[message] { counts[row][place * width + Int(fact)] += 1 }
        }
        var pairs: [(change: Change, now: (Int, Int), before: (Int, Int))] = []
        for label in MessageClass.allCases {
            let row = Int(label.rawValue)
            for fact in 0..<width {
                let ofMonth = months.indices.map { counts[row][$0 * width + fact] }
                guard ofMonth.reduce(0, +) >= Self.minCount else { continue }
                var before = (count: 0, all: 0)
                for place in months.indices {
                    let now = (count: ofMonth[place], all: totals[row][place])
                    if now.all >= Self.minMessages, before.all >= Self.minMessages {
                        let change = Change(
                            month: months[place].name, label: label, fact: catalogue.facts[fact],
                            before: Double(before.count) / Double(before.all), now: Double(now.count) / Double(now.all),
                            effect: EffectSize(now.count, of: now.all, against: before.count, of: before.all, z: 0))
                        pairs.append((change, now, before))
                    }
                    before.count += now.count
                    before.all += now.all
                }
            }
        }
        comparisons = pairs.count
        let reach = EffectSize.reach(tests: pairs.count)
        alarms = pairs.map { pair in
            var change = pair.change
            change.effect = EffectSize(
                pair.now.0, of: pair.now.1, against: pair.before.0, of: pair.before.1, z: reach)
            return change
        }.filter { $0.effect.exceeds(Self.smallEffect) }
            .sorted {
                (abs($0.effect.h), $1.month, $1.fact.name) > (abs($1.effect.h), $0.month, $0.fact.name)
            }
    }

    /// The month of a date, as `2024-03`.
    private static func month(_ date: Int64) -> String { String(MailDate(secondsSince1970: date).rfc3339.prefix(7)) }
}
