// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import NightlyBatch

/// What Postfix and Dovecot are told.
struct MailServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Postfix's folder, or a file with what 'postconf -n' prints. (default: /etc/postfix)",
            valueName: "path"))
    var postfix: String?

    @Option(
        help: ArgumentHelp(
            "A file with what 'doveconf -n' prints. (default: it is run, where Dovecot is installed)",
            valueName: "file"))
    var dovecot: String?
}

/// Where a mail server's configuration lies, for commands that look at it as a whole.
struct ServerOptions: ParsableArguments {
    @OptionGroup var server: MailServerOptions

    @Option(
        help: ArgumentHelp(
            "A file of aliases; may be repeated. (default: those of alias_maps, or /etc/aliases)", valueName: "file"))
    var aliases: [String] = []

    @Option(
        help: ArgumentHelp(
            "A log; may be repeated. (default: 'logs' under 'alarms' in the configuration)", valueName: "file"))
    var logs: [String] = []

    @Option(
        help: ArgumentHelp(
            "A zone, or what 'dig' prints of one; may be repeated: who gets reports.", valueName: "file"))
    var dnsZone: [String] = []

    @Option(
        help: ArgumentHelp(
            "A folder of backups, whose permissions are looked at; may be repeated.", valueName: "folder"))
    var backup: [String] = []

    @Option(
        help: ArgumentHelp(
            "The server's files lie in this folder: a mounted backup, a container. Nothing is run.",
            valueName: "folder"))
    var root: String?

    /// What the configuration names for the duties, where the command line does not.
    mutating func take(_ settings: DutySettings) {
        server.postfix = server.postfix ?? settings.postfix
        server.dovecot = server.dovecot ?? settings.dovecot
        if aliases.isEmpty { aliases = settings.aliases }
        if logs.isEmpty { logs = settings.logs }
        if dnsZone.isEmpty { dnsZone = settings.zones }
        if backup.isEmpty { backup = settings.backups }
    }

    /// Postfix's folder or file, and Dovecot's file.
    var postfix: String? { server.postfix }
    var dovecot: String? { server.dovecot }

    /// The files that are named.
    var inputs: [String] { aliases + logs + dnsZone + [postfix, dovecot].compactMap { $0 } }
}
