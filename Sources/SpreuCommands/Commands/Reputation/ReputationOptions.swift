// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
import SenderReputation
import TextOutput

/// Whose mail is read for the reputation of its senders, and how.
struct ReputationOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Indexes: lines of 'spam|ham PATH'.", valueName: "index"))
    var sources: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Archives of wanted mail.", valueName: "source"))
    var ham: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Archives of unwanted mail.", valueName: "source"))
    var spam: [String] = []

    @Option(
        help: ArgumentHelp(
            "Names of networks: lines such as '192.0.2.0/24 AS64500 Example'.", valueName: "file"))
    var networkTable: String?

    @Option(
        help: ArgumentHelp(
            "Judge as on this day (UTC), as 2026-11-30; later mail does not count. (default: now)", valueName: "date"))
    var asOf: String?

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var reading: ReadingOptions

    func validate() throws {
        if sources.isEmpty && (ham.isEmpty || spam.isEmpty) {
            throw ValidationError(
                "whose mail? Give --ham and --spam, or an index; a list without ham cannot tell whom it hits")
        }
        if let asOf, Day.begin(of: asOf) == nil {
            throw ValidationError("--as-of takes a day such as 2026-11-30, not \(asOf)")
        }
    }

    /// All that is read.
    var inputs: [String] { sources + ham + spam + [networkTable].compactMap { $0 } }

    /// The time as of which names are judged: now, or the end of the day that is given; never later than now.
    var now: Int64 {
        let clock = Int64(time(nil))
        return asOf.flatMap(Day.begin).map { min(clock, $0 + 86_399) } ?? clock
    }

    /// Reads the mail.
    func table(_ warnings: inout Warnings) throws -> ReputationTable {
        try reading.requireSources(ham + spam)
        for path in sources where path == "-" || ArchiveFormat.detect(path) != .index {
            throw Failure(
                access(path, F_OK) == 0 ? .usage : .noInput,
                "\(path) is no index, which names the class of each message: give archives with --ham and --spam")
        }
        let configured = try configuration.path == nil ? SiteSettings() : configuration.read().site
        var site = try reading.site.isGiven ? reading.site.settings() : configured
        if site.authservIDs.isEmpty { site.authservIDs = configured.authservIDs }
        let reader = SightingReader(site, table: try networks(&warnings))
        let options = MessagePipeline.Options(threads: reading.threadCount, features: site.features([]))
        let labelled = reading.sources(ham: ham, spam: spam) + sources.map { LabelledSource.index($0) }
        var table = ReputationTable(asOf: now)
        let progress = ProgressBar("reading mail")
        let report = MessagePipeline.map(labelled, options: options) {
            reader.read($0)
        } progress: {
            progress.advance(to: $0.messages)
        } consume: { sightings in
            for sighting in sightings { table.take(sighting) }
        }
        progress.finish()
        warnings.tell(report.warnings)
        guard table.spam + table.ham > 0 else {
            throw Failure(
                .noInput,
                table.later > 0
                    ? "all mail is dated after the day of --as-of, or this machine's clock is wrong"
                    : "no labelled mail in the sources: check the paths")
        }
        tellBounds(table, &warnings)
        return table
    }

    private func networks(_ warnings: inout Warnings) throws -> NetworkTable? {
        guard let networkTable else { return nil }
        do throws(DurableFileError) {
            let table = try NetworkTable(contentsOf: networkTable)
            if table.unreadable > 0 {
                warnings.tell(
                    "\(networkTable): \(counted(table.unreadable, "line")) without a range and a name; the others count"
                )
            }
            return table
        } catch {
            throw Failure(.noInput, "\(networkTable): \(error.reason); check --network-table")
        }
    }

    /// Says once what is not complete, and what to do.
    private func tellBounds(_ table: ReputationTable, _ warnings: inout Warnings) {
        for kind in SenderNameKind.allCases where table.names(kind).overflow > 0 {
            warnings.tell(
                "more than \(grouped(ReputationTable.maxNames)) \(kind.name): later ones are not told apart; give the mail of fewer months"
            )
        }
        if table.later > 0, asOf == nil {
            warnings.tell(
                "\(counted(table.later, "message")) dated later than \(MailDate(secondsSince1970: table.asOf).rfc3339): not counted; is this machine's clock right?"
            )
        }
        if table.withoutClient > 0, table.withoutClient * 2 > table.spam + table.ham {
            warnings.tell(
                "of \(grouped(table.withoutClient)) of \(grouped(table.spam + table.ham)) messages nothing surely tells the client: name your own servers with --hosts and --networks"
            )
        }
        if table.forgotten > 0 {
            warnings.tell(
                "\(counted(table.forgotten, "message")) beyond the first \(grouped(ReputationTable.maxMessages)): what lists would have hit leaves them out"
            )
        }
    }
}
