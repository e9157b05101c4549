// SPDX-License-Identifier: Apache-2.0
public import MailArchive
public import MailFeatures
package import MailMessage
import SpamModel
import TrainingStore

/// Archives to read, with the class of the messages in them.
public struct LabelledSource: Sendable {
    /// Files, folders and indexes; `-` is standard input.
    public var paths: [String]
    /// Their format; nil: found out.
    public var format: ArchiveFormat?
    /// The class of every message; nil: what an index says, otherwise none.
    public var messageClass: MessageClass?
    /// Files and folders within the paths whose messages are left out.
    public var excluding: [String]
    /// Which files of the paths are read; nil: all.
    public var filter: ArchiveFilter?
    /// Which folders of mailboxes are looked into; nil: all.
    public var folders: FolderFilter?
    /// Whether somebody at the site wrote the message at a location, whose recipients are read, not its features.
    var isSent: (@Sendable (Provenance) -> Bool)?

    /// Creates a source.
    public init(
        _ paths: [String], format: ArchiveFormat? = nil, messageClass: MessageClass? = nil, excluding: [String] = [],
        filter: ArchiveFilter? = nil
    ) {
        self.filter = filter
        self.paths = paths
        self.format = format
        self.messageClass = messageClass
        self.excluding = excluding
    }

    /// Wanted mail.
    public static func ham(_ paths: [String]) -> LabelledSource { LabelledSource(paths, messageClass: .ham) }
    /// Unwanted mail.
    public static func spam(_ paths: [String]) -> LabelledSource { LabelledSource(paths, messageClass: .spam) }
    /// A TREC index, which labels its messages itself.
    public static func index(_ path: String) -> LabelledSource { LabelledSource([path], format: .index) }
}

/// What is left of a message after extraction: features, label, and where it came from, but no text.
public struct LabelledFeatures: Sendable {
    /// The features.
    public var features: FeatureVector
    /// Where the message lies.
    public var provenance: Provenance
    /// What the message is; nil where nothing says so.
    public var messageClass: MessageClass?
    /// What an index says that it is for.
    public var use = IndexLabel.Use.scoreAndLearn
    /// When the message was received, in seconds since 1970: see ``date(of:)``.
    public var date: Int64?
    /// The canonical digest, if it was asked for.
    public var digest: [UInt8]?
    /// The keyed digest of its Message-ID, if digests were asked for and it has one.
    public var messageID: UInt64?
    /// The keyed digest of the network that handed it over, if digests were asked for and a field tells it.
    public var network: UInt64?
    /// What the site's own filter did with it, if digests were asked for.
    public var filtering = Filtering.unknown
    /// What Spreu wrote into its header (``VerdictField``), if digests were asked for.
    var verdict: Verdict?
    /// What it shows beside its text, if that was asked for.
    package var clues: MessageClues?
    /// Whom it went to if somebody of the site wrote it; then it has no features.
    public var sent: SentMail?

    /// Creates the record of one message.
    public init(
        features: FeatureVector, provenance: Provenance, messageClass: MessageClass? = nil, date: Int64? = nil,
        digest: [UInt8]? = nil, messageID: UInt64? = nil
    ) {
        self.messageID = messageID
        self.features = features
        self.provenance = provenance
        self.messageClass = messageClass
        self.date = date
        self.digest = digest
    }

    /// The message as a learner sees it; nil if it has no label, or one that says not to learn it.
    public var example: TrainingExample? {
        guard let messageClass, use != .scoreOnly else { return nil }
        return TrainingExample(features: features, messageClass: messageClass, date: date)
    }

    /// What a filter wrote into the header that it takes the message for.
    ///
    /// Spreu itself, where a sender cannot have put its field (``VerdictField``); SpamAssassin, Amavis and rspamd
    /// (X-Spam-Flag, X-Spam-Status, X-Spam) and bogofilter (X-Bogosity) anywhere, as some of these write below all else.
    static func filtering(of message: Message, verdict: Verdict?) -> Filtering {
        // Whoever is the site's filter knows better than fields that a sender may have written.
        if let verdict { return verdict == .spam ? .calledSpam : .passed }
        return isMarkedSpam(message) ? .calledSpam : .unknown
    }

    /// Whether a filter other than Spreu, or whoever wrote the message, says in its header that it is spam.
    package static func isMarkedSpam(_ message: Message) -> Bool {
        ["x-spam-flag", "x-spam-status", "x-spam", "x-bogosity"].contains { name in
            guard let field = message.header.first(name as String) else { return false }
            let value = field.unfolded.lowercased().drop { $0 == " " }
            return value.hasPrefix("yes") || value.hasPrefix("spam")
        }
    }

    /// When a message was received by its own account: the date of the topmost Received field, else that of Date.
    ///
    /// Not the file's modification time: a copied archive would train another model. Dates before 1990 or after 2100 are
    /// none.
    static func date(of message: Message) -> Int64? {
        let received = message.header.first("received").flatMap { MailDate(parsing: $0) }
        guard let seconds = (received ?? message.date)?.secondsSince1970 else { return nil }
        return StoredMessage.dates.contains(seconds) ? seconds : nil
    }
}
