// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What the words of mail servers mean: the first rule that fits decides, and where none does the status code.
enum BounceRules {
    /// The reason for a failure.
    ///
    /// - Parameters:
    ///   - words: what is said of the recipient, in lower case on one line.
    ///   - status: the codes.
    ///   - notice: what the whole notification says, for where those say nothing.
    static func reason(_ words: String, status: BounceStatus, else notice: BounceClass?) -> BounceClass {
        // `Connected to …, but …`: behind it stands what matters, so that the order of the rules decides, not that of the words.
        if let found = match(words) { return found }
        if let found = status.reason { return found }
        if let notice { return notice }
        switch status.reply {
        case 552?: return .mailboxFull
        case 550?, 551?, 553?: return .policy
        case 421?: return .unreachable
        default: return status.code?.hasPrefix("4") == true ? .unreachable : .undetermined
        }
    }

    /// The most bytes that are looked at: the reason stands at the beginning, and anybody may write more.
    private static let maxBytes = 8 << 10

    /// The reason that words give; nil if they are not known.
    static func match(_ words: String) -> BounceClass? {
        if words.isEmpty { return nil }
        let text = Array(words.utf8.prefix(maxBytes))
        return patterns.first { rule in rule.words.contains { text.span.contains($0.span) } }?.reason
    }

    /// The rules' words as bytes.
    private static let patterns = rules.map { (reason: $0.reason, words: $0.words.map { Array($0.utf8) }) }

