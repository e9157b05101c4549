// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
package import SpamEvaluation
import SpamModel
package import TextOutput
import TrainingStore

/// How training did on the recent mail of each account, each source and each origin of a label.
package struct EvaluationGroups: Sendable {
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

    /// By what a report calls the account.
    package private(set) var accounts: [String: Counts] = [:]
    /// By source.
    package private(set) var sources: [String: Counts] = [:]
    /// By where the label comes from.
    package private(set) var origins: [String: Counts] = [:]
    /// By the sender's relation to the site.
    package private(set) var kinds: [SenderKind: Counts] = [:]

    /// Counts scored messages; one of an unknown account or source is in no group of that kind.
    ///
    /// - Parameter membership: of which groups a message is, by its path.
    package init(
        _ scored: [ScoredMessage],
        membership: (String) -> (account: String?, source: String?, origin: String?, kind: SenderKind?)
    ) {
        for message in scored {
            let (account, source, origin, kind) = membership(message.path)
            if let account { accounts[account, default: Counts()].count(message) }
            if let source { sources[source, default: Counts()].count(message) }
            if let origin { origins[origin, default: Counts()].count(message) }
            if let kind { kinds[kind, default: Counts()].count(message) }
        }
    }

    /// The groups by kind, for programs.
    package var json: JSONValue {
        func object(_ groups: [String: Counts]) -> JSONValue {
            let largest = Self.largest(groups).prefix(Self.maxGroups)
            return .object(Dictionary(uniqueKeysWithValues: largest.map { ($0.key, $0.value.json) }))
        }
        let kinds = Dictionary(uniqueKeysWithValues: kinds.map { ($0.key.rawValue, $0.value.json) })
        return .object([
            "account": object(accounts), "source": object(sources), "origin": object(origins), "kind": .object(kinds),
        ])
    }

    /// How much ham of each kind of sender was lost, for people; nil without ham.
    package var hamByKind: String? {
        let parts = SenderKind.allCases.compactMap { kind in
            kinds[kind].flatMap { $0.ham > 0 ? "\(grouped($0.hamLost)) of \(grouped($0.ham)) \(kind.plural)" : nil }
        }
        return parts.isEmpty ? nil : "ham lost: " + parts.joined(separator: ", ")
    }

    /// A few lines for people: the largest origins and sources, and of the accounts those that it did worst on.
    package var lines: [String] {
        func lines(_ kind: String, _ groups: some Sequence<(key: String, value: Counts)>, _ most: Int) -> [String] {
            groups.filter { $0.value.messages >= Self.minMessages }.prefix(most).map {
                "\($0.key.hasPrefix("\(kind) ") ? $0.key : "\(kind) \($0.key)"): \($0.value.line)"
            }
        }
        let worst = Self.worst(accounts.filter { $0.value.hamLost + $0.value.spamMissed > 0 })
        return lines("label", Self.largest(origins), Self.maxOrigins)
            + lines("rule", Self.largest(sources), Self.maxSources) + lines("account", worst, Self.maxAccounts)
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

extension EvaluationGroups {
    /// Counts recent mail by what the ledger knows of it; a message that lies in several sources counts for the first.
    init(
        _ recent: RecentEvaluation, in store: TrainingStore, names: SourceNames, accounts: AccountNames,
        kinds: SenderKinds
    ) throws(StoreError) {
        let paths = recent.scored.map(\.path)
        let sources = try store.sourcePaths(of: paths.map { recent.messages[$0]?.digest ?? [] })
        let source = Dictionary(zip(paths, sources), uniquingKeysWith: { first, _ in first })
        self.init(recent.scored) { path in
            let message = recent.messages[path]
            let kind = message.map { kinds.kind(of: $0.features.features, isSenderKnown: $0.isSenderKnown) }
            return (
                message?.account.map(accounts.shown), (source[path] ?? nil).map { names.name(of: $0) }, message?.origin,
                kind
            )
        }
    }
}
