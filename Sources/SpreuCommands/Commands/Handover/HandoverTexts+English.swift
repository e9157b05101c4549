// SPDX-License-Identifier: Apache-2.0

extension HandoverTexts {
    static let english = HandoverTexts(
        title: "Spreu on {}: for whoever looks after it next",
        about:
            "Version {}, as the machine was on {}. Read it once in full, and do the restore drill while somebody can still be asked.",
        complete: "All that the sheet asks for is filled in.",
        incomplete: "A person has to fill this in:",
        openKeyCopies: "where copies of the key are (--key-copy). Without the key, store and models are worthless.",
        openContact: "whom to ask (--contact).",
        footer:
            "Made by spreu handover. It holds no secret: keys by their ids, accounts by pseudonyms and counts unless names were asked for.",
        sections: [
            "places": "Where things are", "keys": "Keys, and where their copies are", "users": "Users and groups",
            "units": "What runs when", "alarms": "Who is told of what", "closed": "Mail that stays closed",
            "watch": "What to look at, and how often", "stop": "How to stop it",
            "restore": "How to restore it, and the drill", "move": "How to move it to another machine",
            "several": "Several mail servers",
        ],
        what: "What", path: "Path", rights: "Owner and mode", note: "Note", why: "What for", command: "Command",
        none: "none", missing: "not there",
        unreadable: "cannot be read as {}: run spreu handover as root",
        damaged: "there is a file, and it holds no key",
        things: [
            "site": "configuration of the nights", "filter": "configuration of the filter", "store": "store",
            "models": "models", "served": "the model in service", "key": "site key",
            "signingKey": "key that signs models",
            "publicKey": "public keys that the filter trusts", "drop": "drop folder for users' feedback",
            "alarms": "counters and incidents of the alarms", "lists": "allowed and denied senders",
            "report": "report of the last night", "milter": "milter", "spamd": "spamd protocol", "http": "HTTP",
            "contact": "Whom to ask", "keyID": "Id", "copies": "Copies", "signed": "models are signed",
            "runs": "runs nights and filter", "postfix": "Postfix, which opens the filter's socket",
            "dropGroup": "who may write to the drop folder", "members": "Members", "enabled": "starts by itself",
            "disabled": "does not start by itself", "unknown": "not known here",
            "spreu-nightly.timer": "every night: reads mail, learns, checks, serves the new model",
            "spreud.service": "the filter that Postfix asks",
            "spreud.socket": "holds the filter's socket while it restarts",
            "spreu-watch.service": "alarms over the mail server's logs",
            "spreu-digest.timer": "mails each user what is new in their Junk", "cron": "a cron table runs nights",
            "program": "program", "mail": "mail to", "addresses": "addresses: {}", "logs": "logs that are watched",
            "noAlarms": "No alarms are configured ('alarms' in spreu.yaml).", "accounts": "accounts: {}",
            "patterns": "names under 'exclude: accounts': {}", "folders": "names under 'exclude: folders': {}",
            "withoutNumber": "not known to the store",
        ],
        paragraphs: [
            "places": "Everything that Spreu makes lies here. The mailboxes themselves are only read.",
            "keys":
                "Features are hashed with the site key; it is a secret of 16 bytes. Nobody can make it again: without it the store has to be rebuilt from mail that is still there, and labels given by hand are lost. Keep copies on paper or a medium in a safe, not where the backups are: whoever has both can test whether a word was in somebody's mail.",
            "units": "If nothing starts the nights, the model grows old and the filter worse, and nothing else stops.",
            "alarms":
                "Monitoring asks 'spreu status' (Nagios, Icinga, Checkmk, Zabbix: /usr/share/doc/spreu/commands/status.md).",
            "closed":
                "These accounts and folders are never opened, and their users must not be in the scripts for feedback (/usr/share/doc/spreu/imapsieve.md). Whoever changes 'exclude' should have it in writing who asked for it.",
            "stop": "Mail is delivered without the filter; nothing is lost.",
            "restore":
                "A backup is made while no night runs. It contains the site key: take it out, and keep it elsewhere. Do the drill once a year, and after each change of who keeps the key. It touches nothing that is in use.",
            "move":
                "The new machine needs the mail under the same paths (or 'maildirs' changed), the same user, and the same key. Until the last step the old one goes on filtering.",
            "several":
                "One machine learns: the one that has the mailboxes. The others only filter, with its models, the same key and the same 'site'. Models are pushed, signed, and put in place whole; each filter serves only what is signed. Let monitoring compare the ids.",
        ],
        commands: [
            "status": "daily, by monitoring", "doctor": "after each change of the machine, and once a week",
            "confidentiality": "once a month", "config": "after each change of spreu.yaml",
            "checkConfig": "after each change of spreud.yaml", "nights": "how the last nights went",
            "postfixShow": "look first: other milters of these lists have to stay in them",
            "postfixOff": "without others: Postfix asks nobody any more",
            "unitsOff": "nothing runs any more", "rollback": "only the newest model is bad: back to the one before",
            "nightNow": "a night by hand", "backup": "the backup, as the nights' user",
            "keyApart": "the key is kept apart from it", "drillFolder": "the drill: a folder for it",
            "drillKey": "the key from its copy, not from the machine",
            "drillRestore": "restore, which checks every byte and whether the key fits",
            "drillTrain": "a model from it: now the backup is proven", "drillEnd": "away with it",
            "real": "in earnest: the same with the paths of the configuration",
            "moveStop": "old machine: no more nights", "moveCopy": "configuration and state to the new one",
            "moveOwner": "new machine: owners, if numbers of users differ", "moveCheck": "what is missing there",
            "moveNight": "a night there, and its report", "moveFilter": "filter and nights",
            "moveEnd": "old machine, when the new one has scored mail for some days",
            "keygen": "once, on the learner; 'signing-key' goes into spreu.yaml",
            "public": "each filter trusts it: 'public-key' in spreud.yaml",
            "siteKey": "the site key, as one copies a password",
            "push": "after each night: the served model to each filter",
            "place": "there: verified, then in place in one step",
            "compare": "an alarm when ids differ, from the learner",
        ])
}
