// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import ReportPages

extension LogTexts {
    static let english = LogTexts(
        language: .english, title: "Mail server logs", period: "{} to {}", noNews: "no new lines", read: "{}, {}",
        line: "line",
        lines: "lines",
        titles: [
            "messages": "Messages", "refusals": "Refused, by reason", "blockLists": "Refused, by block list",
            "hours": "By hour of the day", "weekdays": "By weekday", "days": "By day",
            "recipientDomains": "Recipients' domains", "senderDomains": "Senders' domains",
            "networks": "Clients' networks", "sizes": "Messages by size",
            "delays": "Delivered, by delay from the first server", "stages": "Where deliveries took their time",
            "tls": "Connections and TLS", "receivers": "Large receivers", "answers": "What large receivers say",
            "verdicts": "Verdicts of spreud", "sessions": "Logins, mailboxes and connections",
            "screening": "Failed at postscreen", "listings": "Clients listed, by DNS list",
            "lines": "Lines, by server", "warnings": "Warnings", "unknown": "Lines that are not known",
            "otherDaemons": "Lines of other daemons, not read",
        ],
        columns: [:], rows: [:], verdicts: [:], other: "other", others: "others", more: "and {}",
        beyond: "and others, beyond the names that are told apart", toRelease: "{}, to be released: {}",
        releases: [
            .tOnline:
                "write to the address that its reply names ({} with NOWL, {} with BL, {} with DIAL), with the reply; the host's name must lead to who operates it: an imprint there, with ways to reach them ({}, 4.1)",
            .gmx:
                "open the link that its reply ends with; it leads to the form. Without one: {}, {}, with the address and the reply",
            .microsoft:
                "5.7.606 to 5.7.649: {}; 5.7.511: forward the bounce to {}; S3140, S3150: {}; to watch: SNDS and JMRP ({})",
            .google:
                "comply with {} (SPF, DKIM, DMARC, PTR, TLS), watch the domain at {}; if that does not help: {}",
            .apple:
                "{}; then write to {}: company, domain, addresses of the servers, their replies, since when; 'Blocked' with a link to Proofpoint: {}",
            .yahoo: "look the code up at {}; then the form for senders: {}",
        ],
        howToRelease: "How to be let in again",
        problem: { $0.description },
        tooManyMessages:
            "too many messages were in queues at once: the oldest were counted as they were; give logs of fewer hosts",
        tooManyRecipients: "{} beyond the first 10,000 of a message: they are not counted", recipient: "recipient",
        recipients: "recipients", unreadableLines: "{} could not be read as log lines; they are not counted",
        longLines: "{} longer than 64 KiB; what is beyond was left out",
        linesLeftOut:
            "the log says {} that lines were left out: totals are too low; raise RateLimitBurst of journald, or rsyslog's imjournal and imuxsock limits",
        once: "time", times: "times",
        stateTooLarge: "the state would be too large: the latest messages in queues are not in it",
        noNewLines: "No new lines",
        lead: "{} messages received, {} delivered here, {} elsewhere, {} refusals.",
        chapters: [
            .mail: "How much mail?", .when: "When?", .why: "What was refused, and why?",
            .outside: "What do large receivers say?", .whom: "With whom?", .how: "How large, how fast, how safe?",
            .inside: "What did users and the filter do?", .log: "What is in the log?", .rest: "What else?",
        ],
        notWhole: "Not all could be counted: {}", chart: "Messages received, and refusals: {}", messages: "messages",
        received: "received", refused: "refused",
        footer: "{} read by spreu logs. Accounts and addresses are not in it.")
}
