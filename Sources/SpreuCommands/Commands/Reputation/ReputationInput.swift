// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import MailServerLogs
import NightlyBatch
import SenderReputation
import TextOutput

/// Reads mail, labels and logs into one table.
struct ReputationInput {
    private(set) var table: ReputationTable
    private let site: SiteSettings
    private let reader: SightingReader
    private let threads: Int
    /// Messages of the logs that were taken, and on which no verdict is known.
    private(set) var unjudged = 0

    /// What names are hashed with while logs are read: no hash leaves the process, and the same logs give the same report.
    private static let seed: UInt64 = 0x7265_7075_7461_7469

    /// Prepares the reading.
    init(_ site: SiteSettings, networks: NetworkTable?, threads: Int, asOf: Int64) {
        self.site = site
        self.threads = threads
        reader = SightingReader(site, table: networks)
        table = ReputationTable(asOf: asOf)
    }

    // MARK: mail

    /// Reads archives that say what their mail is.
    mutating func read(_ sources: [LabelledSource], _ warnings: inout Warnings) {
        let reader = reader
        warnings.tell(map(sources) { reader.read($0) }.warnings)
    }

    /// Reads the mail of a store where it lies, as far as it has labels.
    mutating func read(_ labels: StoreLabels, _ warnings: inout Warnings) throws(Failure) {
        let reader = reader
        let before = (counted: countedMail, unlabelled: table.unlabelled)
        let report = map(labels.archives) { mail in
            // What nobody has labelled is not looked into.
            guard let testimony = labels.testimony(of: mail.message) else {
                return SenderSighting(nil, date: nil, names: [])
            }
            return reader.read(mail, testimony)
        }
        warnings.tell(report.warnings)
        guard countedMail == before.counted, labels.count > 0 else { return }
        let unlabelled = table.unlabelled - before.unlabelled
        throw Failure(
            .noInput,
            unlabelled > 0
                ? "none of \(counted(unlabelled, "message")) where the store's mail lay has a label in it: was it read with other --hosts and --networks, or by another version?"
                : "nothing of the store's mail lies where it lay, or this user may not read it: give its archives with --ham and --spam"
        )
    }

    /// Messages that people or the filter have called something, copies included.
    private var countedMail: Int {
        table.spam + table.ham + table.repeated + table.later + table.calledSpam + table.passed
    }

    private mutating func map(
        _ sources: [LabelledSource], _ work: @escaping @Sendable (LabelledMail) -> SenderSighting
    ) -> MessagePipeline.Report {
        let progress = ProgressBar("reading mail")
        defer { progress.finish() }
        let options = MessagePipeline.Options(threads: threads, features: site.features([]))
        var read = table
        let report = MessagePipeline.map(sources, options: options, work: work) {
            progress.advance(to: $0.messages)
        } consume: { sightings in
            for sighting in sightings { read.take(sighting) }
        }
        table = read
        return report
    }

    // MARK: logs

    /// Reads the mail server's logs: who handed mail in, what the filter said, and who was refused.
    ///
    /// - Throws: ``Failure`` where there is no log line in them.
    mutating func readLogs(_ files: [String], _ warnings: inout Warnings) throws(Failure) {
        var options = LogAnalysis.Options()
        options.followsReceived = true
        var logs = LogAnalysis(options, seed: Self.seed)
        var reader = LogReader(LogReader.Options(now: Int(currentTime)))
        let progress = ProgressBar("reading logs")
        reader.read(files, into: &logs) {
            progress.advance(to: $0.tables.lines.total)
            take(&$0)
        }
        logs.endReceived()
        take(&logs)
        progress.finish()
        let lines = logs.tables.lines
        if lines.total == lines.unreadable, let first = reader.problems.first {
            throw Failure(first.isUnreadable ? .noInput : .badData, first.description)
        }
        for problem in reader.problems { warnings.tell(problem.description) }
        if lines.unreadable > 0 {
            warnings.tell("\(counted(lines.unreadable, "line")) could not be read as log lines; they are not counted")
        }
        if logs.wasFull {
            warnings.tell("too many messages were in queues at once: the oldest were counted as they were")
        }
        if table.calledSpam + table.passed == 0 {
            // Silence of the filter must not look like a clean world.
            warnings.tell(
                unjudged > 0
                    ? "no verdict of spreud on any of \(counted(unjudged, "message")) in these logs: give its log, too"
                    : "no message of another server in these logs: does the mail server log elsewhere?")
        }
    }

    private mutating func take(_ logs: inout LogAnalysis) {
        for mail in logs.takeReceived() {
            if mail.outcome == .unjudged { unjudged += 1 }
            if let sighting = reader.read(mail) { table.take(sighting) }
        }
    }

    // MARK: bounds

    /// Says once what is not complete, and what to do.
    ///
    /// - Parameter isDated: whether a day was given as of which all is judged.
    func tellBounds(isDated: Bool, _ warnings: inout Warnings) {
        for kind in SenderNameKind.allCases where table.names(kind).overflow > 0 {
            warnings.tell(
                "more than \(grouped(ReputationTable.maxNames)) \(kind.name): later ones are not told apart; give the mail of fewer months"
            )
        }
        if table.later > 0, !isDated {
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
