// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import NightlyBatch
import ReportPages
import SpamReports
import TextOutput

/// `spreu fleet`: the nights of many sites side by side.
struct Fleet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Show the nights of many sites side by side, those to look at first.",
        discussion: """
            Reads what scripts/many/fleet or scripts/many/spark.py has collected: a line of JSON for each site, names and \
            counts alone.

            Example: spreu fleet nights.jsonl --csv nights.csv --html nights.html
            """)

    @Argument(help: ArgumentHelp("The collected nights; '-' for standard input.", valueName: "file"))
    var nights: String

    @Option(help: ArgumentHelp("Write the table as comma-separated values.", valueName: "file"))
    var csv: String?

    @Option(help: ArgumentHelp("Write the table as one file of HTML.", valueName: "file"))
    var html: String?

    @Flag(help: "Print the table as JSON.")
    var json = false

    @Option(help: "The language of text and page: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    /// Lines of a million sites have less.
    private static let maxBytes = 2 << 30

    func run() throws {
        try OutputPath.require([csv, html], apartFrom: [nights])
        let text = String(decoding: try InputFile(nights).read(limit: Self.maxBytes), as: UTF8.self)
        var warnings = Warnings()
        var found: [SiteNight] = []
        for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
            if let night = SiteNight(line: line) {
                found.append(night)
            } else {
                warnings.tell("\(nights.forTerminal()): line \(number + 1) is not a site's night; skipped")
            }
        }
        guard !found.isEmpty else { throw Failure(.badData, "\(nights.forTerminal()) has no site's night") }
        let table = FleetTable(found)
        let page = FleetPage(table, language ?? .ofEnvironment)
        if let csv { try TextFile.write(table.csv, to: csv) }
        if let html { try TextFile.write(page.html, to: html) }
        try Console.write(json ? table.json.text : page.text)
        // That sites stand out is what the table is for; that a night failed somebody has to know.
        if table.counts.failed > 0 { warnings.tell("\(counted(table.counts.failed, "site")) without a whole night") }
        try warnings.status.end()
    }
}
