// SPDX-License-Identifier: Apache-2.0
public import MailArchive
import MailFeatures
import SpamModel
import TextOutput
public import TrainingStore

/// One message that somebody submitted, and what they said about it.
public struct FeedbackMessage: Sendable {
    /// The message; its provenance is for people.
    public var message: ArchivedMessage
    /// A unique name: a second ingest of the same says nothing new; nil: however often it is submitted, it is one vote
    /// of its account.
    public var name: String?
    /// What was said; nil: what was said before no longer holds.
    public var opinion: Opinion?
    /// Who submits it, whose vote it is; nil if unknown.
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
        self.account = account.flatMap(Self.voter)
        self.verdict = verdict
    }

    /// The most bytes of a name.
    private static let maxVoterBytes = 255

    /// A name made safe for the ledger, since submitters can write anything there; nil: nothing is left of it.
    private static func voter(_ account: String) -> String? {
        var voter = String.UnicodeScalarView()
        var bytes = 0
        for scalar in account.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: continue
            default: bytes += UTF8.width(scalar)
            }
            if bytes > maxVoterBytes { break }
            voter.append(scalar)
        }
        return voter.isEmpty ? nil : String(voter)
    }
}

extension Ingest {
    /// Takes submitted messages one by one, in their order: each labels its message from now on.
    ///
    /// What an account says is its vote, in addition to what it did with its own copy; the ledger has a source for
    /// each.
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
        for (feedback, message) in zip(messages, pipeline.extract(messages.map(\.message))) {
            guard let digest = message.digest else { continue }
            // Of the site's own digest nobody learns, whatever is said of it.
            if message.sent != nil {
                report.count(.sent, of: source)
                continue
            }
            let number: Int64
            if let known = numbers[feedback.account] {
                number = known
            } else {
                number = try store.source(
                    feedback.account.map { "\(source) \($0)" } ?? source, account: feedback.account)
                numbers[feedback.account] = number
            }
            let name =
                feedback.name.map { key.digest(of: $0.utf8, purpose: .fileName) } ?? Location.name(ofDigest: digest)
            let before = try store.location(name, of: number)
            if feedback.name == nil {
                if (words[number]?[name] ?? before?.isSpam) == feedback.opinion?.isSpam { continue }
                words[number, default: [:]][name] = feedback.opinion?.isSpam
            } else if before != nil {
                // It was taken before, and the record could not be removed.
                continue
            }
            report.parsed += 1
            guard let opinion = feedback.opinion else {
                try store.commit(batch, now: now)
                batch = IngestBatch()
                report.relabelled += try store.label(.digest(digest.hexadecimal), isSpam: nil, origin: source, now: now)
                continue
            }
            report.count(.label(opinion), of: source)
            if feedback.name != nil {
                let verdict = feedback.verdict.map(VerdictField.verdict(statedBy:)) ?? message.verdict
                report.feedback.count(isSpam: opinion.isSpam, verdict: verdict)
            }
            var stored = StoredMessage(
                digest: digest, messageID: message.messageID, date: message.date, size: feedback.message.bytes.count)
            stored.filtering = message.filtering
            stored.network = message.network
            let reference = try batch.take(stored, account: feedback.account, from: store, counting: &report) {
                () throws(StoreError) in message.features
            }
            batch.see(
                reference, at: Location(source: number, name: name, folder: 0, since: now), before: before,
                opinion: opinion)
        }
        try store.commit(batch, now: now)
    }

    /// Notes that files of a source were read whose messages are known from other locations.
    func noteRead(_ files: [UInt64], of source: Int64) throws(StoreError) {
        var batch = IngestBatch()
        for name in files {
            batch.see(
                .forgotten, at: Location(source: source, name: name, folder: 0, since: now), before: nil, opinion: nil)
        }
        try store.commit(batch, now: now)
    }
}
