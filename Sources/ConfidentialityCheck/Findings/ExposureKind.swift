// SPDX-License-Identifier: Apache-2.0

/// In which way mail, names or passwords are, or may be, seen by others.
package enum ExposureKind: String, Sendable, CaseIterable {
    // Mail that is sent on.
    /// An alias, or a virtual alias, leads outside.
    case aliasOutside
    /// An alias hands mail to a program.
    case aliasProgram
    /// A `.forward` leads outside.
    case forwardOutside
    /// A `.forward` hands mail to a program.
    case forwardProgram
    /// A Sieve script redirects to the outside.
    case sieveRedirect
    /// A Sieve script redirects to whom a message, or a list, names.
    case sieveVariable
    /// A Sieve script sends notices outside.
    case sieveNotify
    /// A Sieve script hands mail to a program.
    case sieveProgram
    /// Postfix sends a copy of mail outside: `always_bcc` and its like.
    case copyOutside
    /// Postfix hands local users' mail to a program.
    case mailboxProgram
    /// A rule on headers or bodies, or an access table, sends mail outside.
    case ruleOutside
    /// The log: users' rules sent mail outside.
    case redirectsSeen

    // Others that see content.
    /// Mail to others goes through somebody else's server.
    case relayOutside
    /// It does so without TLS that is enforced.
    case relayWithoutTLS
    /// A content filter or proxy outside sees all mail.
    case filterOutside
    /// A milter outside sees all mail.
    case milterOutside

    // Others that see names.
    /// A policy service outside sees senders and recipients.
    case policyServiceOutside
    /// Block lists are asked: they see clients, or senders' domains.
    case blockLists
    /// A public resolver sees all names that the server asks for.
    case publicResolver
    /// Totals of DMARC or TLS go to others.
    case reportsOutside
    /// Reports with messages' headers or texts go to others.
    case failureReportsOutside

    // Clear text.
    /// Passwords for SMTP may cross in clear text.
    case submissionPasswords
    /// Others cannot deliver over TLS.
    case incomingWithoutTLS
    /// Mail to others never goes over TLS.
    case outgoingWithoutTLS
    /// A policy takes TLS away for some.
    case weakPolicy
    /// Dovecot accepts passwords in clear text.
    case cleartextLogins
    /// Dovecot has no TLS.
    case dovecotWithoutTLS
    /// The log: logins in clear text.
    case cleartextLoginsSeen
    /// The log: mail handed in, with a password, in clear text.
    case cleartextSubmissionsSeen
    /// The log: mail to partners in clear text.
    case sentInClear
    /// The log: mail from partners in clear text.
    case receivedInClear

    // Others that log in.
    /// The log: clouds that fetch others' mail log in.
    case cloudLogins
    /// Master users can read everybody's mail.
    case masterUsers
    /// Namespaces show others' mailboxes, with nothing that says whose.
    case sharedWithoutRights
    /// Mailboxes may be opened to everybody.
    case rightsForAnyone
    /// A mailbox is open to everybody with a login, or without.
    case openMailbox
    /// A mailbox is open to other users.
    case sharedMailbox

    // Files.
    /// Every user of the machine can read it.
    case readableByAll
    /// A group can read it.
    case readableByGroup
}

/// How much it matters.
package enum ExposureSeverity: Int, Sendable, CaseIterable, Comparable {
    /// To be known: it may well be wanted.
    case notice
    /// Mail, names or accounts are seen by others: a person has to decide whether that is wanted.
    case warning
    /// Passwords or mail lie open, or all mail goes to others.
    case critical

    package static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }

    /// Its name for programs.
    package var name: String {
        switch self {
        case .notice: "notice"
        case .warning: "warning"
        case .critical: "critical"
        }
    }
}

/// What a check is about, for what could not be checked.
package enum ExposureArea: String, Sendable, CaseIterable {
    /// `main.cf` and `master.cf`.
    case postfix
    /// `doveconf -n`.
    case dovecot
    /// Aliases.
    case aliases
    /// Tables that are no text here.
    case tables
    /// `.forward` and Sieve scripts.
    case forwards
    /// `dovecot-acl` files.
    case accessLists
    /// The servers' logs.
    case logs
    /// What logs do not say of TLS.
    case logDetail
    /// `resolv.conf`.
    case resolver
    /// The DNS zone.
    case zone
    /// Files' permissions.
    case files
    /// Findings of which there are very many.
    case findings
}
