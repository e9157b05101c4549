// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailServerLogs
import NightlyBatch
import ReportPages
import ServerAlarms
import TextOutput

/// `spreu watch`: alarms over a mail server's logs.
struct Watch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Watch a mail server's logs, and tell the administrator of what needs looking at.",
        discussion: """
            Reads what is new in the logs, goes on as they grow and are rotated, and tells of each incident once: by a \
            line on standard output, by 'command', and by mail. What is watched, and who is told, is under 'alarms' in \
            spreu.yaml; /usr/share/doc/spreu/alarms.md has the rules.

            journalctl -f -o json -u 'postfix*' -u dovecot | spreu watch -
            spreu watch /var/log/mail.log /var/log/mail.log.1
            """)

    @OptionGroup var site: ConfigurationOptions

    @Flag(help: "Read what is new and end: exit code 14 while an incident is open.")
    var once = false

    @Flag(help: "Print a line of JSON for each announcement.")
    var json = false

    @Flag(help: "Print what was counted of the site by month, and end.")
    var totals = false

    @Option(help: "The language: en or de. (default: 'language' under 'alarms', or that of LC_ALL to LANG)")
    var language: Language?

    @Argument(
        help: ArgumentHelp("The logs, or - for standard input. (default: 'logs' under 'alarms')", valueName: "file"))
    var files: [String] = []

    func validate() throws {
        if files.contains("-"), files.count > 1 {
            throw ValidationError("give either - for standard input, or files")
        }
        if totals, once || !files.isEmpty {
            throw ValidationError("--totals reads no logs: give neither --once nor files")
        }
    }

    func run() throws {
        let configuration = try site.read()
        guard let settings = configuration.alarms else {
            throw Failure(
                .badConfiguration,
                "\(configuration.file ?? "the configuration"): no 'alarms' section: /usr/share/doc/spreu/alarms.md has an example"
            )
        }
        let language = language ?? settings.language ?? .ofEnvironment
        if totals { return try AlarmTotals(settings).write(language, asJSON: json) }
        let files = files.isEmpty ? settings.logs : files
        guard !files.isEmpty else {
            throw Failure(.usage, "no logs: give files, - for standard input, or 'logs' under 'alarms'")
        }
        var session = try WatchSession(configuration, settings, language, asJSON: json)
        if files == ["-"] {
            try followInput(&session)
        } else if once {
            try session.read(files)
            try session.save()
        } else {
            try follow(files, &session)
        }
        if session.hasOpenIncidents { try ExitStatus.alarm.end() }
        try session.warnings.status.end()
    }

    /// Seconds between two looks at files, and between two savings of the state: what is lost is read again.
    private static let lookSeconds: UInt32 = 2
    private static let saveSeconds = 60

    private func follow(_ files: [String], _ session: inout WatchSession) throws {
        var seen: [FileStatus.Identity?: Int] = [:]
        var saved = Int(currentTime)
        while true {
            var sizes: [FileStatus.Identity?: Int] = [:]
            for file in files { if let status = FileStatus(file) { sizes[status.identity] = Int(status.size) } }
            if sizes != seen {
                try session.read(files)
                seen = sizes
            }
            let now = Int(currentTime)
            try session.advance(to: now)
            if now - saved >= Self.saveSeconds {
                try session.save()
                saved = now
            }
            sleep(Self.lookSeconds)
        }
    }

    private func followInput(_ session: inout WatchSession) throws {
        var log = try session.openInput()
        var saved = Int(currentTime)
        while session.read(&log, waiting: 1) {
            try session.settle()
            let now = Int(currentTime)
            if !once { try session.advance(to: now) }
            if now - saved >= Self.saveSeconds {
                try session.save()
                saved = now
            }
        }
        try session.settle()
        try session.save()
    }
}
