// SPDX-License-Identifier: Apache-2.0
import MailDuties
import SenderReputation
import ServerAlarms

extension DutyTexts {
    static let english = DutyTexts(
        title: "The five duties of a mail server", about: "As of {}",
        leads: [
            .red: "Something has to be done: the red ones first.",
            .amber: "Nothing burns; something has to be looked at.",
            .grey: "Nothing is wrong in what was looked at; not everything could be.",
            .green: "All five are as they should be.",
        ],
        counts: "Red: {}, amber: {}, green: {}, not judged: {}.",
        lamps: [.red: "Red", .amber: "Amber", .green: "Green", .grey: "Not judged"],
        duties: [
            .reputation: (
                "Host and domains with a clean reputation",
                "Nobody lists this server, and the large receivers take its mail."
            ),
            .inbound: (
                "Spam is turned away early, and filtered",
                "Lists are asked correctly, and the filter behind them is at work."
            ),
            .outbound: ("No spam is let out", "Nothing suspicious leaves this server, as far as the logs show."),
            .logs: ("Logs are watched by programs that count", "The logs are watched, and somebody is told."),
            .confidentiality: (
                "Content stays in-house", "The check finds nobody outside who sees mail, names or passwords."
            ),
        ],
        notJudged: "Missing: {}.", kinds: kindsInEnglish, gaps: gapsInEnglish,
        receiver: "{}: {} refused, {} taken", fault: faultsInEnglish,
        failedDMARC: "{}: failed messages: {}, the last on {}", last: "last on {}", rules: rulesInEnglish,
        incident: "incident {}, {}, open since {}: {}", more: "{} more", overview: "How do they stand?",
        command: "Command", missing: "What is missing",
        reason: "Why", remedy: "What provides it", optional: "not needed for the colour",
        gapTitle: "Not looked at", duty: "Duty", why: "Why", look: "Look closer",
        footer:
            "By spreu duties, from the server's own files and logs. Accounts are called as the reports of the nights call them.",
        nightTitle: "The five duties",
        nightNote:
            "From what a night knows anyway: its own report, Postfix's configuration, the alarms' counters and incidents, the brake's counts. 'spreu duties' also reads the logs and asks for the rest."
    )

    private static let kindsInEnglish: [DutyFindingKind: String] = [
        .namesBroken:
            "Because of our names, addresses or records mail is refused, or others may send in our name (findings: {}).",
        .namesDoubtful: "Names, addresses or records make receivers mistrust our mail (findings: {}).",
        .blockListed: "Others refuse our mail because a block list names this server (refused copies: {}, in {} days).",
        .refusedByReceiver: "{} refuses our mail (copies: {} of {}, in {} days).",
        .bouncedAsBlocked: "Bounces say that this server is blocked (recipients: {}).",
        .ownMailFails: "Mail of our own servers fails DMARC: {} (messages: {}).",
        .complaints: "People complain about our mail (complaints: {}).",
        .harmfulLists:
            "Lists are asked so that one day they refuse everybody, or let everybody in (faults: {}).",
        .idleLists: "Lists are asked, and their answers have no effect (faults: {}).",
        .faultyLists: "Lists are not asked as they should be (faults: {}).",
        .noLists: "No list is asked: all spam gets as far as the filter.",
        .noModel: "No model is served: mail goes unfiltered.", .damagedModel: "The served model cannot be used.",
        .callsNothingSpam: "The served model calls nothing spam.",
        .staleModel: "The served model is too old (days: {}; allowed: {}).",
        .nightFailed: "The last night, which began {} hours ago, failed.",
        .nightUnfinished: "The last night began {} hours ago and has not ended: it hangs, or was killed.",
        .lateNight: "The last night ended {} hours ago.", .nightNeedsYou: "The last night needs you.",
        .filterSilent: "The filter does not answer.", .filterWithoutModel: "The filter answers, and has no model.",
        .filterUnused: "No message has a verdict of the filter (arrived: {}, in {} days).",
        .hamLost: "More wanted mail is called spam than is allowed (messages: {} of {}).",
        .spamMissed: "The filter misses much spam (messages: {} of {}).",
        .spamLeaves: "Spam leaves this server, as the last three days of the logs show (sources: {}).",
        .spamLeft: "Spam left this server in the last month, and has stopped (sources: {}).",
        .riskyMail: "Mail leaves that others take for spam (findings of the last month: {}).",
        .senderIncidents: "Incidents about senders are open: {}.",
        .onHold: "The brake holds mail of senders: {}.",
        .notWatched: "Nobody watches the logs.", .watchStopped: "What watches the logs has stopped {} ago.",
        .logSilent: "The log that is watched had been silent for {} hours when it was last read.",
        .nobodyTold: "Nobody would be told of an alarm: neither a program nor an address is named.",
        .cannotTell: "The program that tells of alarms cannot be run: {}.",
        .openIncidents: "Incidents are open: {}; days since the oldest was opened: {}.",
        .linesLost: "The log says that lines were left out, so that counts are too low (times: {}).",
        .exposed: "Passwords or mail lie open, or all mail goes to others (findings: {}).",
        .seenByOthers: "Mail, names or accounts are seen by others (findings: {}).",
    ]

