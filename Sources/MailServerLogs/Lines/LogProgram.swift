// SPDX-License-Identifier: Apache-2.0

/// Which program wrote a line.
package enum MailServer: UInt8, Sendable, CaseIterable {
    /// Postfix, any instance.
    case postfix
    /// Dovecot.
    case dovecot
    /// Exim.
    case exim
    /// Spreu's own filter.
    case spreud
    /// Another daemon, whose lines are only counted.
    case other
}

/// What a syslog tag says of a line's writer.
package struct LogProgram: Sendable, Equatable {
    /// The server.
    package var server: MailServer
    /// The daemon's name, without instance, service and process: `smtpd` of `postfix-in/submission/smtpd[42]`.
    package var daemon: String
    /// Whether it is the submission service, for a site's own users.
    package var isSubmission: Bool
    /// What distinguishes instances that use the same queue ids: a hash of `postfix-in`.
    package var instance: UInt64

    /// Where a delivery agent delivers to.
    enum Route: UInt8 {
        case none, mailbox, network, discard
    }

    var route: Route {
        switch daemon {
        case "smtp": .network
        case "lmtp", "local", "virtual", "pipe": .mailbox
        case "discard": .discard
        default: .none
        }
    }

    /// Daemons of Postfix that have lines of their own kind.
    private static let postfixDaemons: Set<String> = [
        "smtpd", "postscreen", "cleanup", "qmgr", "oqmgr", "nqmgr", "smtp", "lmtp", "local", "virtual", "pipe",
        "bounce", "defer", "trace", "anvil", "tlsproxy", "dnsblog", "pickup", "error", "retry", "discard", "master",
        "postsuper", "scache", "verify", "trivial-rewrite", "tlsmgr", "postfix-script", "sendmail", "postdrop",
        "postmap", "postalias", "proxymap", "proxywrite", "showq", "flush", "spawn", "qmqpd", "postqueue", "postlog",
        "postlogd", "postfix-wrapper", "postmulti", "postcat", "postkick", "postlock", "postconf", "set-permissions",
    ]
    /// Services of Dovecot, whose names stand alone in Dovecot's own log files.
    static let dovecotServices: Set<String> = [
        "imap-login", "pop3-login", "managesieve-login", "submission-login", "auth", "auth-worker", "dovecot-auth",
        "imap", "pop3", "lmtp", "lda", "managesieve", "submission", "indexer", "indexer-worker", "master", "anvil",
        "stats", "config", "log", "doveadm", "ssl-params", "quota-status", "replicator", "imap-hibernate",
        "imap-urlauth", "director", "dict", "script", "old-stats", "aggregator", "ipc", "dns-client", "lib-sasl",
        "deliver", "dsync-local", "dsync-server", "quota-warning", "imap-urlauth-login", "imap-urlauth-worker",
    ]

    /// Reads a tag such as `postfix/submission/smtpd`, `dovecot`, `exim4`.
    package init(tag: String) {
        let parts = tag.split(separator: "/", omittingEmptySubsequences: true)
        let first = parts.first.map(String.init) ?? ""
        let last = parts.last.map(String.init) ?? ""
        isSubmission = parts.contains("submission") || parts.contains("submissions") || parts.contains("smtps")
        instance = Array(first.utf8).span.hash(0..<first.utf8.count)
        daemon = last
        if parts.count > 1, Self.postfixDaemons.contains(last) {
            server = .postfix
        } else if first.hasPrefix("postfix"), parts.count > 1 || first == "postfix" {
            server = .postfix
        } else if first == "dovecot" || first == "dovecot-auth" || Self.dovecotServices.contains(tag) {
            server = .dovecot
        } else if first == "exim" || first == "exim4" {
            server = .exim
        } else if first == "spreud" {
            server = .spreud
        } else {
            server = .other
        }
    }
}
