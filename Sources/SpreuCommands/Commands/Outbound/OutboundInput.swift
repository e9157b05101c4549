// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import FeedbackReports
import MailArchive
import MailFeatures
import MailMessage
import MailServerLogs
import NightlyBatch
import OutboundMail
import ServerAlarms
import SpamModel
import TextOutput

/// Reads logs, folders of sent mail, and reports into one analysis.
struct OutboundInput {
    private(set) var names: OutboundNames
    private let settings: OutboundSettings
    private let configuration: NightlyConfiguration?
    private var logs: LogAnalysis
    private var analysis: OutboundAnalysis
    private var campaigns = BulkCampaigns()
    /// What others report by mail; nil: nothing was given.
    private(set) var reports: ReportSummary?
    private var isFromFuture = 0
    /// When the last entry that counts was written; nil: there is none.
    private var lastEntry: Int?
    private var excluded = 0
    /// Names of authors that no log has named.
    private var authors: [UInt64: ActivitySource] = [:]
    private var judged = 0

    /// What names are hashed with: no hash leaves the process, and the same logs give the same report.
    private static let seed: UInt64 = 0x6f75_7462_6f75_6e64
    /// Seconds by which a line may be ahead of this machine's clock.
    private static let maxAhead = 86_400

    /// Prepares the reading.
    ///
    /// - Parameter transport: what of transport is followed as well; nil: nothing.
    init(_ settings: OutboundSettings, _ configuration: NightlyConfiguration?, transport: TransportWatch? = nil) {
        self.settings = settings
        self.configuration = configuration
        var options = LogAnalysis.Options()
        options.watched = settings.alarms.site
        options.transport = transport
        options.reasonForReturn = { BounceClass(status: $0, answer: $1).number }
        logs = LogAnalysis(options, seed: Self.seed)
        analysis = OutboundAnalysis(settings, seed: Self.seed)
        names = OutboundNames(configuration)
    }

    /// Reads complaints and bounces, which have to be known before the logs are.
    ///
    /// - Parameter since: what ended before it is left out, in seconds since 1970; nil: nothing.
    mutating func readReports(_ sources: [String], since: Int? = nil, _ warnings: inout Warnings) throws {
        let site = configuration?.site ?? SiteSettings()
        let identity = SiteIdentity(hosts: site.hosts, networks: site.networks.compactMap { NetworkRange($0) })
        let summary = try FeedbackInput(site: identity, settings: site, since: since).summary(of: sources, &warnings)
        if summary.joined.isEmpty, summary.complaints.counted + summary.bounces.counted > 0 {
            warnings.tell(
                "no complaint and no bounce names a queue id of ours: name our mail servers under 'site', 'hosts'")
        }
        reports = summary
        analysis = OutboundAnalysis(settings, seed: Self.seed, reports: summary.joined)
    }

    /// Reads the logs.
    ///
    /// - Throws: ``Failure`` where there is no log line in them.
    mutating func readLogs(_ files: [String], year: Int?, _ warnings: inout Warnings) throws {
        var options = LogReader.Options(now: Int(currentTime))
        options.year = year
        var reader = LogReader(options)
        let progress = ProgressBar("reading logs")
        let limit = Int(currentTime) + Self.maxAhead
        // The reader has the logs while it reads them.
        var read = logs
        reader.read(files, into: &read) { read in
            progress.advance(to: read.tables.lines.total)
            take(&read, limit)
        }
        read.endDepartures()
        take(&read, limit)
        logs = read
        progress.finish()
        let lines = logs.tables.lines
        if lines.total == lines.unreadable, let first = reader.problems.first {
            throw Failure(first.isUnreadable ? .noInput : .badData, first.description)
        }
        for problem in reader.problems { warnings.tell(problem.description) }
        if analysis.totals.routes.isEmpty {
            // Silence must not look like health.
            warnings.tell(
                "no outgoing mail in these logs: is 'domain' right, and does the mail server log elsewhere?")
        }
        tellBounds(&warnings)
    }

    private mutating func take(_ logs: inout LogAnalysis, _ limit: Int) {
        var (activity, departures) = (logs.takeActivity(), logs.takeDepartures())
        // A clock that is years ahead would make all that is known too old.
        let count = activity.count + departures.count
        activity.removeAll { $0.time > limit }
        departures.removeAll { $0.time > limit }
        isFromFuture += count - activity.count - departures.count
        let times = [lastEntry, activity.map(\.time).max(), departures.map(\.time).max()]
        lastEntry = times.compactMap(\.self).max()
        let names = names
        analysis.take(activity, departures, sources: logs.sources) { names.isExcluded($0) }
    }

    private func tellBounds(_ warnings: inout Warnings) {
        let lines = logs.tables.lines
        if isFromFuture > 0 {
            warnings.tell(
                "\(counted(isFromFuture, "entry", "entries")) of the log more than a day ahead of this machine's clock: "
                    + "not counted; check the clocks")
        } else if let last = logs.tables.last, last > Int(currentTime) + Self.maxAhead {
            let time = MailDate(secondsSince1970: Int64(last)).rfc3339
            warnings.tell(
                "a line of the log is of \(time), more than a day ahead of this machine's clock: the end of the logs is "
                    + "taken from the other lines; check the clocks")
        }
        if logs.wasFull {
            warnings.tell("too many messages were in queues at once: the oldest were counted as they were")
        }
        if logs.recipientsLeftOut > 0 {
            warnings.tell(
                "\(counted(logs.recipientsLeftOut, "recipient")) beyond the first 10,000 of a message: they are not counted"
            )
        }
        if lines.unreadable > 0 {
            warnings.tell("\(counted(lines.unreadable, "line")) could not be read as log lines; they are not counted")
        }
        if lines.suppressions > 0 {
            warnings.tell(
                "the log says \(counted(lines.suppressions, "time")) that lines were left out: counts are too low; "
                    + "raise RateLimitBurst of journald, or rsyslog's limits")
        }
        if analysis.totals.sourcesLeftOut > 0 {
            warnings.tell(
                "too many senders: \(counted(analysis.totals.sourcesLeftOut, "message")) of those beyond the first "
                    + "20,000 are in the totals only")
        }
        if analysis.findingsLeftOut > 0 {
            warnings.tell("more than 5,000 findings: the later ones are not shown; give fewer days")
        }
    }

