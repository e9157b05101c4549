// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// What an ingest has found since its last commit: new messages, and the locations of messages.
///
/// Nothing of it is in the store before ``TrainingStore/commit(_:now:)``, and then all of it is.
public struct IngestBatch: Sendable {
    /// A message of the batch or of the ledger.
    public enum Reference: Sendable, Equatable {
        /// One that the ledger knows, by its number there.
        case known(Int64)
        /// One that came with this batch.
        case new(Int)
        /// One that is forgotten.
        case forgotten
        /// One that somebody at the site wrote: only its recipients are kept.
        case sent
    }

    /// The recipients of a message that the site sent.
    struct SentMessage {
        var source: Int64
        var recipients: [UInt64]
        var date: Int64
    }

    struct NewMessage {
        var message: StoredMessage
        var account: String?
        /// Set for one that the ledger knows, whose features are made again.
        var replaces: Int64?
    }

    struct Observation {
        var location: Location
        var reference: Reference
        var origin: String?
        /// Whether the location says something new, so that the label becomes what it says.
        var isNews: Bool
    }

    private(set) var messages: [NewMessage] = []
    private(set) var features: [FeatureVector] = []
    private(set) var observations: [Observation] = []
    private(set) var sentMessages: [SentMessage] = []
    private(set) var mailboxes: [(source: Int64, state: MboxState)] = []
    private(set) var removed: [(source: Int64, name: UInt64)] = []
    private(set) var withdrawn: [(source: Int64, name: UInt64)] = []
    private var positions: [[UInt8]: Int] = [:]
    private var replacements: Set<Int64> = []

    /// Approximate bytes of features: what bounds a batch.
    public private(set) var byteCount = 0

    /// Creates a batch of nothing.
    public init() {}

    /// Whether there is anything to commit.
    public var isEmpty: Bool {
        messages.isEmpty && observations.isEmpty && sentMessages.isEmpty && mailboxes.isEmpty && removed.isEmpty
            && withdrawn.isEmpty
    }

    /// The number of things in the batch.
    public var count: Int { messages.count + observations.count + removed.count }

    /// The message of this batch with a digest.
    public func position(of digest: [UInt8]) -> Int? { positions[digest] }

    /// The number in the ledger of the message whose features one of the batch replaces; nil if it is new.
    public func replaced(_ position: Int) -> Int64? { messages[position].replaces }

    /// Whether features of the batch replace those of a message of the ledger.
    public func replaces(_ message: Int64) -> Bool { replacements.contains(message) }

    /// Adds a message; returns its position in the batch.
    ///
    /// - Parameter replaces: the number of the message in the ledger whose features these replace.
    public mutating func add(
        _ message: StoredMessage, _ vector: FeatureVector, account: String? = nil, replaces: Int64? = nil
    ) -> Int {
        messages.append(NewMessage(message: message, account: account, replaces: replaces))
        features.append(vector)
        if let replaces { replacements.insert(replaces) }
        byteCount += 4 * vector.hashes.count + 128
        positions[message.digest] = messages.count - 1
        return messages.count - 1
    }

    /// Notes a message's location and what that says about it.
    ///
    /// - Parameters:
    ///   - location: the location as it is now, without its opinion; ``Location/message`` is ignored.
    ///   - evidence: what was done with the message there, where that is no opinion.
    public mutating func see(
        _ reference: Reference, at location: Location, before: Location?, opinion: Opinion?, evidence: Evidence? = nil
    ) {
        var location = location
        let earlier = location.evidence ?? before?.evidence
        location.evidence = (opinion?.evidence ?? evidence)?.following(earlier) ?? earlier
        let isSame = before?.isSpam == opinion?.isSpam && before?.weight == opinion?.weight && before?.isGone != true
        let isNews = opinion != nil && !isSame
        // A location that says nothing now has not changed its mind.
        location.isSpam = opinion?.isSpam ?? before?.isSpam
        location.weight = opinion?.weight ?? before?.weight
        withdrawn.removeAll { $0.source == location.source && $0.name == location.name }
        observations.append(
            Observation(location: location, reference: reference, origin: opinion?.origin, isNews: isNews))
    }

    /// Notes the recipients of a message that somebody at the site wrote.
    ///
    /// - Parameters:
    ///   - recipients: keyed digests of their addresses (`AddressDigests`).
    ///   - date: when, in seconds since 1970.
    ///   - source: where it lies: when that is forgotten, so are they.
    public mutating func write(to recipients: [UInt64], date: Int64, of source: Int64) {
        guard !recipients.isEmpty else { return }
        sentMessages.append(SentMessage(source: source, recipients: recipients, date: date))
        byteCount += 8 * recipients.count + 64
    }

    /// Notes how far an mbox has been read.
    public mutating func note(_ state: MboxState, of source: Int64) { mailboxes.append((source, state)) }

    /// Notes that what was read at a location was half a message, which is gone unless it is also elsewhere, or is seen
    /// there again: then it was whole.
    public mutating func withdraw(_ location: Location) { withdrawn.append((location.source, location.name)) }

    /// Notes that a location is empty now: its message keeps its label.
    public mutating func markRemoved(_ location: Location) { removed.append((location.source, location.name)) }
}
