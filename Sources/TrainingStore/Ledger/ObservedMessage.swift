// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// One message of a store with all that was done with it, labelled or not.
public struct ObservedMessage: Sendable {
    /// The label that the ledger has of a message.
    public struct Label: Sendable, Equatable {
        /// What it says.
        public var isSpam: Bool
        /// How much it counts, 0 to 1.
        public var weight: Double
        /// Which rule or who gave it.
        public var origin: String

        /// Creates a label.
        public init(isSpam: Bool, weight: Double = 1, origin: String) {
            self.isSpam = isSpam
            self.weight = weight
            self.origin = origin
        }
    }

    /// The message's digest.
    public var digest: [UInt8]
    /// Where its features are read.
    public var features: FeatureReference
    /// When it was received, in seconds since 1970; nil if nothing says so.
    public var date: Int64?
    /// Whose mail it is; nil where the source has no account.
    public var account: String?
    /// Its last label; nil: none.
    public var label: Label?
    /// What was done with its copies; never empty.
    public var votes: [Vote]
    /// What the site's own filter did with it when it came.
    public var filtering: Filtering
    /// Whether somebody of the site had written to the sender before it came (``KnownSenderList``).
    public var isSenderKnown = false
    /// Its size in its archive, in bytes; 0: not known.
    public var size = 0
    /// The keyed digest of the network that handed it over; nil: not known.
    public var network: UInt64?

    /// Creates an observed message.
    ///
    /// - Parameters:
    ///   - votes: what its locations say; other labels, and that it was answered, are added.
    ///   - wasAnswered: whether somebody wrote to the sender when it had come.
    public init(
        digest: [UInt8], features: FeatureReference, date: Int64? = nil, account: String? = nil, label: Label? = nil,
        votes: [Vote] = [], filtering: Filtering = .unknown, wasAnswered: Bool = false
    ) {
        self.digest = digest
        self.features = features
        self.date = date
        self.account = account
        self.label = label
        self.votes = votes
        self.filtering = filtering
        if let label {
            let evidence = Evidence(origin: label.origin, isSpam: label.isSpam)
            let isStated = evidence == .statedHam || evidence == .statedSpam
            if votes.isEmpty || isStated && !votes.contains(where: { $0.evidence == evidence }) {
                self.votes.append(Vote(account: account, evidence))
            }
        }
        if wasAnswered { self.votes.append(Vote(.answered)) }
        if self.votes.isEmpty { self.votes.append(Vote(account: account, .unsettled)) }
    }

    /// Removes what accounts did with the message; what somebody stated or reported stays.
    ///
    /// So the mail of an account is no evidence any more whenever it was gathered, and is again once the account is none of
    /// these.
    public mutating func disregard(_ isDisregarded: (String?) -> Bool) {
        votes.removeAll { !$0.evidence.isStated && isDisregarded($0.account) }
        if let given = label, isDisregarded(account), !Evidence(origin: given.origin, isSpam: given.isSpam).isStated {
            label = nil
        }
        if votes.isEmpty { votes.append(Vote(account: account, .unsettled)) }
    }

    /// The message with its label; nil if it has none.
    public var labelled: LabelledMessage? {
        label.map { label in
            var message = LabelledMessage(
                digest: digest, features: features, isSpam: label.isSpam, weight: label.weight, date: date,
                account: account, origin: label.origin)
            message.isSenderKnown = isSenderKnown
            message.size = size
            return message
        }
    }
}

extension Evidence {
    /// Whether somebody said it, with a command or as feedback.
    fileprivate var isStated: Bool {
        switch self {
        case .statedHam, .statedSpam, .reportedHam, .reportedSpam: true
        default: false
        }
    }

    /// What a label's origin stands for: anything that is not from a folder rule was stated by somebody.
    fileprivate init(origin: String, isSpam: Bool) {
        let byFolder: [Evidence] = [.movedToJunk, .readInJunk, .keywordHam, .keywordSpam, .filed, .kept]
        if origin == Opinion.silent {
            self = .filtered
        } else if origin.hasPrefix("drop ") {
            self = isSpam ? .reportedSpam : .reportedHam
        } else {
            self = byFolder.first { $0.name == origin } ?? (isSpam ? .statedSpam : .statedHam)
        }
    }
}
