// SPDX-License-Identifier: Apache-2.0
package import MailFeatures

/// The sender's relation to the site: losing a reply or a first contact is worse than losing bulk mail.
package enum SenderKind: String, CaseIterable, Sendable {
    /// A reply from somebody the site's users had written to.
    case reply
    /// Other mail from somebody they had written to.
    case known
    /// Somebody new who does not write to many.
    case firstContact
    /// A mailing list, a newsletter, an automatic notice.
    case bulk

    /// What it is called in a report, of several messages.
    var plural: String {
        switch self {
        case .reply: "replies"
        case .known: "of known senders"
        case .firstContact: "first contacts"
        case .bulk: "bulk"
        }
    }
}

/// Tells a message's ``SenderKind`` by its features.
package struct SenderKinds: Sendable {
    private let answers: FieldPresence
    private let bulk: FieldPresence

    /// RFC 5322 section 3.6.4; RFC 2919, 2369, 3834, and the old Precedence of RFC 2076.
    package init(key: SiteKey) {
        answers = FieldPresence(["in-reply-to", "references"], key: key)
        bulk = FieldPresence(
            ["list-id", "list-unsubscribe", "list-post", "precedence", "auto-submitted", "feedback-id"], key: key)
    }

    /// The kind of a message.
    package func kind(of features: FeatureVector, isSenderKnown: Bool) -> SenderKind {
        if isSenderKnown { return answers.holds(in: features) ? .reply : .known }
        return bulk.holds(in: features) ? .bulk : .firstContact
    }
}
