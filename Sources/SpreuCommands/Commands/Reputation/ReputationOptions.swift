// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import NightlyBatch
import SenderReputation
import ServerAlarms
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

    @Option(
        help: ArgumentHelp(
            "A log of the mail server or of spreud; may be repeated. (default: 'logs' under 'alarms', for the site's store)",
            valueName: "file"))
    var logs: [String] = []

    @OptionGroup var stored: StoreOptions
    @OptionGroup var labels: LabelOptions
    @OptionGroup var reading: ReadingOptions

    /// Whether archives say what their mail is; otherwise a store does, or only logs are read.
    private var isFromArchives: Bool { !sources.isEmpty || !ham.isEmpty || !spam.isEmpty }
    private var isFromStore: Bool { !isFromArchives && (stored.store != nil || logs.isEmpty || isConfigured) }
    private var isConfigured: Bool { stored.configuration.config != nil }

    func validate() throws {
        if sources.isEmpty, isFromArchives, ham.isEmpty || spam.isEmpty {
            throw ValidationError("give both --ham and --spam: a list without ham cannot tell whom it hits")
        }
        if isFromArchives, stored.store != nil {
            throw ValidationError("--store cannot be combined with --ham, --spam or an index")
        }
        if isFromStore, !stored.isNamed {
            throw ValidationError(
                "whose mail? Give --ham and --spam, an index, --store, or the --config of a site; or --logs")
        }
        if let asOf, Day.begin(of: asOf) == nil {
            throw ValidationError("--as-of takes a day such as 2026-11-30, not \(asOf)")
        }
    }

    /// All that is read.
    var inputs: [String] { sources + ham + spam + logs + [networkTable].compactMap { $0 } }

    /// The time as of which names are judged: now, or the end of the day that is given; never later than now.
    var now: Int64 {
        let clock = Int64(time(nil))
        return asOf.flatMap(Day.begin).map { min(clock, $0 + 86_399) } ?? clock
    }

    /// Reads mail, labels and logs.
    func table(_ warnings: inout Warnings) throws -> ReputationTable {
        try reading.requireSources(ham + spam)
        for path in sources where path == "-" || ArchiveFormat.detect(path) != .index {
            throw Failure(
                access(path, F_OK) == 0 ? .usage : .noInput,
                "\(path) is no index, which names the class of each message: give archives with --ham and --spam")
        }
        let site = stored.configuration.path == nil ? nil : try stored.configuration.read()
        var settings = try reading.site.isGiven ? reading.site.settings() : site?.site ?? SiteSettings()
        if settings.authservIDs.isEmpty { settings.authservIDs = site?.site.authservIDs ?? [] }
        var input = ReputationInput(
            settings, networks: try networks(&warnings), threads: reading.threadCount, asOf: now)
        let logs = logs.isEmpty && isFromStore && stored.store == nil ? site?.alarms?.logs ?? [] : logs
        if isFromStore {
            let labels = try StoreLabels(
                stored.location(), labels, threads: reading.threadCount, takesVerdicts: logs.isEmpty, &warnings)
            try input.read(labels, &warnings)
        } else if isFromArchives {
            input.read(
                reading.sources(ham: ham, spam: spam) + sources.map { LabelledSource.index($0) }, &warnings)
        }
        if !logs.isEmpty { try input.readLogs(logs, &warnings) }
        let table = input.table
        guard table.spam + table.ham + table.calledSpam + table.passed + table.refused > 0 else {
            throw Failure(
                .noInput,
                table.later > 0
                    ? "all mail is dated after the day of --as-of, or this machine's clock is wrong"
                    : isFromArchives || isFromStore
                        ? "no labelled mail in the sources: check the paths"
                        : "nothing of another server's mail in the logs: check the paths")
        }
        input.tellBounds(isDated: asOf != nil, &warnings)
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
}
