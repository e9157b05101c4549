import MailServerConfiguration
// SPDX-License-Identifier: Apache-2.0
import ReportPages
import SiteSetup

extension InitTexts {
    static let english = InitTexts(
        account: Noun(one: "account", many: "accounts"), folder: Noun(one: "folder", many: "folders"),
        message: Noun(one: "message", many: "messages"), found: "Found", postfix: "Postfix, {}", dovecot: "Dovecot {}",
        exim: "Exim, {}",
        noServers: "No configuration of Postfix, Dovecot or Exim was found.",
        domains: "own domains: {}", networks: "own networks: {}",
        filters: "a filter that is in use: {}",
        accounts: "{} in {}: {}",
        noAccounts: "No accounts were found: name their Maildirs under 'sources' in spreu.yaml.",
        noMaildirs: "There are homes in {}, but no Maildirs in them.",
        origin: { origin in
            switch origin {
            case .configuration(let path): "by \(path)"
            case .dovecot(let place): "by Dovecot, \(place.path == "doveconf" ? "doveconf -n" : place.path)"
            case .postfix(let place): "by Postfix, \(place)"
            case .exim(let path): "by Exim, \(path)"
            case .layout(let layout): "as \(layout.rawValue) has them"
            }
        },
        notRead: "not read: {}",
        closedQuestion: """
            Which accounts and folders must stay closed? Works council, whistle-blowing \
            office, doctor, human resources: what you name is never listed or opened. \
            Names or addresses of accounts, names of folders, with commas between them; \
            * is a wildcard. All other mail is read at night, by the service user alone.
            """,
        robotsQuestion: """
            Which accounts are read by programs (invoices, tickets, fax)? What is done \
            with their mail is then no label. An account that is not named counts as \
            a person's: what lies read in its inbox counts as wanted.
            """,
        suggestion: "By their names perhaps {}: write what is right",
        restQuestion: """
            {} lie in {} of other names. Is what people file there wanted \
            mail? Yes: it is learned as wanted. No: it counts neither as wanted nor as \
            spam, and the larger folders can be named later ('ham' in spreu.yaml).
            """,
        junkQuestion: """
            In Junk: {}. {}Is what lies there spam, whoever put it there? Look \
            through a Junk folder or two first. Yes: what is there today is learned as \
            spam. No: only what people moved there, or an older filter has marked, \
            counts, and the latter as far as it agrees with what people do; a first \
            model may then know little spam.
            """,
        writeQuestion: "Write these files to {}? No: init ends here, and nothing is changed.",
        trainQuestion: """
            Learn now? This reads the accounts as user {}, and changes nothing there. It \
            takes minutes, or hours for millions of messages. No: the first night does \
            it, or a command that is printed.
            """,
        enterKeeps: "Enter: {}", enterKeepsThese: "already: {}; Enter: no others", nothing: "none", yes: "yes",
        no: "no",
        folders: "What folders are taken for",
        uses: [
            "ham": "wanted", "spam": "spam", "trash": "trash", "drafts": "drafts", "sent": "sent", "rest": "no label",
        ],
        folderCount: "{} ({}, {})",
        unnamed: "{} of other names ({}); 'spreu config check' names the larger ones",
        noSpam: "No account has a folder for spam: let Dovecot create one for all (auto = subscribe).",
        closed: "Closed", closedCount: "{}, and {} of others",
        closedWord: "{}: {}, {}",
        closedNothing: "{}: there is no such account or folder; check the spelling.",
        encrypted: "Mail is encrypted on disk ({}): Spreu cannot read it there.",
        encryptedSamples: "{} of {} messages that were looked at are encrypted: Spreu cannot read such mail on disk.",
        encryptedHelp: """
            What can be done: (1) Dovecot hands in what users move, decrypted (IMAPSieve, \
            /usr/share/doc/spreu/imapsieve.md); the filter sees all mail before it is encrypted. (2) Let \
            Dovecot make a copy that can be read, each evening, and name it under \
            'sources' (/usr/share/doc/spreu/archives.md): doveadm -o plugin/zlib_save= -o \
            plugin/mail_crypt_save_version=0 backup -u USER maildir:/srv/copy/USER. \
            (3) Switch encryption off for new mail.
            """,
        otherFormat: "Dovecot keeps mail as {}, which Spreu does not read.",
        otherFormatHelp: """
            What can be done: let Dovecot make a copy in Maildirs, each evening, and name \
            it under 'sources' (/usr/share/doc/spreu/archives.md).
            """,
        eximSpool: """
            Exim puts local mail into one file for each user (/var/mail), in which nobody can \
            file anything: Spreu learns from Maildirs. dpkg-reconfigure exim4-config, \
            'Maildir format in home directory'.
            """,
        files: "Files",
        changes: [
            .new: "new", .same: "unchanged", .rewritten: "written again",
            .kept: "changed by hand, left as it is", .replaced: "replaced; what was there is {}",
        ],
        keptAdvice:
            "What init would write there: spreu init --diff. To have it: --replace, which keeps your file beside it.",
        settingsChanged:
            "site.yaml says something else now: the next night reads all mail again, and the filter takes no "
            + "model before that.",
        rights: "What user {} may read", rightsFine: "User {} can read all of it, and nothing that is closed.",
        gaps: [
            .noUser: "there is no user {1}",
            .noLearnGroup: "group {1}, of those who hand in mail, is missing or without the service user",
            .mailUserOutsideLearnGroup: "{1}, to whom all mail belongs, may not hand in what users move",
            .way: "closed on the way to the accounts: {0}, such as {1}",
            .accounts: "mail that cannot be read: {0}, such as {1}",
            .newMail: "new mail that could not be read: {0}, such as {1}",
            .linked:
                "symbolic links that are not followed, since a user may have made them: {0}, such as {1}. Name under "
                + "'sources' what they lead to",
            .closedIsOpen: "to stay closed, and can be entered: {0}, such as {1}",
            .configuration: "{1} cannot be read",
            .state: "{1} is missing, or belongs to somebody else",
            .foreign:
                "{1} is there already, belongs to somebody else, and stays theirs: give Spreu a folder of its own "
                + "(--state)",
            .drop: "{1} is missing, or not as it has to be",
            .socket: "Postfix cannot reach {1}",
        ],
        withheld: """
            Nothing that opens mail is printed, and nothing is learned, because these \
            names close nothing: {}. Correct them ('exclude' in spreu.yaml) and run init \
            again. If they are right, because the accounts come later, run init again, too: \
            by then they are written down.
            """,
        asRoot: "As root:",
        newAccounts:
            "Dovecot makes the homes of new accounts with mode 0700, which no default list gets through. Keep the "
            + "loop as a script, /usr/local/sbin/spreu-acl, and run it again for them.",
        training: "A first model",
        trainLater: "Nothing was learned. To learn from what is labelled already, once:",
        trainAfterRights: "Nothing was learned: run the commands above first, and then:",
        trainedWith: "Learning, as user {}:",
        trainFailed: "No model was made ({}). After mending what it says:",
        trainWaits: "The model is there, with warnings: see above.",
        next: "Next",
        purposes: [
            .services: "Every night, and the filter, once there is a model:",
            .servicesDone: "Nights and filter start by themselves already.",
            .postfix: "Postfix asks the filter. This writes {}:",
            .postfixDone: "Postfix asks the filter already ({}).",
            .postfixServices:
                "These services have lists of their own, in {}; add the filter there if it is to see their mail:",
            .exim: "Exim asks the filter. In the main section, in {}:",
            .eximACL: "In the ACL for DATA, behind the line 'acl_check_data:' in {}:", .eximReload: "Then, as root:",
            .eximLight: "exim4-daemon-light can ask no filter: it refuses these lines. First, as root:",
            .eximDone: "Exim knows the filter already ({}).",
            .dovecot: "Dovecot files spam into Junk:",
            .dovecotDone: "Dovecot files spam into Junk already ({}).",
        ],
        goesTo: "in {}:", commands: "as root:",
        diffOnly: "Nothing was changed.")
}
