// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import ReportPages

extension ConfidentialityTexts {
    static let english = ConfidentialityTexts(
        title: "Who sees our mail?",
        about: "What this mail server's configuration, files and logs say, without asking the network",
        nothing: "Nothing that was looked at shows mail, names or passwords to others.",
        lead: "Critical: {}; warnings: {}; to be known: {}.",
        notLookedAt: "Not looked at: {}; see below.",
        severities: [.critical: "Critical", .warning: "Warnings", .notice: "To be known"],
        kinds: kindsInEnglish,
        roles: [
            "key": "site key", "store": "store", "models": "models", "maildir": "accounts' mail",
            "spool": "spool", "backup": "backups", "tlsKey": "private key of TLS",
        ],
        areas: [
            .postfix: ("Postfix's configuration", "run it as root, or give --postfix with 'postconf -n > FILE'"),
            .dovecot: ("Dovecot's configuration", "run it as root, or give --dovecot with 'doveconf -n > FILE'"),
            .aliases: ("Aliases", "run it as root, or give --aliases FILE"),
            .tables: ("A table of Postfix", "see what 'postmap -s' prints of it"),
            .forwards: ("Users' .forward files and Sieve scripts", "run it as root, with --config for the accounts"),
            .accessLists: ("Users' dovecot-acl files", "run it as root, with --config for the accounts"),
            .logs: ("Logs", "give --logs FILE, or 'logs' under 'alarms' in spreu.yaml"),
            .logDetail: ("TLS in the logs", "in main.cf: {} = 1, and then 'postfix reload'"),
            .resolver: ("The resolver", "look into /etc/resolv.conf"),
            .zone: ("The records of our domains", "give --dns-zone FILE, the zone or what 'dig' prints"),
            .files: ("Files' permissions", "run it as root, with --config"),
            .findings: ("Some of the findings", "mend those that are listed, and run it again"),
        ],
        reasons: reasonInEnglish, more: "and {} more",
        relayPassword: "Postfix logs in there: its password can be read as well.",
        elsewhere: "to be mended on that machine", byHand: "look at them yourself, if you may", found: "What",
        place: "Where", mends: "What mends it",
        nobody: "a decision", missing: "What", reason: "Why", remedy: "How to provide it", gaps: "Not looked at",
        footer: "Made by spreu confidentiality. Of people it has pseudonyms alone, of addresses the domain.")