    // MARK: sent mail

    /// Reads folders of sent mail, and has the model judge them where the site serves one.
    mutating func readSent(_ sources: [String], _ warnings: inout Warnings) throws {
        let model = try scoringModel()
        let domains = WatchedDomains(settings.alarms.site)
        var withoutAuthor = 0
        let progress = ProgressBar("reading sent mail")
        for event in ArchiveReader(sources) {
            switch event {
            case .warning(let warning): warnings.tell(warning.description)
            case .message(let archived):
                let message = Message(archived.bytes)
                guard let mail = BulkCampaigns.read(message, isOwn: { !domains.isExternal($0) }) else {
                    withoutAuthor += 1
                    continue
                }
                take(mail, message, model)
                progress.advance(to: campaigns.messages)
            }
        }
        progress.finish()
        analysis.take(campaigns, minimum: settings.campaign)
        guard campaigns.messages + withoutAuthor + excluded > 0 else {
            throw Failure(.noInput, "no message in the folders of sent mail: check the paths")
        }
        if withoutAuthor > 0 {
            warnings.tell("\(counted(withoutAuthor, "message")) of sent mail without an author: not counted")
        }
        if campaigns.messages == 0, excluded > 0 {
            warnings.tell("\(counted(excluded, "message")) of sent mail, all of excluded accounts: not read")
        }
        if campaigns.leftOut > 0 {
            warnings.tell("\(counted(campaigns.leftOut, "message")) of sent mail beyond 20,000 campaigns: not counted")
        }
        if model == nil {
            Console.note("no model judges the sent mail: give --config of a site that serves one")
        }
    }

    private func scoringModel() throws -> ScoringModel? {
        guard let configuration, let key = try? SiteKey.load(path: configuration.key) else { return nil }
        return try ScoringModel(servedBy: configuration, key: key)
    }

    private mutating func take(_ mail: BulkCampaigns.Mail, _ message: Message, _ model: ScoringModel?) {
        let source = ActivitySource(.login, mail.author)
        // An excluded account's mail is looked into by nobody.
        if names.isExcluded(source) {
            excluded += 1
            return
        }
        let key = source.key(seed: Self.seed)
        let time = mail.time.map { min(max(0, $0), Int(currentTime)) } ?? 0
        authors[key] = source
        campaigns.take(mail, source: key, time: time)
        guard let model else { return }
        judged += 1
        analysis.judge(source, key: key, isSpam: model.score(message).verdict == .spam, time: time)
    }

    // MARK: the answer

    /// What the report shows.
    ///
    /// - Parameters:
    ///   - since: the first second that is shown; nil: all.
    ///   - days: how many days are shown, up to the end of the logs; nil: all.
    /// - Throws: ``Failure`` where nothing is so late.
    mutating func content(since: Int?, days: Int?) throws(Failure) -> OutboundContent {
        let end = end
        if let since, end > 0, since > end {
            let day = MailDate(secondsSince1970: Int64(end)).rfc3339.prefix(10)
            throw Failure(.usage, "what was read ends on \(day), before the day of --since: give an earlier one")
        }
        let start = since ?? days.map { end - $0 * 86_400 } ?? 0
        var sources = authors.merging(logs.sources) { _, named in named }
        for source in settings.alarms.own.keys { sources[source.key(seed: Self.seed)] = source }
        let findings = analysis.findings.filter { $0.last >= start }
        let domains = logs.tables.recipientDomains
        let people = OutboundContent.People(findings, analysis, sources, &names)
        return OutboundContent(
            findings: findings, analysis: analysis, people: people,
            domainName: { domains.name(at: $0) },
            period: logs.tables.first.map { (min(end, max(start, $0)), end) },
            firstDay: start / 86_400, campaigns: campaigns.large(settings.campaign), sentMessages: campaigns.messages,
            judged: judged, scripts: reports?.scripts ?? [:], sources: sources, lines: logs.tables.lines.total,
            servers: (configuration?.site.networks ?? []).compactMap { NetworkRange($0) })
    }

    /// What the logs say beside outgoing mail.
    var tables: LogTables { logs.tables }

    /// What the logs say of transport; nil: that was not followed.
    var transport: LogFacts? { LogFacts(logs) }

    /// What the alarms have counted of the logs.
    var history: SiteHistory { analysis.history }

    /// When the last line was written; one that is dated ahead does not make all others old.
    var end: Int {
        guard let last = logs.tables.last else { return campaigns.campaigns.values.map(\.last).max() ?? 0 }
        let limit = Int(currentTime) + Self.maxAhead
        return last <= limit ? last : min(limit, lastEntry ?? logs.tables.first ?? limit)
    }
}