    /// Rules in order: what names its cause exactly stands before what several causes share.
    private static let rules: [(reason: BounceClass, words: [String])] = [
        (
            .unreachable,
            [
                "host not found, try again", "unexpected name server reply", "name server timeout",
                "dns lookup timed out",
            ]
        ),
        (
            .mailboxFull,
            [
                "mailbox full", "mailbox is full", "mailbox is over", "quota exceeded", "over quota", "exceeded quota",
                "exceeded storage", "overquota", "quota violation", "exceeded the quota", "exceed mailbox quota",
                "disk quota", "storage quota", "out of storage", "mailbox exceeded", "inbox is full", "maildir is full",
                "user is over", "not enough storage space", "insufficient storage", "exceeds the quota",
                "exceeded his quota",
                "mailbox size limit exceeded", "recipient's mailbox is full", "mailbox has exceeded", "quotaexceeded",
                "postfach ist voll", "postfach voll", "speicherplatz erschöpft", "boite aux lettres pleine",
                "boîte aux lettres pleine", "account is full", "mail box full", "over the allowed quota",
                "exceeded its storage",
                "exceeded the space", "over its quota", "mailfolder is full", "exceeded max storage",
                "mailbox would exceed",
                "容量", "mailbox too large", "delivery failed: over", "not enough disk space", "mailbox exceeds",
                "too much mail data", "full mailbox", "overdrawn his diskspace",
            ]
        ),
        (
            .tooLarge,
            [
                "message too large", "message too big", "message size exceeds", "message is too large",
                "message length exceeds",
                "message file too big", "exceeds maximum size", "exceeds the maximum message size",
                "maximum message size",
                "exceeds size limit", "size limit exceeded", "message exceeds", "too large to be delivered",
                "message size limit",
                "larger than the current system limit", "mail too big", "nachricht zu groß", "nachricht ist zu groß",
                "exceeds fixed maximum", "exceeds limit set", "resolver.rst.recipsizelimit",
                "resolver.rst.sendsizelimit",
                "fixed maximum message size", "over the maximum message size", "data size exceeded", "line too long",
            ]
        ),
        // Words that stand beside those of other rules in the same sentence.
        (.content, ["spam classification", "because its content", "content presents"]),
        (.policy, ["sender address", "domain of sender", "sender domain", "sender's domain"]),
        (
            .notAuthenticated,
            [
                "dmarc", "spf check", "spf record", "spf fail", "sender policy framework", "openspf", "fails spf",
                "failed spf",
                "dkim", "is unauthenticated", "not pass authentication", "authentication checks",
                "unauthenticated mail",
                "bad spf", "spf: ", "spf-", "unauthenticated email",
            ]
        ),
        (
            .content,
            [
                "considered spam", "spam message", "looks like spam", "detected as spam", "classified as spam",
                "flagged as spam",
                "scored as spam", "message content rejected", "contains a virus", "virus detected", "virus found",
                "infected",
                "spam content", "spam detected", "is spam", "as spam",
                "this message has been blocked because it contains",
                "malware", "phishing", "bulk mail", "content rejected", "message contains", "blacklisted url", "uribl",
                "surbl",
                "unsolicited mail", "unsolicited content", "spam score", "banned filename", "attachment", " - spam",
                "spamsignature", "content policy", "suspicious", "8-bit data in message header", "headers too large",
                "due to spam", "mail rejete", "looks like unsolicited", "spam classification", "rfc 5322 compliant",
            ]
        ),
        (
            .rateLimited,
            [
                "too many connections", "rate limit", "ratelimit", "rate limited", "too many messages",
                "too many recipients",
                "frequency limited", "sending too fast", "too much mail", "too many emails", "exceeded the rate",
                "at a rate that", "throttl", "too many sessions", "too many concurrent", "too many mails",
                "max number of recipients",
                "exceeded the maximum number of", "message count", "sending limit", "daily limit", "hourly limit",
                "connection limit", "limit on the number of",
            ]
        ),
        (
            .blocked,
            [
                "spamhaus", "spamcop", "barracudacentral", "dnsbl", "rbl", "blocklist", "blacklist", "block list",
                "black list",
                "blocked using", "client host", "poor reputation", "low reputation", "bad reputation", "reputation",
                "banned sending ip", "access denied, banned", "your ip", "ip address is", "no ptr", "ptr record",
                "reverse dns",
                "rdns", "reverse lookup", "ip name lookup failed", "refused to talk to me",
                "no access from mail server",
                "open relay", "from your network", "messages from", "user complaints", "temporarily deferred due to",
                "connection refused by", "dynamic ip", "s3140", "s3150", "has been blocked", "was blocked",
                "blocked by",
                "is blocked from", "ip blocked", "blocked for", "bloquee", "unfortunately, messages", "black-list",
                "my name was rejected", "may not be mail exchanger", "not accepted from", "helo command rejected",
                "bad helo", "invalid helo", "after initial connection", "after ehlo", "access denied...",
                "invalid ip for sending", "denied by", "server access", "tss0",
            ]
        ),
        (
            .mailboxDisabled,
            [
                "account has been disabled", "account is disabled", "mailbox disabled", "mailbox is disabled",
                "account disabled",
                "mailbox unavailable or access denied", "is inactive", "account inactive", "mailbox is inactive",
                "inactive account",
                "account is locked", "mailbox is locked", "mailbox is frozen", "account suspended",
                "has been suspended",
                "is suspended", "account that you tried to reach is disabled", "disabled or discontinued",
                "discontinued",
                "recipient account is blocked", "account blocked", "deactivated", "account closed", "no longer active",
                "not active", "disabled recipient", "temporary locked", "temporarily locked", "user is suspended",
                "account expired", "konto ist gesperrt", "postfach ist gesperrt", "deaktiviert",
                "account is not available",
                "mailbox not available for this", "user disabled", "is disabled", "compte du destinataire est bloque",
            ]
        ),
        (
            .domainUnknown,
            [
                "host unknown", "unknown host", "host not found", "domain not found", "no such domain",
                "name or service not known",
                "invalid domain", "domain does not exist", "unknown domain", "name service error", "no mx", "mx record",
                "unrouteable address", "unroutable address", "couldn't find any host", "couldn't find a mail exchanger",
                "dns error", "nxdomain", "domain lookup failed", "unrouteable mail domain", "domain isn't",
                "no valid hosts",
                "illegal host/domain name", "domain is not reachable",
                "all relevant mx records point to non-existent hosts",
                "null mx", "indicated no smtp service", "does not accept mail", "domain couldn't be found",
                "domain could not be found",
                "not accept email",
                "no route to domain", "bad destination system", "domain konnte nicht gefunden",
                "domain wurde nicht gefunden",
                "nullmx", "no existing domain", "can't find domain", "domain name not found",
                "cannot find your", "does not exist in the dns", "no longer a valid domain", "not a valid domain",
                "permanent lookup",
            ]
        ),
        (
            .userUnknown,
            [
                "user unknown", "unknown user", "no such user", "user not found", "recipient unknown",
                "unknown recipient",
                "recipient not found", "no such recipient", "no such mailbox", "mailbox not found", "does not exist",
                "doesn't exist", "address not found", "address couldn't be found", "no mailbox here",
                "invalid recipient",
                "unknown address", "check if address", "not a valid mailbox", "unknown local", "invalid mailbox",
                "recipientnotfound",
                "no longer on server", "not our customer", "not our user", "no such person", "no account by that name",
                "user doesn't have", "addressee unknown", "mailbox unavailable", "invalid address", "unknown mailbox",
                "user is unknown", "this address no longer", "not listed in", "bad destination mailbox", "is unknown",
                "no such address", "recipient address rejected: user", "user not exist", "not a known user",
                "no valid recipients",
                "invalid user", "no such local user", "unbekannter empfänger", "empfänger unbekannt",
                "benutzer unbekannt",
                "empfänger existiert nicht", "adresse existiert nicht", "empfängeradresse", "nicht gefunden",
                "existiert nicht",
                "destinataire inconnu", "adresse d au moins un destinataire invalide", "usuario desconocido",
                "account is unavailable", "isn't in", "couldn't be found", "could not be found", "has moved",
                "no longer employed",
                "user_unknown", "this user", "not known here", "no one by that name", "見つかりません", "not recognized",
                "ありません",
                "user name unknown", "does not have an account", "is not a registered", "invalid final delivery userid",
                "recipient no longer", "no user", "no mail box", "unknown or illegal alias", "no person", "not a user",
                "address does not", "is no longer valid", "address unknown", "no recipient", "unknown userid",
                "unknown account",
            ]
        ),
        (
            .policy,
            [
                "relay", "sender address rejected", "sender rejected", "access denied", "not permitted", "policy",
                "policies",
                "not authorized", "authentication required", "unauthenticated sender", "smtp authentication",
                "authorization",
                "permission to", "prohibited", "sender verify failed", "sender denied", "not allowed", "authrequired",
                "restricted", "not a member", "mailing list", "email address is not verified",
                "refused due to recipient preferences",
                "may not exist, or you may not have", "sender was rejected", "domain of sender address",
                "notauthenticated",
                "message filtered", "rejected by this system", "unroutable sender", "recipient addresses rejected",
                "rejected by a rule", "transport rule", "forbidden", "abgelehnt", "keine berechtigung",
                "nicht berechtigt",
            ]
        ),
        (
            .systemError,
            [
                "too many hops", "mail loop", "routing loop", "loops back to myself", "hop count exceeded",
                "loop detected",
                "local configuration error", "system error", "internal error", "disk space", "i/o error",
                "no space left",
                "command died", "pipe to", "transaction failed", "local error", "malformed address", "syntax error",
                "duplicate header", "protocol error", "out of memory", "server error", "configuration error", "ldap",
                "service currently unavailable", "command parameter not implemented", "improper sequence",
                "exit status",
                "child crashed", "can't create", "cannot create", "delivery error", "service not available",
                "maximum hop",
                "insufficient system", "sequence of commands", "could not load", "schleife", "mail forwarding loop",
                "returned 7",
                "forwarding loop", "received chain", "unable to process",
            ]
        ),
        (
            .unreachable,
            [
                "timed out", "timeout", "was not delivered within", "connection refused", "no route to host",
                "network is unreachable",
                "could not connect",
                "unable to connect", "failing for a long time", "expired", "retry", "host not reachable",
                "been in the queue too long",
                "did not accept our requests", "lost connection", "connection reset", "connection dropped", "giving up",
                "host is down", "delayed", "not be delivered within", "unable to deliver", "delivery attempts",
                "gave up",
                "verzögert", "zeitüberschreitung", "connection closed", "failed attempts", "20 attempts", "deferred",
                "no answer",
                "temporary failure", "try again later", "remote host closed", "unreachable", "greylist", "gateway",
            ]
        ),
    ]
}
