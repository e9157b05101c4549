// SPDX-License-Identifier: Apache-2.0
import SiteHealth

extension HealthTexts {
    static let english = HealthTexts(
        title: "Does this site work?",
        healthy: "Nothing of what was looked at keeps it from working.",
        lead: "Critical: {}; warnings: {}; to be known: {}.",
        notLookedAt: "Not looked at: {}; see below.",
        severities: [.critical: "Critical", .warning: "Warnings", .notice: "To be known"],
        areas: [
            .configuration: "configuration", .users: "users and groups", .permissions: "permissions", .key: "key",
            .settings: "site settings", .model: "model", .filter: "filter", .postfix: "Postfix", .dovecot: "Dovecot",
            .night: "nights", .accounts: "accounts", .units: "timers and services", .disk: "disk", .clock: "clock",
        ],
        kinds: kindsInEnglish,
        roles: [
            "configuration": "the configuration", "key": "the site's key", "signingKey": "the key for signatures",
            "store": "the store", "models": "the models", "drop": "the drop folder",
            "listing": "the folder of the accounts", "maildir": "Maildirs", "message": "messages in Maildirs",
            "log": "the watched logs", "socket": "the filter's socket", "list": "the list of senders",
        ],
        otherMachine: "it runs on another machine, whose files alone are here: run it there",
        noSystemd:
            "neither systemd nor a cron table with 'spreu nightly' is here: make sure that something starts the nights",
        noMilter:
            "the filter has no milter, or the unit that opens its socket is not here: what Postfix should ask is not known",
        links:
            "accounts behind links that their users may have made: {}. Name under 'sources' what these lead to",
        depends: "it depends on what is wrong above: {}",
        newerSyntax: "{} in the syntax of Dovecot 2.4 is not read: compare it with /usr/share/doc/spreu/imapsieve.md",
        more: "and {} more", place: "Where", fine: "In order: {}.", states: "Areas", gaps: "Not looked at",
        ways: "run it as root, or provide it",
        directions: ["spam": "into Junk", "ham": "out of Junk"],
        noPermissions: "# Nothing to change: permissions are as they should be, as far as they were looked at.",
        permissions: "# As root; look at each line before you run it. Nothing has been changed.")

