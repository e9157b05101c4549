// SPDX-License-Identifier: Apache-2.0
import MailArchive
package import MailFeatures
import MailIngest
import MailMessage
package import SpamEvaluation
package import TextOutput
package import TrainingStore

/// The evaluated messages whose verdict was wrong, so that a person can follow a figure to them: never a word of their text.
package struct Mistakes: Sendable {
    /// One of them; what is not known of it is nil.
    package struct Mistake: Sendable, Equatable {
        /// The canonical SHA-256, in hexadecimal digits.
        package var digest: String
        /// The log-odds of its being spam.
        package var score: Double
        /// The probability that the filter stated.
        package var probability: Double
        /// What a report calls the account.
        package var account: String?
        /// The folder in which it lies.
        package var folder: String?
        /// Its Message-ID: a stranger's words.
        package var messageID: String?
        /// When it came, in seconds since 1970.
        package var date: Int64?
        /// Where its label comes from.
        package var label: String?

        /// Names a message with a wrong verdict.
        package init(
            digest: String, score: Double, probability: Double, account: String? = nil, folder: String? = nil,
            messageID: String? = nil, date: Int64? = nil, label: String? = nil
        ) {
            self.digest = digest
            self.score = score
            self.probability = probability
            self.account = account
            self.folder = folder
            self.messageID = messageID
            self.date = date
            self.label = label
        }

        fileprivate var json: JSONValue {
            .object([
                "digest": .string(digest), "score": .number(score), "account": .text(account), "folder": .text(folder),
                "messageID": .text(messageID), "date": .text(date.map { MailDate(secondsSince1970: $0).rfc3339 }),
                "label": .text(label),
            ])
        }
    }

    /// At most this many of each kind are listed, the worst.
    private static let maxListed = 100

    /// Ham called spam, the highest scores first.
    package let hamLost: [Mistake]
    /// Spam not called spam, the lowest scores first.
    package let spamMissed: [Mistake]

    /// Puts together messages that are known already, the worst first.
    package init(hamLost: [Mistake], spamMissed: [Mistake]) {
        self.hamLost = hamLost
        self.spamMissed = spamMissed
    }

    /// Looks up what is known of messages whose verdict was wrong; their paths are digests.
    ///
    /// The Message-ID and the folder are in no ledger: they are read from the file, if it lies there still.
    ///
    /// - Parameters:
    ///   - accounts: what accounts are called; nil: as they are.
    ///   - exclusions: what stays closed for this, too.
    package init(
        _ scored: [ScoredMessage], in store: TrainingStore, key: SiteKey, accounts: AccountNames? = nil,
        exclusions: Exclusions = Exclusions()
    ) throws(StoreError) {
        let wrong = scored.filter(\.isMisclassified).sorted { $0.path < $1.path }
        let lost = wrong.filter { $0.judge == .ham }.sorted { $0.score > $1.score }.prefix(Self.maxListed)
        let missed = wrong.filter { $0.judge == .spam }.sorted { $0.score < $1.score }.prefix(Self.maxListed)
        var records: [MessageRecord] = []
        for message in lost + missed { records += try store.records(.digest(message.path), limit: 1) }
        let found = Dictionary(
            exclusions.files(of: records, key: key).map { ($0.record.digest.hexadecimal, $0) },
            uniquingKeysWith: { first, _ in first })
        hamLost = lost.map { Self.mistake($0, found[$0.path], accounts) }
        spamMissed = missed.map { Self.mistake($0, found[$0.path], accounts) }
    }

    /// The messages for programs.
    package var json: JSONValue {
        .object(["hamLost": .array(hamLost.map(\.json)), "spamMissed": .array(spamMissed.map(\.json))])
    }

    private static func mistake(_ scored: ScoredMessage, _ found: FoundMessage?, _ accounts: AccountNames?) -> Mistake {
        let file = found?.files.first
        return Mistake(
            digest: scored.path, score: scored.score, probability: scored.probability,
            account: found?.record.account.map { accounts?.shown($0) ?? $0 }, folder: file?.message.provenance.folder,
            messageID: file.flatMap { Message($0.message.bytes).messageID }, date: found?.record.date,
            label: found?.record.labels.last?.origin
                ?? found?.record.locations.compactMap(\.evidence).first?.name)
    }
}

extension JSONValue {
    fileprivate static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
