// SPDX-License-Identifier: Apache-2.0
public import MailArchive
import MailFeatures
import SpamModel
import TextOutput
public import TrainingStore

/// One message that somebody handed over, and what they said of it.
public struct HandedMessage: Sendable {
    /// The message; its provenance is for people.
    public var message: ArchivedMessage
    /// A name that no other has: a second ingest of the same says nothing new.
    public var name: String
    /// What was said; nil: what was said before no longer holds.
    public var opinion: Opinion?
    /// Whose mail it is; nil if nobody says so.
    public var account: String?
    /// What the live filter said when it came, as a line that begins with its verdict; nil: what its header says.
    public var verdict: String?

    /// Creates one.
    public init(
        _ message: ArchivedMessage, name: String, opinion: Opinion?, account: String? = nil,
        verdict: String? = nil
    ) {
        self.message = message
        self.name = name
        self.opinion = opinion
        self.account = account
        self.verdict = verdict
    }
}

extension Ingest {
    /// Takes messages that were handed over one by one, in their order: each says what its message is from now on.
    ///
    /// - Parameters:
    ///   - messages: some of them; all are committed when this returns.
    ///   - source: through what they came, as the ledger names it.
    public func take(
        _ messages: [HandedMessage], from source: String, into report: inout IngestReport
    ) throws(StoreError) {
        let number = try store.source(source)
        var batch = IngestBatch()
        for (handed, message) in zip(messages, pipeline.extract(messages.map(\.message))) {
            guard let digest = message.digest else { continue }
            let name = key.digest(of: handed.name.utf8, purpose: .fileName)
            // It was taken before, and the record could not be removed.
            if try store.place(name, of: number) != nil { continue }
            report.parsed += 1
            guard let opinion = handed.opinion else {
                try store.commit(batch, now: now)
                batch = IngestBatch()
                report.relabelled += try store.label(.digest(digest.hexadecimal), isSpam: nil, origin: source, now: now)
                continue
            }
            report.count(.label(opinion), of: source)
            let verdict = handed.verdict.map(VerdictField.verdict(statedBy:)) ?? message.verdict
            report.handed.count(isSpam: opinion.isSpam, verdict: verdict)
            var stored = StoredMessage(
                digest: digest, messageID: message.messageID, date: message.date, size: handed.message.bytes.count)
            stored.filtering = message.filtering
            let reference = try batch.take(stored, account: handed.account, from: store, counting: &report) {
                () throws(StoreError) in message.features
            }
            batch.see(
                reference, at: Place(source: number, name: name, folder: 0, since: now), before: nil, opinion: opinion)
        }
        try store.commit(batch, now: now)
    }
}