    private static let kindsInEnglish: [HealthKind: String] = [
        .configurationBroken: "The configuration of the nights cannot be used: no night can run.",
        .filterConfigurationBroken: "The filter's configuration cannot be used: it will not start again.",
        .filterConfigurationMissing: "There is no configuration for a filter: nothing scores mail as it arrives.",
        .filterRefuses: "The filter that is installed refuses its configuration, key or model.",
        .noUser: "There is no user {}: neither nights nor the filter can run.",
        .noGroup: "There is no group {}, though a configuration names it.",
        .notInGroup: "{} is no member of group {}, and cannot give it the filter's socket.",
        .closed: "User {} cannot get at {} ({}).",
        .missing: "User {} needs {}, and there is nothing ({}).",
        .closedToNew: "User {} reads Maildirs by an access list that new mail does not inherit ({}).",
        .exposed: "Others than the owner can get at {}: Spreu refuses to use it.",
        .modelsOpen: "Every user of this machine can read models and reports of nights.",
        .foreignOwner:
            "Files belong to {}, not to {} ({}): a command was run without 'sudo -u', and the next night may fail.",
        .dropOpen: "The drop folder lets in whom it should not: users' mail lies there.",
        .excludedOpen: "{} can look into accounts or folders that are to stay closed ({}).",
        .noKey: "There is no key, but a store or a model that was made with one: neither is of use without it.",
        .keyDamaged: "The file of the key holds none.",
        .keyOfStore: "The store was made with key {}, and this one is {}: no night can use it.",
        .keyOfModel: "The model was made with another key than {}: the filter refuses it.",
        .keyOfFilter: "The filter does not have the key that the nights have: it refuses their models.",
        .settingsOfStore: "The store's mail was read with other site settings: the next night reads all of it again.",
        .settingsOfFilter:
            "The filter's 'site' is not the one that the model was learned with: it refuses the model. Include one file in both.",
        .noModel: "There is no model to serve: mail goes unfiltered.",
        .modelWaiting: "There is no model yet, because nothing in the accounts counts so far.",
        .modelDamaged: "The model that should be served cannot be read.",
        .modelExtractor:
            "The model was learned from mail read in another way (extractor {}) than this version reads it ({}): a filter that is started now refuses it.",
        .modelUnsigned: "The model is not signed by a key that the filter trusts: it refuses it.",
        .modelStale: "The model is {} days old: nights make none that is served.",
        .modelPinned: "The model is pinned, and {} days old.",
        .modelCallsNothingSpam: "The model calls nothing spam yet: it has learned too little.",
        .modelElsewhere: "The filter looks for its model elsewhere than nights put it: it never gets a new one.",
        .socketMissing: "The filter's socket is not there.",
        .nobodyListens: "Nobody listens where the filter should.",
        .strangerListens: "Something other than the filter listens at its address.",
        .filterWithoutModel: "The filter runs without a model: mail goes unfiltered.",
        .filterOtherModel: "The filter has model {}, and {} is the one to serve.",
        .milterMissing: "Postfix does not ask the filter on service {} ({}): this mail is not scored.",
        .milterOutsideChroot:
            "Postfix looks for the socket below its chroot {}, where it is not: write the path without that folder.",
        .milterDefers: "When the filter is down, Postfix does this with all mail: {}. It should be 'accept'.",
        .localMailUnfiltered:
            "Mail of programs on this machine is not shown to the filter: what Sieve redirects loses its tag.",
        .milterOrder: "{} stands behind the filter: fields that it adds are not known as the site's own.",
        .milterProtocol: "milter_protocol is {}: the filter needs what version 6 has.",
        .submissionUnbraked:
            "The brake is on, but service {} does not ask the filter: what users send there is not counted.",
        .sieveMissing: "Dovecot's {} has no Sieve: it files no spam into Junk.",
        .junkRuleMissing:
            "No Sieve script for everybody reads the verdict: spam stays in the inbox unless users have rules of their own.",
        .feedbackMissing:
            "There is a drop folder, but Dovecot hands nothing in: what users move counts only from the next night on.",
        .feedbackUnread: "Dovecot hands in what users move, and no night reads it: 'drop' is missing.",
        .feedbackPlugin: "Dovecot does not load {}: what users move is not handed in.",
        .feedbackExtension: "Sieve may not use {}: what users move is not handed in.",
        .feedbackRule: "IMAPSieve has no rule that counts for this: {}.",
        .feedbackScript: "A script that IMAPSieve's rules name is not there: {}.",
        .feedbackProgram: "Scripts pipe to {}, which is not there or not everybody's to run.",
        .feedbackGroup: "Dovecot's mail processes are not in group {}: they cannot write to the drop folder.",
        .mailGroupMissing: "Dovecot names group {}, which does not exist: no user can open a mailbox.",
        .feedbackOfExcluded:
            "Names of accounts that stay closed are not in the scripts ({}): what those users move is handed in.",
        .noNight: "No night has run yet.",
        .storeUnusable: "The store cannot be opened.",
        .nightLate: "The last night began {} hours ago.",
        .nightFailed: "The last night, which began {} hours ago, failed.",
        .nightRefused: "The last night made no model that is served.",
        .nightUnfinished: "The last night began {} hours ago and has not ended: it hangs, or was killed.",
        .nightWarned: "The last night had warnings.",
        .noAccounts: "Nothing matches {}: nothing is learned from there.",
        .unreadMail: "The last night could not read all mail (places: {}).",
        .noTimer: "Nothing starts the nights: the timer is not enabled, and no cron table has them.",
        .unitDisabled: "{} is not enabled: it is gone after a reboot.",
        .unitFailed: "{} has failed.",
        .diskFull: "{} are free, and the next night needs {}.",
        .diskTight: "{} are free: enough for a night, but not for one that reads all mail again ({}).",
        .diskReadOnly: "The file system is mounted read-only: no night can write.",
        .clockBehind: "The clock is {} hours behind the last night: nothing is removed, and ages are wrong.",
        .clockUnsynchronised: "Nothing sets the clock: when mail counts, and what is old, depends on it.",
    ]
}
