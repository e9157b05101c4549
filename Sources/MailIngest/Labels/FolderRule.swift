// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import TrainingStore

/// A message's label, by its folder, flags and keywords, and by how long it has been there.
///
/// Names of folders are compared as people see them: decoded, without regard to how an accented letter is composed; a name
/// stands for the folders below it, too, and `INBOX` is one whatever the case (``FolderUse``).
///
/// ## Rules, the first that holds
/// 1. Deleted, in Trash, a draft: nothing. Junk emptied to Trash is not ham. Sent: no mail that came in, but whoever gets it is
///    a known sender.
/// 2. In its folder for less than the settle time: nothing. A message that is dragged and dragged back was never a label.
/// 3. In a spam folder: spam if somebody moved it there or read it. What the filter filed itself and nobody rescued for the
///    silent time is spam of low weight, so that the filter does not only learn what it missed. Else nothing.
///    What was delivered before ``existingJunk`` counts as if somebody had put it there.
/// 4. Unread: nothing. It may be spam that nobody has seen yet.
/// 5. With a keyword that says junk or not junk: that; with both: nothing.
/// 6. In a ham folder: ham. Elsewhere: nothing.
public struct FolderRule: Sendable, Equatable {
    /// Folders of wanted mail; `*` or `rest` stands for all that have no other use.
    public var ham = FolderUse.ham.usualNames
    /// Folders of spam.
    public var spam = FolderUse.spam.usualNames
    /// Folders of what was deleted.
    public var trash = FolderUse.trash.usualNames
    /// Folders of what is not written to its end.
    public var drafts = FolderUse.drafts.usualNames
    /// Folders of what was sent.
    public var sent = FolderUse.sent.usualNames
    /// For how long a message must have been seen in its folder.
    public var settle = TimeSpan(days: 1)
    /// After how long unrescued junk that the filter filed is a label; nil: never.
    public var silent: TimeSpan? = TimeSpan(days: 1)
    /// How much that counts.
    public var silentWeight = 0.75

    /// Mail that was delivered to a spam folder before this time, in seconds since 1970, is taken for spam whoever filed it:
    /// how to start from the Junk of an older filter; nil: none is.
    public var existingJunk: Int64?

    /// What labels by ``existingJunk`` are called.
    public static let existingJunkOrigin = "existing junk"

    /// The usual folders.
    public init() {}

    /// What the rule makes of a message.
    public func label(_ placement: Placement) -> Labelling {
        guard let folder = placement.folder else { return .unlabelled("no folder") }
        let use = self.use(of: folder)
        let isSettled = placement.secondsThere >= settle.seconds
        let isUnread = !placement.flags.contains(.seen) || placement.flags.contains(.recent)
        if placement.flags.contains(.trashed) || use == .trash {
            return .unlabelled("deleted", isSettled ? (isUnread ? .deletedUnread : .deleted) : nil)
        }
        if placement.flags.contains(.draft) || use == .drafts { return .unlabelled("draft") }
        if use == .sent { return .sent }
        if !isSettled { return .unlabelled("not settled") }
        let keywords = placement.keywords.map { $0.lowercased() }
        let isNotJunk = keywords.contains { ["$notjunk", "notjunk", "nonjunk", "$nonjunk"].contains($0) }
        let isJunk = keywords.contains { ["$junk", "junk"].contains($0) }
        if isJunk && isNotJunk { return .unlabelled("keywords contradict") }
        if use == .spam {
            if isNotJunk { return .unlabelled("keyword contradicts folder") }
            if placement.wasMoved { return .label(Self.opinion(isSpam: true, .movedToJunk)) }
            if let existingJunk, let delivered = placement.delivered, delivered < existingJunk {
                return .label(
                    Opinion(
                        isSpam: true, weight: silentWeight, origin: Self.existingJunkOrigin, evidence: .readInJunk))
            }
            if placement.wasFiltered {
                guard let silent, placement.secondsThere >= silent.seconds else {
                    return .unlabelled("filed by the filter", .filtered)
                }
                return .label(Opinion(isSpam: true, weight: silentWeight, origin: Opinion.silent, evidence: .filtered))
            }
            return isUnread ? .unlabelled("unread") : .label(Self.opinion(isSpam: true, .readInJunk))
        }
        if isUnread { return .unlabelled("unread", .unopened) }
        if isNotJunk { return .label(Self.opinion(isSpam: false, .keywordHam)) }
        if isJunk { return .label(Self.opinion(isSpam: true, .keywordSpam)) }
        let evidence = Self.evidence(ofRead: placement, isInInbox: folder.uppercased() == "INBOX")
        guard use == .ham else { return .unlabelled("folder not named", evidence) }
        return .label(
            Opinion(
                isSpam: false, origin: placement.wasMoved ? Evidence.filed.name : Evidence.kept.name,
                evidence: evidence))
    }

    private static func opinion(isSpam: Bool, _ evidence: Evidence) -> Opinion {
        Opinion(isSpam: isSpam, origin: evidence.name, evidence: evidence)
    }

    /// What was done with a message that somebody read and left in another folder than those of spam and trash.
    private static func evidence(ofRead placement: Placement, isInInbox: Bool) -> Evidence {
        if placement.flags.contains(.replied) { return .answered }
        guard placement.wasMoved else { return .kept }
        if placement.wasFiltered { return .rescued }
        return isInInbox ? .kept : .filed
    }
}