    private static let kindsInEnglish: [ExposureKind: (title: String, why: String)] = [
        .aliasOutside: ("Aliases lead outside", "Aliases send mail on to {}: it leaves the site."),
        .aliasProgram: (
            "Aliases start programs", "Aliases hand mail to the program {}, which can do anything with it."
        ),
        .forwardOutside: (
            "A .forward leads outside", "Users' .forward files send mail on to {}: it is read elsewhere."
        ),
        .forwardProgram: (
            "A .forward starts programs",
            "Users' .forward files hand mail to the program {}, which can do anything with it."
        ),
        .mailboxProgram: (
            "A program gets all local mail",
            "Postfix hands mail for local users to the program {}, which can do anything with it."
        ),
        .sieveRedirect: (
            "Rules redirect to the outside", "Users' rules redirect mail to {}; without :copy nothing of it stays here."
        ),
        .sieveVariable: (
            "Rules redirect to anybody",
            "A rule redirects mail to whom the message or a list names: where it goes is only known then."
        ),
        .sieveNotify: ("Rules tell others of mail", "Rules send notices of mail to {}; they may quote it."),
        .sieveProgram: ("Rules start programs", "Rules hand mail to the program {}, which can do anything with it."),
        .copyOutside: ("Copies go outside", "Postfix sends copies of mail to {}, and nobody who writes knows of it."),
        .ruleOutside: ("Postfix's rules lead outside", "A rule of Postfix sends mail to {}."),
        .redirectsSeen: (
            "Mail was redirected to the outside",
            "Users' rules sent messages on to others (days: {}; messages: {}): {}."
        ),
        .relayOutside: ("A relay outside", "Mail goes through {}: TLS ends there, and it can read all of it."),
        .relayWithoutTLS: (
            "A relay without TLS",
            "TLS to the relay {} is not enforced: whoever is on the way can read the mail."
        ),
        .filterOutside: ("A content filter outside", "The content filter at {} is not ours: it sees all mail."),
        .milterOutside: ("A milter outside", "The milter at {} is not ours: it sees all mail, in clear text."),
        .policyServiceOutside: (
            "A policy service outside", "The policy service at {} is not ours: it sees who writes to whom."
        ),
        .blockLists: (
            "Block lists are asked", "Each question by DNS tells a block list, and the resolver, who writes to us: {}."
        ),
        .publicResolver: (
            "Somebody else resolves names",
            "Names are resolved by {}, who sees with whom we exchange mail. Block lists do not answer public resolvers."
        ),
        .reportsOutside: (
            "Reports on our domains go to others", "Totals of who sends in our name go to {} (rua)."
        ),
        .failureReportsOutside: (
            "Reports with mail in them go to others",
            "Failure reports (ruf) go to {}: they have headers, and sometimes texts, of single messages."
        ),
        .submissionPasswords: (
            "Passwords for SMTP in clear text",
            "SMTP takes passwords without TLS (service: {}): whoever is on the way can read them, and then all mail."
        ),
        .incomingWithoutTLS: (
            "Others cannot deliver over TLS",
            "Port 25 offers no TLS: all mail to us crosses the internet in clear text."
        ),
        .outgoingWithoutTLS: (
            "Mail leaves in clear text", "Postfix uses no TLS towards others: all our mail can be read on the way."
        ),
        .weakPolicy: ("A policy takes TLS away", "smtp_tls_policy_maps has less TLS than usual for {}."),
        .cleartextLogins: (
            "Dovecot takes passwords in clear text",
            "{} lets passwords cross without TLS: whoever is on the way can read them, and then all mail. It has to go in each place, also in blocks."
        ),
        .dovecotWithoutTLS: (
            "Dovecot has no TLS",
            "Mail that users fetch, and their passwords, cross networks in clear text. 'ssl = required' ends that, with a certificate alone: without one nobody can log in."
        ),
        .cleartextLoginsSeen: (
            "Logins in clear text",
            "Logins with the password in clear text: {} (accounts: {}; days: {}). Change these passwords."
        ),
        .cleartextSubmissionsSeen: (
            "Mail handed in in clear text",
            "Messages with a password in clear text: {} (accounts: {}; days: {}). Change these passwords."
        ),
        .sentInClear: (
            "Partners without TLS: sent", "Messages that left in clear text: {} (domains: {}; days: {})."
        ),
        .receivedInClear: (
            "Partners without TLS: received", "Messages that came in clear text: {} (domains: {}; days: {})."
        ),
        .cloudLogins: (
            "A cloud fetches mail",
            "{} logs in for users: {} (accounts: {}; days: {}). The addresses are theirs, so password and mail are with them; which app it was, no log says."
        ),
        .masterUsers: (
            "Master users", "Dovecot has master users: with one password they read everybody's mail."
        ),
        .sharedWithoutRights: (
            "Shared mailboxes without rights",
            "Namespaces ({}) show others' mailboxes, and the acl plugin that would say whose is not loaded."
        ),
        .rightsForAnyone: (
            "Users may open mailboxes to all", "Dovecot lets users give rights to 'anyone' and 'authenticated'."
        ),
        .openMailbox: ("Mailboxes are open to all", "Access lists let everybody with a login, or without, read mail."),
        .sharedMailbox: ("Mailboxes are shared", "Access lists let other users read mail."),
        .readableByAll: (
            "Open to every user of the machine", "Everybody with an account on the machine gets at it: {}."
        ),
        .readableByGroup: ("Open to a group", "All members of its group get at it: {}."),
    ]

    @Sendable private static func reasonInEnglish(_ reason: ExposureGapReason, _ numbers: LocalNumbers) -> String {
        switch reason {
        case .noneGiven: "none given"
        case .noConfiguration: "no configuration: the accounts and Spreu's own files are not known"
        case .noAccounts: "the configuration finds no account"
        case .noOwnDomains: "own domains are not known: no address can be told from others'"
        case .noServices: "master.cf: not given; settings of single services are not known"
        case .noDoveconf: "no doveconf on this machine"
        case .doveconfNotRun: "'doveconf -n' is not run with --root"
        case .noDoveconfOutput(let source): "\(source): not what 'doveconf -n' prints; defaults may be missing"
        case .noReportRecord(let zone): "\(zone): no DMARC or TLS-RPT record in it"
        case .notExpanded(let name, let place): "\(place): \(name) cannot be expanded"
        case .noFile(let path): "\(path): no such file"
        case .notAllowed(let path): "\(path): this user may not read it"
        case .unreadable(let count, let example):
            "files that cannot be read: \(numbers.count(count)), such as \(example)"
        case .included(let count, let example):
            "what they include is not read: \(numbers.count(count)), such as \(example)"
        case .withoutOwner(let count):
            "scripts whose account their path does not tell: \(numbers.count(count)); with 'exclude' they stay closed"
        case .rulesOf(let program): "\(program) has rules of its own, which are not read"
        case .tooManyTables(let name, let most): "\(name): more than \(numbers.count(most)) tables"
        case .tooManyAccounts(let most): "more than \(numbers.count(most)) accounts: the others are not looked at"
        case .moreFindings(let kind, let count):
            "\(kindsInEnglish[kind]?.title ?? kind.rawValue): \(numbers.count(count)) more"
        case .named(let text): text
        }
    }
}
