// SPDX-License-Identifier: Apache-2.0
import Announcements
import ArgumentParser
import DurableFiles
import Glibc
import NightlyBatch
import ReportPages
import SiteHealth
import TextOutput

/// `spreu handover`: the sheet for a colleague.
struct Handover: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handover",
        abstract:
            "Write the sheet for a colleague: paths, keys, users, timers, alarms, how to stop, restore and move it.",
        discussion: """
            Reads the configurations and the machine, changes nothing, and prints no secret: keys by their ids, closed \
            accounts by count and pseudonym. What only a person knows is asked for by options; without them the sheet \
            says that it is missing, and the exit code is 4.

            sudo spreu handover --key-copy "envelope in the safe, room 2.14" --contact "Anna, extension 17" \
            --html /root/spreu.html
            """)

    @OptionGroup var site: ConfigurationOptions

    @Option(
        help: ArgumentHelp(
            "The filter's configuration. (default: spreud.yaml beside the other)", valueName: "file"))
    var filterConfig: String?

    @Option(help: ArgumentHelp("The user who runs nights and filter.", valueName: "name"))
    var user = "spreu"

    @Option(help: ArgumentHelp("Where a copy of the site key is; may be repeated.", valueName: "place"))
    var keyCopy: [String] = []

    @Option(help: ArgumentHelp("Whom to ask; may be repeated.", valueName: "person"))
    var contact: [String] = []

    @Option(help: ArgumentHelp("Another mail server that only filters; may be repeated.", valueName: "host"))
    var filterHost: [String] = []

    @Flag(help: "Name the accounts and folders that stay closed, and who is told of alarms.")
    var names = false

    @Option(help: ArgumentHelp("Also write the sheet as a page: one file, no network.", valueName: "file"))
    var html: String?

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    func run() throws {
        try OutputPath.require([html], apartFrom: [])
        // Before anything is read: a sheet of half a site misleads.
        var configuration = try site.read()
        // The sheet is read elsewhere than it was made.
        let config = configuration.file.map { $0.hasPrefix("/") ? $0 : FileName.resolved($0) ?? $0 } ?? ""
        configuration.file = config
        var reader = SiteReader(
            SiteReader.Options(
                config: config, filterConfig: filterConfig ?? FilterSettings.path(beside: config), user: user,
                without: [.postfix, .dovecot], now: currentTime))
        let facts = reader.read()
        let language = language ?? .ofEnvironment
        let builder = HandoverBuilder(
            configuration: configuration, filter: reader.filter, facts: facts, directory: reader.directory,
            texts: .of(language), numbers: LocalNumbers(language), machine: MachineName.own, keyCopies: keyCopy,
            contacts: contact, filterHosts: filterHost, namesPeople: names)
        let sheet = builder.sheet
        let texts = HandoverTexts.of(language)
        if let html {
            try TextFile.write(sheet.html(language, commandColumns: (texts.why, texts.command)), to: html)
        }
        try Console.write(sheet.text)
        if !sheet.open.isEmpty { try ExitStatus.doneWithWarnings.end() }
    }
}
