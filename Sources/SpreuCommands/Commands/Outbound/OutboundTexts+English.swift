// SPDX-License-Identifier: Apache-2.0
import OutboundMail

extension OutboundTexts {
    static let english = OutboundTexts(
        title: "Mail that leaves", period: "{} to {}", noLogs: "no logs",
        nothing: "Nothing suspicious leaves this server, as far as these logs show.",
        noMail: "No outgoing mail in these logs: nothing can be said.",
        found: "Findings: {}.", more: "not shown: {}",
        excluded: "messages of excluded accounts, in this table only: {}",
        kinds: [
            .hackedAccount: "Hacked account", .hackedScript: "Hacked script or web server",
            .trojan: "A client without a login sends what no device sends", .openRelay: "Open relay",
            .backscatter: "Notifications to strangers (backscatter)", .forwardedSpam: "Spam is sent on",
            .bulkWithoutUnsubscribe: "Bulk mail without one-click unsubscribe",
            .boughtList: "A list of people who did not ask for it", .suddenVolume: "Far more than ever",
        ],
        advice: [
            .hackedAccount:
                "change the password, end its sessions ('doveadm kick NAME'), hold what waits ('postsuper -h QUEUE-ID'), look for redirections in its rules and for the trojan that took the password. 'spreu incident show' names the account.",
            .hackedScript:
                "stop mail of this user ('authorized_submit_users' in main.cf), find the script (the log of the web server at that time, files that changed lately), update the application, change its passwords.",
            .trojan:
                "take the machine off the network and look at it. If it is a device that may write to many, name it under 'own' in 'alarms'. Let clients log in: port 25 from inside is for servers only.",
            .openRelay:
                "at once: 'smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination', and 'mynetworks' with the site's own networks only. If client or domain is yours, name it under 'networks' or 'domains'.",
            .backscatter:
                "refuse what cannot be delivered while the client is still there: 'relay_recipient_maps', 'reject_unverified_recipient', quota checks at SMTP time; let filters reject or tag, never bounce.",
            .forwardedSpam:
                "forward only what is not spam (a Sieve rule on X-Spreu or X-Spam-Flag before the redirection), rewrite the sender (SRS, postsrsd; with Sieve 'sieve_redirect_envelope_from = recipient'), or let people fetch the mailbox instead.",
            .bulkWithoutUnsubscribe:
                "let the sending program write 'List-Unsubscribe: <https://...>' and 'List-Unsubscribe-Post: List-Unsubscribe=One-Click' (RFC 8058), both signed by DKIM. If it is no advertisement but invoices or the like, nothing is to be done.",
            .boughtList:
                "stop sending to this list, take the addresses off that do not exist, and have its owner prove confirmed opt-in (the list of questions is in /usr/share/doc/spreu/operations.md).",
            .suddenVolume:
                "ask the owner. If it is as it should be, give the sender ceilings of its own under 'own' in 'alarms'.",
        ],
        loopbackAdvice:
            "find the program on this machine that hands in mail at port 25 (a web form, a mailing list: the log of the web server at that time, what changed lately, 'ss -tnp'), stop it, update it, change its passwords. Its address is that of all programs here: it is never put on hold.",
        signs: [
            0: "failed logins of the client before the one that succeeded: {}",
            1: "new recipients in mail from a network that is new to the account: {}",
            2: "different networks on one day: {}", 3: "spam by the model: {} of {} messages",
            4: "recipients that do not exist: {} of {}", 5: "complaints: {} about {} copies",
            6: "refused for its content: {} of {} copies", 7: "recipients outside: {} (ceiling {})",
            8: "people it had not written to for weeks, in 24 hours: {} (limit {})",
            9: "senders of other domains in the envelope: {}",
            10: "copies from outside to outside, without a login: {}; clients: {}",
            11: "nearly all for the domain {}: if it is yours, name it under 'domains'",
            12: "notifications to outside on the worst day: {}; not deliverable themselves: {}",
            13: "sent on with the sender of a stranger, without SRS: {} of {} in seven days",
            14: "recipients of mail without List-Unsubscribe, in one week: {}",
            15: "recipients of mail without one-click unsubscribe, in one week: {}",
        ],
        noticed: "noticed {}, message {} of that day; messages so far: {}; last seen {}",
        noticedLogin: "noticed {}, by a login; last seen {}", campaign: "first {}, last {}; messages: {}",
        script: "script: {}", queueIDs: "queue ids: {}", toDo: "What to do:",
        checklist: [
            "Where and when did each address come from? A record for each: date, form or event, IP address or paper.",
            "Was it confirmed: a mail with a link that the owner of the address clicked? Date of the click.",
            "What did the text of the form say: who sends, what, how often?",
            "Bought, rented, collected from the web or taken from business cards: not to be used at all.",
            "How does one unsubscribe: one click, at once, without a login (RFC 8058)? Since when?",
            "Are bounced addresses taken off after the first hard bounce, complainers at once?",
            "When was the list last written to? After a year of silence consent is hard to prove.",
        ],
        wouldHold:
            "With --apply FILE these would be put on hold for three days: {}. Nothing has been changed.",
        held: "On hold in {} until {}: {}.", nothingToHold: "Nothing to put on hold in {}.",
        expired: "Entries that were over and are gone: {}.",
        inMainCF:
            "Postfix uses the tables once main.cf has, before what permits (shown for smtpd_sender_restrictions):",
        inMasterCF:
            "A service of master.cf (submission, submissions) that sets these restrictions itself knows nothing of main.cf's: there, before what permits and without blanks:",
        titles: [
            "routes": "What left, by where it came from (the whole log)", "logins": "Accounts",
            "clients": "Clients without a login",
            "scripts": "Local users, and scripts (of the whole log)", "forwards": "Aliases and mailboxes that send on",
            "relays": "Clients whose mail was relayed", "campaigns": "Campaigns in the sent mail",
            "days": "Recipients outside, by day",
        ],
        columns: [
            "most a day": "most/day", "no unsubscribe": "none", "no one-click": "no click", "networks": "nets",
            "first seen": "first", "without SRS": "no SRS",
        ],
        routes: [
            .login: "accounts", .client: "clients without a login", .script: "local programs",
            .forward: "aliases, forwards, rules", .relay: "from outside to outside",
            .notification: "notifications", .vacation: "vacation replies", .unknown: "arrival not in the logs",
        ],
        named: "own", notNamed: "not named", seldom: "seldom used, catch-all: {}",
        chapters: [
            "findings": "What is wrong?", "proof": "What has marketing to prove?", "who": "Who sends how much?",
            "machines": "Which machines and programs?", "others": "What is sent on or relayed?",
            "bulk": "Which bulk mail?",
        ],
        footer: "Lines of logs: {}; sent messages: {}; read by spreu outbound. No recipient and no subject is in it.")
}
