// SPDX-License-Identifier: Apache-2.0
import OutgoingBrake
import ReportPages

extension AlarmTexts {
    private static let whoInEnglish = "who it is: {} --reason TEXT"
    private static let stopInEnglish = [
        "if it is not meant: change the password, then end the sessions: doveadm kick NAME",
        "what still waits: postqueue -j | grep QUEUE-ID; hold it: postsuper -h QUEUE-ID; delete it: postsuper -d QUEUE-ID",
    ]
    private static let bouncesInEnglish = [
        "what comes back, and why: spreu logs /var/log/mail.log (answers); the queue: postqueue -p"
    ]

    static let english = AlarmTexts(
        language: .english,
        things: [
            "recipients": "external recipients in {}",
            "new-recipients": "people it had not written to for weeks, in 24 hours",
            "foreign-recipients": "people it had not written to, in mail from a network that is new to it",
            "redirect":
                "redirect to an address outside, new within a day of a login from a network that is new to it",
            "guesses":
                "failed logins of a client in a day, and then one that succeeded, from a network that is new to the account",
            "waiting": "messages wait in queues", "received": "messages from outside today",
            "ordinary": "external recipients today, of all without ceilings of their own",
            "bounced": "copies went back today", "bounced-of": "copies went back today, of {}",
            "deferred-of": "copies were put off today, of {}",
            "block-listed": "copies refused today: a block list names this server",
            "refused": "copies refused today by {}, {} taken",
            "silence": "messages from outside, where there always were some",
            "silent-days": "working days without a message",
        ],
        windows: [
            .tenMinutes: BrakeWindow.tenMinutes.words, .hour: BrakeWindow.hour.words, .day: BrakeWindow.day.words,
        ], receivers: [:], found: "{} {} (limit {})",
        advice: [
            .ceiling: [whoInEnglish] + stopInEnglish + [
                "if it is meant: give the sender ceilings of its own (alarms, own: in spreu.yaml)"
            ],
            .newRecipients: [whoInEnglish] + stopInEnglish,
            .foreignLogin: [whoInEnglish, "ask the person, by telephone, whether it was they"] + stopInEnglish + [
                "their redirects: doveadm sieve list -u NAME; doveadm sieve get -u NAME SCRIPT"
            ],
            .guessedPassword: [whoInEnglish] + stopInEnglish + [
                "its logins: journalctl -u dovecot -u 'postfix*' --since -1day | grep NAME"
            ],
            .volume: ["who sends most: spreu brake; the queue: postqueue -p | tail -1"],
            .bounces: bouncesInEnglish, .deferrals: bouncesInEnglish,
            .queue: ["what waits, and why: postqueue -j | tail; disk and network; then: postqueue -f"],
            .blockListed: [
                "find who sent what the list saw (spreu incident list), stop it, then ask the list to be removed; its name: grep 'blocked using' in the log"
            ],
            .refusedByReceiver: ["what it says, and where to ask: spreu logs /var/log/mail.log (answers)"],
            .silence: [
                "is the server reachable from outside on port 25, is DNS right, does it listen: ss -ltn 'sport = :25'; postfix check"
            ],
        ],
        scriptAdvice: [
            "its messages: grep 'uid=UID ' /var/log/mail.log (lines of postfix/pickup); what runs as that user: ps -u UID -o pid,lstart,args; crontab -l -u NAME",
            "if it is a web server's user (www-data): find the script of the web site that sends, by the web server's access log at that time, and by files that changed lately: find /var/www -type f -newermt '3 days ago'",
            "if it is not meant: stop the program, and until it is mended let it hand in nothing: postconf -e 'authorized_submit_users = !NAME, static:all'",
            stopInEnglish[1],
            "if it is meant: give the uid ceilings of its own (alarms, own: in spreu.yaml)",
        ],
        kinds: ["login": "login", "client": "client", "script": "script"], firstMessages: "First messages: {}",
        toDo: "What to do:", whenOver: "when it is over: {}", opened: "Spreu: alarm {} on {}",
        extended: "Spreu: alarm {} on {} has become more", week: "Spreu: the week of the mail server {}",
        events: [.opened: "opened", .extended: "extended", .summary: "summary"], quiet: "A quiet week: no alarm.",
        alarm: "alarm", alarms: "alarms", ofWeek: "{} this week, {} still open.", thisWeek: "this week",
        weekBefore: "the week before",
        weekRows: [
            .received: "messages from outside", .recipients: "external recipients", .bounced: "bounced",
            .deferred: "deferred", .blockListed: "refused by block lists",
        ],
        monthColumns: [
            .received: "from outside", .recipients: "to outside", .bounced: "bounced", .deferred: "deferred",
            .blockListed: "block lists",
        ], month: "month", nothingCounted: "Nothing was counted yet.",
        ofMonth: "{}: {} from outside, external recipients: {}", stillOpen: "open: {}  {}", incident: "Incident {}, {}",
        isOpen: "open", isClosed: "closed", closedAt: "closed {}", notNamed: "not known: the log has not named it",
        forgotten: "forgotten when it was closed", firstAndLast: "first {}, last {}", messages: "Messages: {}",
        inTheLog: "in the log: journalctl -g '{}', or grep it in mail.log", lookedAt: "looked at by {} {}: {}",
        tooMany: "more than {} alarms in an hour: the others are in 'spreu incident list'",
        notTold: "nobody was told by {}: {}", line: "line", lines: "lines",
        ahead: "{} of the log more than a day ahead of this machine's clock: not counted; check the clocks",
        countersDamaged:
            "{} was not written by spreu, and is now {}: what is usual is learned again for two weeks",
        incidentsDamaged: "incidents.jsonl in {} was damaged: {} left out, the others kept; it is now {}")
}
