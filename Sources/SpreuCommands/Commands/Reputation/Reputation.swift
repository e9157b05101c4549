// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import ReportPages
import SenderReputation
import TextOutput

/// `spreu reputation`: who sends the site its ham and spam, and lists.
struct Reputation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reputation",
        abstract:
            "Show who sends ham and spam, make lists of it, check the use of DNS lists, and how others see this site.",
        subcommands: [
            ReputationShow.self, ReputationExport.self, ReputationExpire.self, ReputationLists.self,
            ReputationCheck.self, ReputationSelf.self,
        ],
        defaultSubcommand: ReputationShow.self)
}

/// `spreu reputation show`: the senders, ranked.
struct ReputationShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Rank senders by how surely they send spam: addresses, networks, domains.",
        discussion: """
            Reads labelled mail, of archives or where a store's mail lies, and logs; finds for each message who handed it to the site's own servers, and counts ham and spam by \
            address, network, HELO, envelope, author, signature and links. Asks no network and changes nothing. No address of \
            a person and no text is in the report. Services that send for very many are left out. What the filter called \
            spam is shown apart: it is no label.

            Example: spreu reputation --ham Maildir --spam Maildir/.Junk --hosts mx.example.com
            """)

    @OptionGroup var options: ReputationOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Also write the report as a page: one file, no network.", valueName: "file"))
    var html: String?

    @Option(help: ArgumentHelp("Rows of each table, 1 to 1000.", valueName: "n"))
    var top = 10

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    func validate() throws {
        guard (1...1_000).contains(top) else { throw ValidationError("--top takes 1 to 1000, not \(top)") }
    }

    func run() throws {
        try OutputPath.require([html], apartFrom: options.inputs)
        var warnings = Warnings()
        let table = try options.table(&warnings)
        let report = ReputationReport(table, language ?? .ofEnvironment, top: top)
        if let html { try TextFile.write(report.html, to: html) }
        try Console.write(json ? ReputationReport(table, .english, top: top).json.text : report.text)
        try warnings.status.end()
    }
}
