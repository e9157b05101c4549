// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
package import SpamEvaluation
import SpamTraining
package import TextOutput
package import TrainingStore

/// What the live filter did with the mail of the last days, as far as anybody can know.
///
/// Of each message the store has the filter's verdict of when it came (`X-Spreu`, read within the trust boundary), and by
/// now how probably it is spam: by what people did with it, and by learners that have not learned it (``LabelReview``). So
/// what was filed and never looked at counts as well as what was left in the inbox. Mail without a verdict was not filed.
package struct FilterFigures: Sendable, Equatable {
    /// The mail of one class.
    package struct Share: Sendable, Equatable {
        /// How many messages came, each copy of its own, as far as their labels are known.
        package var arrived = 0.0
        /// How many of them the filter judged wrong.
        package var wrong = 0.0
        /// How many somebody said to be of this class.
        package var confirmed = 0
        /// The variance of ``wrong`` that comes from not knowing what messages are.
        var variance = 0.0

        /// The percentage that was judged wrong; nil if nothing came.
        package var percent: Double? { arrived > 0 ? 100 * wrong / arrived : nil }

        /// The 95 % interval of the percentage: Wilson's for the counts, wider by what is not known of the messages.
        package var interval: Interval? {
            let trials = Int(arrived.rounded())
            let doubt = variance.squareRoot()
            func rate(_ wrong: Double) -> Interval? {
                Interval.rate(Int(min(max(0, wrong), arrived).rounded()), of: trials)
            }
            guard let low = rate(wrong - doubt), let high = rate(wrong + doubt) else { return nil }
            return Interval(lower: low.lower, upper: high.upper)
        }

        mutating func add(_ probability: Double, copies: Double, isWrong: Bool, isConfirmed: Bool) {
            arrived += probability * copies
            if isWrong { wrong += probability * copies }
            variance += isWrong ? copies * probability * (1 - probability) : 0
            if isConfirmed { confirmed += 1 }
        }

        mutating func add(_ other: Share) {
            arrived += other.arrived
            wrong += other.wrong
            variance += other.variance
            confirmed += other.confirmed
        }

        func json(_ wrongName: String) -> JSONValue {
            .object([
                "arrived": .integer(Int(arrived.rounded())), wrongName: .integer(Int(wrong.rounded())),
                wrongName + "Percent": percent.map { .number($0) } ?? .null,
                "low": interval.map { .number($0.lower) } ?? .null,
                "high": interval.map { .number($0.upper) } ?? .null, "confirmed": .integer(confirmed),
            ])
        }
    }

    /// The mail of one day.
    package struct Day: Sendable, Equatable {
        /// Spam; wrong is what was not called spam.
        package var spam = Share()
        /// Ham; wrong is what was called spam.
        package var ham = Share()
    }

    /// Over how many days.
    package static let days: Int64 = 14

    /// Spam; wrong is what was not called spam.
    package private(set) var spam = Share()
    /// Ham; wrong is what was called spam.
    package private(set) var ham = Share()

    /// Ham by the kind of its sender.
    package private(set) var hamByKind: [SenderKind: Share] = [:]

    /// The same by day of Greenwich, as days since 1970.
    package private(set) var byDay: [Int64: Day] = [:]

    /// Of how many messages the filter's verdict is known, spam or not.
    package private(set) var judged = 0

    /// Counts the mail of the last days.
    ///
    /// - Parameters:
    ///   - spamProbabilities: of each message.
    ///   - kinds: tells senders apart; nil: nobody asks.
    ///   - now: seconds since 1970.
    package init(
        _ messages: [ObservedMessage], spamProbabilities: [Double], kinds: SenderKinds? = nil, now: Int64
    ) {
        let days = now - Self.days * 86_400...now + 86_400
        for (message, probability) in zip(messages, spamProbabilities) {
            guard let date = message.date, days.contains(date) else { continue }
            let copies = Double(max(1, message.votes.count { $0.account != nil }))
            let leanings = message.votes.filter { $0.evidence.isDeliberate }.compactMap(\.evidence.leaning)
            if message.filtering != .unknown { judged += 1 }
            var other = Share()
            other.add(
                probability, copies: copies, isWrong: message.filtering != .calledSpam,
                isConfirmed: leanings.contains(.spam))
            spam.add(other)
            var one = Share()
            one.add(
                1 - probability, copies: copies, isWrong: message.filtering == .calledSpam,
                isConfirmed: leanings.contains(.ham))
            ham.add(one)
            let day = date / 86_400
            byDay[day, default: Day()].spam.add(other)
            byDay[day, default: Day()].ham.add(one)
            let kind = kinds?.kind(of: message.features.features, isSenderKnown: message.isSenderKnown)
            if let kind { hamByKind[kind, default: Share()].add(one) }
        }
    }

    /// The figures for programs.
    package var json: JSONValue {
        .object([
            "days": .integer(Int(Self.days)), "judged": .integer(judged), "spam": spam.json("missed"),
            "ham": ham.json("lost"),
            "hamByKind": .object(
                Dictionary(uniqueKeysWithValues: hamByKind.map { ($0.key.rawValue, $0.value.json("lost")) })),
            "byDay": .array(
                byDay.sorted { $0.key < $1.key }.map { day, mail in
                    .object([
                        "day": .string(String(MailDate(secondsSince1970: day * 86_400).rfc3339.prefix(10))),
                        "spam": mail.spam.json("missed"), "ham": mail.ham.json("lost"),
                    ])
                }),
        ])
    }

    /// The figures for people.
    package var line: String {
        func text(_ share: Share, _ name: String, _ wrong: String, digits: Int) -> String {
            guard let percent = share.percent, let interval = share.interval else { return "no \(name)" }
            let counts = "\(grouped(Int(share.wrong.rounded()))) of \(grouped(Int(share.arrived.rounded())))"
            return
                "\(counts) \(name) \(wrong), \(fixedPoint(percent, digits: digits)) % (\(fixedPoint(interval.lower, digits: digits)) to "
                + "\(fixedPoint(interval.upper, digits: digits)))"
        }
        // What no filter saw, none has missed.
        if judged == 0 {
            let arrived = counted(Int((spam.arrived + ham.arrived).rounded()), "message")
            return "last \(Self.days) days: \(arrived), none of them judged by the live filter"
        }
        return "last \(Self.days) days: " + text(spam, "spam", "missed", digits: 1) + "; "
            + text(ham, "ham", "lost", digits: 2)
    }
}
