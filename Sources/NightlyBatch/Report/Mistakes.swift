// SPDX-License-Identifier: Apache-2.0
import MailArchive
package import MailFeatures
import MailIngest
import MailMessage
package import SpamEvaluation
package import TextOutput
package import TrainingStore

/// The evaluated messages whose verdict was wrong, so that a person can follow a figure to them: never a word of their text.
package struct Mistakes {
    /// At most this many of each kind are listed, the worst.
    private static let maxListed = 100

    private let hamLost: [JSONValue]
    private let spamMissed: [JSONValue]

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
        hamLost = lost.map { Self.json($0, found[$0.path], accounts) }
        spamMissed = missed.map { Self.json($0, found[$0.path], accounts) }
    }

    /// The messages for programs.
    package var json: JSONValue { .object(["hamLost": .array(hamLost), "spamMissed": .array(spamMissed)]) }

    private static func json(_ scored: ScoredMessage, _ found: FoundMessage?, _ accounts: AccountNames?) -> JSONValue {
        let file = found?.files.first
        let label = found?.record.labels.last?.origin ?? found?.record.locations.compactMap(\.evidence).first?.name
        return .object([
            "digest": .string(scored.path), "score": .number(scored.score),
            "account": found?.record.account.map { .string(accounts?.shown($0) ?? $0) } ?? .null,
            "folder": file?.message.provenance.folder.map { .string($0) } ?? .null,
            "messageID": file.flatMap { Message($0.message.bytes).messageID }.map { .string($0) } ?? .null,
            "date": found?.record.date.map { .string(MailDate(secondsSince1970: $0).rfc3339) } ?? .null,
            "label": label.map { .string($0) } ?? .null,
        ])
    }
}
