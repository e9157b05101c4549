// SPDX-License-Identifier: Apache-2.0

/// What somebody did with a message, which says more or less surely what the message is.
///
/// The raw values are stored (`places.evidence` of the ledger) and never change their meaning.
public enum Evidence: UInt8, CaseIterable, Sendable, Hashable {
    /// An archive of wanted mail, an index or the administrator says so.
    case statedHam = 1
    /// An archive of spam, an index or the administrator says so.
    case statedSpam = 2
    /// A user handed it over as wanted.
    case reportedHam = 3
    /// A user handed it over as spam.
    case reportedSpam = 4
    /// It has a keyword that says that it is not junk.
    case keywordHam = 5
    /// It has a keyword that says that it is junk.
    case keywordSpam = 6
    /// Somebody moved it to the spam folder.
    case movedToJunk = 7
    /// Somebody read it in the spam folder and left it there.
    case readInJunk = 8
    /// The filter filed it as spam, and nobody took it out.
    case filtered = 9
    /// The filter called it spam, and somebody took it out of the spam folder.
    case rescued = 10
    /// Somebody read it and filed it in another folder than the inbox.
    case filed = 11
    /// Somebody answered it.
    case answered = 12
    /// Somebody read it and left it where it was.
    case kept = 13
    /// Somebody read it and deleted it.
    case deleted = 14
    /// Somebody deleted it unread.
    case deletedUnread = 15
    /// Nobody has opened it.
    case unopened = 16
    /// It came so lately that nobody can have done anything with it.
    case unsettled = 17

    /// What is known of a message after something else was done with it.
    ///
    /// Deleting and forgetting a message says less than what was done with it before: an emptied spam folder stays spam.
    public func following(_ earlier: Evidence?) -> Evidence {
        guard let earlier else { return self }
        switch self {
        case .deleted, .deletedUnread, .unopened, .unsettled:
            switch earlier {
            case .kept where self != .unopened, .deletedUnread where self == .deleted, .unopened, .unsettled:
                return self
            default: return earlier
            }
        default: return self
        }
    }

    /// Who or what says it, as reports and the history of labels name it.
    public var name: String {
        switch self {
        case .statedHam: "stated ham"
        case .statedSpam: "stated spam"
        case .reportedHam: "reported as ham"
        case .reportedSpam: "reported as spam"
        case .keywordHam: "keyword not junk"
        case .keywordSpam: "keyword junk"
        case .movedToJunk: "moved to junk"
        case .readInJunk: "junk folder"
        case .filtered: "filed by the filter"
        case .rescued: "rescued"
        case .filed: "moved to ham"
        case .answered: "answered"
        case .kept: "ham folder"
        case .deleted: "deleted"
        case .deletedUnread: "deleted unread"
        case .unopened: "unread"
        case .unsettled: "not settled"
        }
    }
}

/// What one account did with a copy of a message.
public struct Vote: Sendable, Hashable {
    /// Whose copy it is; nil where the source has no account.
    public var account: String?
    /// What was done with it.
    public var evidence: Evidence

    /// Creates a vote.
    public init(account: String? = nil, _ evidence: Evidence) {
        self.account = account
        self.evidence = evidence
    }
}
