// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// What there is in a corpus, by class.
package struct CorpusOverview: Sendable, Equatable {
    /// Numbers of messages by their label.
    package struct Counts: Sendable, Equatable {
        /// Labelled ham.
        package var ham = 0
        /// Labelled spam.
        package var spam = 0
        /// Without a label.
        package var unlabelled = 0

        /// All together.
        package var all: Int { ham + spam + unlabelled }

        mutating func add(_ label: MessageClass?) {
            switch label {
            case .ham: ham += 1
            case .spam: spam += 1
            case nil: unlabelled += 1
            }
        }
    }

    /// What some messages are like.
    package struct Group: Sendable, Equatable {
        /// How they are called: `ham`, `spam`, `unlabelled`.
        package var name: String
        /// How many there are.
        package var messages: Int
        /// Bytes of all whose size is known.
        package var bytes: Int
        /// The median of their sizes in bytes; nil: none is known.
        package var medianBytes: Int?
        /// The first and the last date, in seconds since 1970; nil: none has one.
        package var dates: ClosedRange<Int64>?
        /// How many have no date.
        package var undated: Int
    }

    /// A fact and how many messages it holds of.
    package struct Line: Sendable, Equatable {
        /// The fact.
        package var fact: Fact
        /// How many.
        package var counts: Counts
    }

    /// The messages by label, those without any last; classes without messages are left out.
    package var groups: [Group]
    /// How many accounts there are, or 0.
    package var accounts: Int
    /// How many messages are copies of others by their canonical digest, and how many of those have another label.
    package var copies: (all: Int, contradictory: Int)
    /// Of each topic the facts, those of most messages first.
    package var facts: [Line]

    package static func == (left: CorpusOverview, right: CorpusOverview) -> Bool {
        left.groups == right.groups && left.accounts == right.accounts && left.copies == right.copies
            && left.facts == right.facts
    }

    /// Counts a corpus.
    ///
    /// - Parameter facts: those of each message, by their numbers in the catalogue.
    package init(_ messages: [InspectedMessage], facts: [[UInt16]], _ catalogue: FactCatalogue) {
        groups = [("ham", MessageClass.ham), ("spam", .spam), ("unlabelled", nil)].compactMap { name, label in
            let members = messages.filter { $0.label == label }
            if members.isEmpty { return nil }
            let sizes = members.map(\.size).filter { $0 > 0 }.sorted()
            let dates = members.compactMap(\.date)
            var range: ClosedRange<Int64>?
            if let first = dates.min(), let last = dates.max() { range = first...last }
            return Group(
                name: name, messages: members.count, bytes: sizes.reduce(0, &+),
                medianBytes: sizes.isEmpty ? nil : sizes[sizes.count / 2], dates: range,
                undated: members.count - dates.count)
        }
        accounts = Set(messages.compactMap(\.account)).count
        var labels: [[UInt8]: Counts] = [:]
        for message in messages { labels[message.digest, default: Counts()].add(message.label) }
        copies = (messages.count - labels.count, labels.values.reduce(0) { $0 + min($1.ham, $1.spam) })
        var counts = [Counts](repeating: Counts(), count: catalogue.facts.count)
        for (message, numbers) in zip(messages, facts) {
            for number in numbers { counts[Int(number)].add(message.label) }
        }
        let lines = zip(catalogue.facts, counts).filter { $0.1.all > 0 }.map { Line(fact: $0, counts: $1) }
        self.facts = Fact.Topic.allCases.flatMap { topic in
            lines.filter { $0.fact.topic == topic }.sorted {
                ($0.counts.all, $1.fact.name) > ($1.counts.all, $0.fact.name)
            }
        }
    }
}
