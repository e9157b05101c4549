// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// What an ingest has found since its last commit: new messages, and where messages lie.
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
        /// One that somebody of the site wrote: of it no more is kept than whom it went to.
        case sent
    }

    /// Whom a message of the site went to.
    struct Letter {
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
        var place: Place
        var reference: Reference
        var origin: String?
        /// Whether the place says something new, so that the label becomes what it says.
        var isNews: Bool
    }

    private(set) var messages: [NewMessage] = []
    private(set) var features: [FeatureVector] = []
    private(set) var observations: [Observation] = []
    private(set) var letters: [Letter] = []
    private(set) var mailboxes: [(source: Int64, state: MboxState)] = []
    private(set) var removed: [(source: Int64, name: UInt64)] = []
    private(set) var withdrawn: [(source: Int64, name: UInt64)] = []
    private var positions: [[UInt8]: Int] = [:]
    private var replacements: Set<Int64> = []

    /// Bytes of features, about: what bounds a batch.
    public private(set) var byteCount = 0

    /// Creates a batch of nothing.
    public init() {}

    /// Whether there is anything to commit.
    public var isEmpty: Bool {
        messages.isEmpty && observations.isEmpty && letters.isEmpty && mailboxes.isEmpty && removed.isEmpty
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

    /// Notes where a message lies and what the place says of it.
    ///
    /// - Parameters:
    ///   - place: the place as it is now, without its opinion; ``Place/message`` is not asked for.
    ///   - evidence: what was done with the message there, where that is no opinion.
    public mutating func see(
        _ reference: Reference, at place: Place, before: Place?, opinion: Opinion?, evidence: Evidence? = nil
    ) {
        var place = place
        let earlier = place.evidence ?? before?.evidence
        place.evidence = (opinion?.evidence ?? evidence)?.following(earlier) ?? earlier
        let isSame = before?.isSpam == opinion?.isSpam && before?.weight == opinion?.weight && before?.isGone != true
        let isNews = opinion != nil && !isSame
        // A place that says nothing now has not changed its mind.
        place.isSpam = opinion?.isSpam ?? before?.isSpam
        place.weight = opinion?.weight ?? before?.weight
        withdrawn.removeAll { $0.source == place.source && $0.name == place.name }
        observations.append(Observation(place: place, reference: reference, origin: opinion?.origin, isNews: isNews))
    }

    /// Notes whom a message went to that somebody of the site wrote.
    ///
    /// - Parameters:
    ///   - recipients: keyed digests of their addresses (`AddressDigests`).
    ///   - date: when, in seconds since 1970.
    ///   - source: where it lies: when that is forgotten, so are they.
    public mutating func write(to recipients: [UInt64], date: Int64, of source: Int64) {
        guard !recipients.isEmpty else { return }
        letters.append(Letter(source: source, recipients: recipients, date: date))
        byteCount += 8 * recipients.count + 64
    }

    /// Notes how far an mbox has been read.
    public mutating func note(_ state: MboxState, of source: Int64) { mailboxes.append((source, state)) }

    /// Notes that what was read at a place was half a message, which is gone unless it lies elsewhere too, or is
    /// seen there again: then it was whole.
    public mutating func withdraw(_ place: Place) { withdrawn.append((place.source, place.name)) }

    /// Notes that a place is empty now: its message keeps its label.
    public mutating func markRemoved(_ place: Place) { removed.append((place.source, place.name)) }
}
