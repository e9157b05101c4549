// SPDX-License-Identifier: Apache-2.0
import FeedbackReports

extension FeedbackTexts {
    static let english = FeedbackTexts(
        title: "What others say of our mail", period: "{} to {} (UTC)", noPeriod: "no DMARC aggregate report",
        titles: [
            "read": "What was read", "domains": "Our domains", "own": "Our own servers", "services": "Known services",
            "signed": "Others whose mail passes", "strangers": "Strangers: neither SPF nor DKIM is ours",
            "new": "New in the last week", "overrides": "Policy not applied, by reason", "reporters": "Who reports",
            "days": "By day", "tlsPolicies": "TLS sessions", "tlsFailures": "Why TLS failed",
            "complaints": "Complaints", "complaintReporters": "Who passes complaints on",
            "failureReports": "Failure reports (only counted)", "bounces": "Mail that did not arrive, by reason",
            "bounceDomains": "Mail that did not arrive, by the recipients' domain",
            "scripts": "Scripts whose mail bounced or was complained of",
            "queueIDs": "Our queue ids, to look up in the log",
        ],
        more: "and {} more",
        ownUnknown:
            "No report is about a server that is known to be ours: name our servers with --own or in the configuration's site.",
        ownPasses: "Our own servers: all {} messages passed DMARC.",
        ownFails:
            "Our own servers: {} of {} messages failed DMARC, the last on {}; SPF was not aligned in {}, DKIM not in {}. See the addresses below.",
        strangers: "Strangers sent {} messages in our name that failed; {} of them were put aside or refused.",
        nothingNew: "No source is new since {}.", new: "Sources that are new since {}: {}. Are they ours?",
        ready:
            "no message of our own servers failed in {} days. Not seen yet: {}. Once these have sent and passed, p=quarantine is safe for our servers.",
        rowsLost:
            "{} rows of damaged reports of the last two weeks are lost: whether our own servers failed in them is not known.",
        notReady: "not ready for p=quarantine: {} messages of our own servers failed, the last on {}.",
        strictGood: "the policy is strict, and no message of our own servers failed in {} days.",
        strictFails:
            "the policy is strict, and {} messages of our own servers failed, the last on {}: such mail is lost.",
        occasions: [.monthEnd: "month end", .newsletter: "newsletter", .scanner: "scanner", .payroll: "payroll"],
        tlsGood: "TLS: {} of {} sessions to our servers failed.",
        tlsBad: "TLS: {} of {} sessions to our servers failed; the reasons are below.",
        complaints: "{} complaints: recipients called our mail spam.",
        bouncesAnswer: "{} recipients did not get our mail; for {} a server is still trying.",
        notJoined:
            "{} complaints and bounces carry no queue id of ours: the header was not sent back, our hosts are not in the configuration, or the mail was never ours.",
        unproven: "{} reports are not proven to be from whom they say; they do not count here.",
        unchecked:
            "Of {} reports nobody has checked who sent them: they are files, or the configuration's site has no authserv-id.",
        servicesHint: "A service that fails and is ours needs DKIM with our domain.",
        signedHint: "Forwarders, or servers of ours that nobody has named.",
        kind: "kind", counted: "counted", repeated: "repeated", unprovenColumn: "not proven", earlier: "earlier",
        aggregate: "DMARC aggregate", tlsReports: "TLS", failureReports: "DMARC failure",
        complaintReports: "complaints",
        bouncesRead: "bounces", otherMail: "other mail", refused: "not readable", domain: "domain", policy: "policy",
        messages: "messages", passed: "passed", failed: "failed", ownMessages: "own", ownFailed: "own failed",
        spf: "SPF",
        dkim: "DKIM", stopped: "stopped", address: "address", service: "service", network: "network", source: "source",
        reason: "reason", organisation: "organisation", count: "count", day: "day", succeeded: "succeeded",
        host: "host",
        final: "given up", delayed: "delayed", script: "script", queueID: "queue id", happened: "what happened",
        complaint: "complaint: {}",
        bounces: [
            .userUnknown: "no such user", .domainUnknown: "no such domain, or no mail there",
            .mailboxFull: "mailbox full",
            .mailboxDisabled: "mailbox locked", .tooLarge: "message too large",
            .blocked: "our address or name is blocked",
            .notAuthenticated: "SPF, DKIM or DMARC failed", .content: "content taken for spam or a virus",
            .policy: "the receiver's rules", .rateLimited: "too much at once",
            .unreachable: "receiver not reached in time",
            .systemError: "something is broken there or here", .undetermined: "not said",
        ],
        chapters: [
            "senders": "Who sends in our name?", "own": "Do our own servers fail?",
            "ready": "Can the policy be stricter?",
            "tls": "Does TLS to us work?", "complaints": "Who complains?", "bounces": "What comes back?",
            "read": "What was read?", "rest": "What else?",
        ],
        chart: "Messages in our name by day", ownChart: "Messages of our own servers that failed",
        footer: "Read by spreu reports. No recipient and no message's text is in it.")
}
