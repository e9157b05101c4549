// SPDX-License-Identifier: Apache-2.0
public import MailArchive
public import MailFeatures
public import TrainingStore

/// Where a message is and what its mailbox knows about it: what a rule labels it by.
public struct Placement: Sendable {
    /// The mailbox folder, decoded, its levels joined by `/`; nil where the archive has no folders.
    public var folder: String?
    /// The flags of its name.
    public var flags: MaildirFlags
    /// Keywords as the mailbox writes them.
    public var keywords: [String]
    /// What a TREC index says.
    public var label: IndexLabel?
    /// For how many seconds it has been seen in this folder.
    public var secondsThere: Int64
    /// Whether it has been seen in another folder before.
    public var wasMoved = false
    /// Whether the site's own filter called it spam before it was delivered.
    public var wasFiltered = false
    /// When it was delivered, in seconds since 1970, as the names of Maildirs' files begin; nil: not known.
    public var delivered: Int64?
    /// Whether it came there with most of the account's mail, so recently that this says nothing.
    var isHeld = false
    /// Whether its archive is a Maildir, so that the flags say something.
    public var isMaildir: Bool

    /// Creates a placement.
    public init(
        folder: String?, flags: MaildirFlags = [], keywords: [String] = [], label: IndexLabel? = nil,
        secondsThere: Int64, wasMoved: Bool = false, wasFiltered: Bool = false, delivered: Int64? = nil,
        isMaildir: Bool
    ) {
        self.folder = folder
        self.flags = flags
        self.keywords = keywords
        self.label = label
        self.secondsThere = secondsThere
        self.wasMoved = wasMoved
        self.wasFiltered = wasFiltered
        self.delivered = delivered
        self.isMaildir = isMaildir
    }
}

/// What a rule makes of a message.
public enum Labelling: Sendable, Equatable {
    /// The rule's label.
    case label(Opinion)
    /// No label, and why: a short word for the report; and what was done with it all the same.
    case unlabelled(String, Evidence? = nil)
    /// Not incoming mail, but mail that somebody at the site wrote: its recipients become known senders.
    case sent

    /// What was done with the message; nil: nothing that says what it is.
    var evidence: Evidence? {
        switch self {
        case .label(let opinion): opinion.evidence
        case .unlabelled(_, let evidence): evidence
        case .sent: nil
        }
    }
}

/// Archives to ingest, and the rule that labels what lies in them.
public struct IngestSource: Sendable {
    /// The archives.
    public var archives: LabelledSource
    /// Whose mail it is; nil if nobody's in particular.
    public var account: String?
    /// The rule's name, for the report.
    public var ruleName: String
    /// The rule: a function of a message's placement alone.
    public var rule: @Sendable (Placement) -> Labelling

    /// Creates a source.
    public init(
        _ archives: LabelledSource, account: String? = nil, ruleName: String,
        rule: @escaping @Sendable (Placement) -> Labelling
    ) {
        self.archives = archives
        self.account = account
        self.ruleName = ruleName
        self.rule = rule
    }

    /// Archives whose messages are all of one class, or as an index says: `spreu ingest --label`.
    public static func labelled(_ archives: LabelledSource) -> IngestSource {
        let name = archives.messageClass.map { $0 == .spam ? "ingest spam" : "ingest ham" } ?? "ingest index"
        return IngestSource(archives, ruleName: name) { placement in
            guard let isSpam = archives.messageClass.map({ $0 == .spam }) ?? placement.label?.isSpam else {
                return .unlabelled("no label")
            }
            return .label(Opinion(isSpam: isSpam, origin: name))
        }
    }

    /// Archives of mail that the site's users wrote: `spreu ingest --sent`.
    public static func sent(_ archives: LabelledSource) -> IngestSource {
        IngestSource(archives, ruleName: "ingest sent") { _ in .sent }
    }
}