    private static let gapsInEnglish: [DutyGap.Kind: (missing: String, remedy: String)] = [
        .names: ("{}", "'spreu reputation self'"),
        .onlyByCommand: (
            "what a night reads only if 'duties' in spreu.yaml says so (logs, reports, DNS, users' rules)",
            "'duties' in spreu.yaml, or 'spreu duties' by hand"
        ),
        .noLogs: ("logs", "--logs FILE, or 'logs' under 'duties' or 'alarms'"),
        .oldLogs: ("logs of today: they end on {}", "--logs with the current log"),
        .noDomains: ("the site's own domains", "'domains' under 'alarms', or 'recipients' under 'site'"),
        .noReports: ("mailboxes with DMARC reports and bounces", "--reports MAILBOX"),
        .noPostfix: ("Postfix's configuration", "--postfix PATH"),
        .listsUnread: ("what stands at {}", "'postconf -x' shows what Postfix makes of it"),
        .noNight: ("a report of a night", "'spreu nightly'"),
        .noFigures: (
            "what the filter did with the mail of the last days", "wait for the next nights, or a filter in service"
        ),
        .filterNotAsked: ("whether the filter is there", "--filter ADDRESS"),
        .noOutgoingMail: (
            "outgoing mail in the logs", "'domains' under 'alarms', and the logs of the server that sends"
        ),
        .noBrake: ("the brake's counts", "--brake FOLDER, where spreud has a brake"),
        .watchUnread: ("what the watch has left", "run it as the user of 'spreu watch', or as root"),
        .incidentsUnread: ("the incidents", "run it as the user of 'spreu watch', or as root"),
        .stillLearning: ("what is usual (days of learning left: {})", "wait"),
        .exposure: ("{}", "'spreu confidentiality'"),
    ]

    private static let faultsInEnglish: [DNSListCheck.Kind: String] = [
        .unread: "cannot be expanded", .dead: "the list has ended",
        .unfiltered: "every answer counts, also its errors",
        .allowUnfiltered: "every answer lets mail in, also its errors",
        .errorAnswers: "its errors count as answers", .wrongKind: "a list of another kind",
        .noEffect: "what is listed has no effect", .unreachable: "no weight reaches the threshold",
        .broad: "it lists whole providers, and refuses alone", .keyShown: "its key is shown to strangers",
        .freeUse: "free for small use only", .publicResolver: "a public resolver, which lists do not answer",
        .unknownName: "a name that older Postfix passes over", .ownUsers: "our own users are looked up",
        .twice: "it stands there twice",
    ]

    private static let rulesInEnglish: [AlarmRule: String] = [
        .ceiling: "too many recipients", .newRecipients: "many new recipients",
        .foreignLogin: "login from a foreign network", .guessedPassword: "guessed password",
        .volume: "unusual volume", .bounces: "many bounces", .deferrals: "many deferrals", .queue: "long queue",
        .blockListed: "block list", .refusedByReceiver: "refused by a large receiver", .silence: "silence",
    ]
}
