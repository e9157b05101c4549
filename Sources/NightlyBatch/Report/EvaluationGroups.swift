// SPDX-License-Identifier: Apache-2.0
import MailFeatures
package import SpamEvaluation
package import TextOutput

/// How training did on the recent mail of each account, each source, each language and so on.
package struct EvaluationGroups: Sendable {
    /// By what messages are told apart.
    package enum Grouping: String, Sendable, CaseIterable {
        /// What a report calls the account.
        case account
        /// The source, by the pattern that found it or its path.
        case source
        /// Where the label comes from.
        case origin
        /// The sender's relation to the site: a ``SenderKind``.
        case kind
        /// What the folder is for in which it lies: a ``FolderGroup``.
        case folder
        /// The language of its text.
        case language
        /// Whether it has HTML: a ``BodyForm``.
        case body
        /// Its size: a ``SizeClass``.
        case size
    }

    /// Of one group.
    package struct Counts: Sendable, Equatable {
        /// Ham in all.
        package var ham = 0
        /// Ham called spam.
        package var hamLost = 0
        /// Spam in all.
        package var spam = 0
        /// Spam not called spam.
        package var spamMissed = 0

        var messages: Int { ham + spam }

        mutating func count(_ message: ScoredMessage) {
            let error = message.isMisclassified ? 1 : 0
            if message.judge == .ham {
                ham += 1
                hamLost += error
            } else {
                spam += 1
                spamMissed += error
            }
        }

        var json: JSONValue {
            .object([
                "ham": .integer(ham), "spam": .integer(spam), "hamLost": .integer(hamLost),
                "spamMissed": .integer(spamMissed),
            ])
        }

        var line: String {
            "\(grouped(ham)) ham (\(grouped(hamLost)) lost), \(grouped(spam)) spam (\(grouped(spamMissed)) missed)"
        }
    }

    /// At most this many groups of a kind, the largest, are in the JSON: a site can have any number of accounts.
    private static let maxGroups = 1_000
    /// Groups with fewer recent messages than this are not worth a line.
    private static let minMessages = 5
    private static let maxOrigins = 4
    private static let maxSources = 3
    private static let maxAccounts = 3

    private var counts: [Grouping: [String: Counts]] = [:]

    /// Counts scored messages.
    ///
    /// - Parameter membership: of which groups a message is, by its path; in no group of a kind where nothing is known.
    package init(_ scored: [ScoredMessage], membership: (String) -> [Grouping: String]) {
        for message in scored {
            for (grouping, name) in membership(message.path) {
                counts[grouping, default: [:]][name, default: Counts()].count(message)
            }
        }
    }

    /// The groups by name.
    package subscript(grouping: Grouping) -> [String: Counts] { counts[grouping] ?? [:] }

    /// The groups by kind, for programs.
    package var json: JSONValue {
        let members = Grouping.allCases.map { grouping in
            let largest = Self.largest(self[grouping]).prefix(Self.maxGroups)
            return (
                grouping.rawValue,
                JSONValue.object(Dictionary(uniqueKeysWithValues: largest.map { ($0.key, $0.value.json) }))
            )
        }
        return .object(Dictionary(uniqueKeysWithValues: members))
    }

    /// How much ham of each kind of sender was lost, for people; nil without ham.
    package var hamByKind: String? {
        let parts = SenderKind.allCases.compactMap { kind in
            self[.kind][kind.rawValue].flatMap {
                $0.ham > 0 ? "\(grouped($0.hamLost)) of \(grouped($0.ham)) \(kind.plural)" : nil
            }
        }
        return parts.isEmpty ? nil : "ham lost: " + parts.joined(separator: ", ")
    }

    /// A group that is told to people.
    package struct Shown: Sendable, Equatable {
        /// By what it is told apart.
        package var grouping: Grouping
        /// What it is called.
        package var name: String
        /// How training did on it.
        package var counts: Counts
    }

    /// A few groups for people: the largest origins and sources, and of the accounts those that it did worst on.
    package var shown: [Shown] {
        func shown(_ grouping: Grouping, _ groups: [(key: String, value: Counts)], _ most: Int) -> [Shown] {
            groups.filter { $0.value.messages >= Self.minMessages }.prefix(most).map {
                Shown(grouping: grouping, name: $0.key, counts: $0.value)
            }
        }
        let worst = Self.worst(self[.account].filter { $0.value.hamLost + $0.value.spamMissed > 0 })
        return shown(.origin, Self.largest(self[.origin]), Self.maxOrigins)
            + shown(.source, Self.largest(self[.source]), Self.maxSources) + shown(.account, worst, Self.maxAccounts)
    }

    /// The same as lines.
    package var lines: [String] {
        shown.map { group in
            let kind = group.grouping == .origin ? "label" : group.grouping == .source ? "rule" : "account"
            let name = group.name.hasPrefix("\(kind) ") ? group.name : "\(kind) \(group.name)"
            return "\(name): \(group.counts.line)"
        }
    }

    /// Those with most errors first: lost ham weighs more than missed spam.
    package static func worst(_ groups: [String: Counts]) -> [(key: String, value: Counts)] {
        groups.sorted {
            ($0.value.hamLost, $0.value.spamMissed, $0.value.messages, $1.key)
                > ($1.value.hamLost, $1.value.spamMissed, $1.value.messages, $0.key)
        }
    }

    /// Those with most messages first.
    package static func largest(_ groups: [String: Counts]) -> [(key: String, value: Counts)] {
        groups.sorted { ($0.value.messages, $1.key) > ($1.value.messages, $0.key) }
    }
}
