// SPDX-License-Identifier: Apache-2.0
public import MailArchive
import MailFeatures
import SpamModel
import TextOutput
public import TrainingStore

/// One message that somebody handed over, and what they said of it.
public struct FeedbackMessage: Sendable {
    /// The message; its provenance is for people.
    public var message: ArchivedMessage
    /// A name that no other has: a second ingest of the same says nothing new; nil: however often it is handed over, it is one
    /// word of its account.
    public var name: String?
    /// What was said; nil: what was said before no longer holds.
    public var opinion: Opinion?
    /// Who hands it over, whose word it is; nil if nobody says so.
    public var account: String?
    /// What the live filter said when it came, as a line that begins with its verdict; nil: what its header says.
    public var verdict: String?

    /// Creates one.
    public init(
        _ message: ArchivedMessage, name: String?, opinion: Opinion?, account: String? = nil,
        verdict: String? = nil
    ) {
        self.message = message
        self.name = name
        self.opinion = opinion
        self.account = account.flatMap(Self.voice)
        self.verdict = verdict
    }

    /// The most bytes of a name.
    private static let longestVoice = 255

    /// A name as the ledger has it, for whoever hands mail over may write anything there; nil: nothing is left of it.
    private static func voice(_ account: String) -> String? {
        var voice = String.UnicodeScalarView()
        var bytes = 0
        for scalar in account.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: continue
            default: bytes += UTF8.width(scalar)
            }
            if bytes > longestVoice { break }
            voice.append(scalar)
        }
        return voice.isEmpty ? nil : String(voice)
    }
}

extension Ingest {
    /// Takes messages that were handed over one by one, in their order: each says what its message is from now on.
    ///
    /// What an account says is its vote, beside what it did with its own copy; the ledger has a source for each.
    ///
    /// - Parameters:
    ///   - messages: some of them; all are committed when this returns.
    ///   - source: through what they came, as the ledger names it.
    public func take(
        _ messages: [FeedbackMessage], from source: String, into report: inout IngestReport
    ) throws(StoreError) {
        var numbers: [String?: Int64] = [:]
        var words: [Int64: [UInt64: Bool]] = [:]
        var batch = IngestBatch()
        for (handed, message) in zip(messages, pipeline.extract(messages.map(\.message))) {
            guard let digest = message.digest else { continue }
            let number: Int64
            if let known = numbers[handed.account] {
                number = known
            } else {
                number = try store.source(
                    handed.account.map { "\(source) \($0)" } ?? source, account: handed.account)
                numbers[handed.account] = number
            }
            let name =
                handed.name.map { key.digest(of: $0.utf8, purpose: .fileName) } ?? Place.name(ofDigest: digest)
            let before = try store.place(name, of: number)
            if handed.name == nil {
                if (words[number]?[name] ?? before?.isSpam) == handed.opinion?.isSpam { continue }
                words[number, default: [:]][name] = handed.opinion?.isSpam
            } else if before != nil {
                // It was taken before, and the record could not be removed.
                continue
            }
            report.parsed += 1
            guard let opinion = handed.opinion else {
                try store.commit(batch, now: now)
                batch = IngestBatch()
                report.relabelled += try store.label(.digest(digest.hexadecimal), isSpam: nil, origin: source, now: now)
                continue
            }
            report.count(.label(opinion), of: source)
            if handed.name != nil {
                let verdict = handed.verdict.map(VerdictField.verdict(statedBy:)) ?? message.verdict
                report.handed.count(isSpam: opinion.isSpam, verdict: verdict)
            }
            var stored = StoredMessage(
                digest: digest, messageID: message.messageID, date: message.date, size: handed.message.bytes.count)
            stored.filtering = message.filtering
            let reference = try batch.take(stored, account: handed.account, from: store, counting: &report) {
                () throws(StoreError) in message.features
            }
            batch.see(
                reference, at: Place(source: number, name: name, folder: 0, since: now), before: before,
                opinion: opinion)
        }
        try store.commit(batch, now: now)
    }

    /// Notes that files of a source were read whose messages are known by other places.
    func noteRead(_ files: [UInt64], of source: Int64) throws(StoreError) {
        var batch = IngestBatch()
        for name in files {
            batch.see(
                .forgotten, at: Place(source: source, name: name, folder: 0, since: now), before: nil, opinion: nil)
        }
        try store.commit(batch, now: now)
    }
}
