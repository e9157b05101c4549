// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import FeedbackReports
import Glibc
import MailDuties
import MailFeatures
import MailServerConfiguration
import MailServerLogs
import NightlyBatch
import OutboundMail
import OutgoingBrake
import SenderReputation
import ServerAlarms
import TextOutput

/// What is known of a site for its five duties: read once, by the readers of the commands that look at each.
struct DutyInput {
    let configuration: NightlyConfiguration
    let now: Int
    /// What the options name beside the configuration.
    struct Places {
        /// Mailboxes with reports and bounces.
        var reports: [String] = []
        /// Where the filter is asked; nil: nobody asks it.
        var filter: (address: String, protocol: FilterProtocol)?
        /// Whether names and lists are asked for, and of whom.
        var resolving: ResolverOptions
        /// Where the filter keeps what its brake counts.
        var brake = BrakeFolder(BrakeFolder.usual)
    }

    /// Days of the logs and the reports that are judged.
    private static let days = 30
    private static let filterSeconds = 5

    init(_ configuration: NightlyConfiguration, now: Int) {
        (self.configuration, self.now) = (configuration, now)
    }

    /// Reads everything.
    func facts(
        _ options: ServerOptions, _ places: Places, _ night: NightFiles, _ warnings: inout Warnings
    ) throws -> DutyFacts {
        var server = ServerReading(options, configuration)
        let logs = options.logs.isEmpty ? configuration.alarms?.logs ?? [] : options.logs
        let reading = try readLogs(logs, places.reports, server.transport, &warnings)
        server.facts.log = reading.transport
        if server.facts.log == nil {
            server.gaps.append(ExposureGap(.logs, reading.problem.isEmpty ? .noneGiven : .named(reading.problem)))
        }
        let incidents = self.incidents
        return DutyFacts(
            reputation: ReputationFacts(
                names: DutyNames(configuration: configuration, options: options).report(places.resolving, &warnings),
                standing: reading.standing, reports: reading.reports),
            inbound: InboundFacts(
                lists: Self.lists(server.facts, server.gaps), model: night.model,
                staleDays: configuration.gate.staleDays,
                night: night.facts, ended: night.ended,
                filter: filter(places, judged: max(reading.verdicts, night.facts.value?.live?.judged ?? 0))),
            outbound: OutboundFacts(
                mail: reading.mail, incidents: incidents, held: held(places.brake)),
            logs: watch(incidents, counters.facts, linesLost: reading.linesLost),
            confidentiality: ConfidentialityFacts(exposure: .known(server.report)))
    }

    // MARK: logs and reports

    /// The site's own domains and networks: those of the alarms, else what the configuration says of the site.
    private var alarms: AlarmSettings {
        if let alarms = configuration.alarms { return alarms }
        var alarms = AlarmSettings()
        // An address among the recipients may be one at a provider.
        alarms.site.domains = configuration.site.recipients.filter { !$0.contains("@") }
        alarms.site.networks = configuration.site.networks
        return alarms
    }

    private func readLogs(
        _ logs: [String], _ reports: [String], _ transport: TransportWatch, _ warnings: inout Warnings
    ) throws -> DutyLogs {
        let alarms = alarms
        var input = OutboundInput(OutboundSettings(alarms: alarms), configuration, transport: transport)
        var gap: DutyGap? = logs.isEmpty ? DutyGap(.noLogs) : nil
        var reportGap: DutyGap? = reports.isEmpty ? DutyGap(.noReports, isNeeded: false) : nil
        if !reports.isEmpty {
            do {
                try input.readReports(reports, since: now - Self.days * 86_400, &warnings)
            } catch {
                // Asked for, and not read: then they are needed.
                reportGap = DutyGap(.noReports, Failure(error)?.description ?? "\(error)")
            }
        }
        if !logs.isEmpty {
            do {
                try input.readLogs(logs, year: nil, &warnings)
            } catch {
                gap = DutyGap(.noLogs, Failure(error)?.description ?? "\(error)")
            }
        }
        if gap == nil, alarms.site.domains.isEmpty { gap = DutyGap(.noDomains) }
        return try DutyLogs(input, gap: gap, reportGap: reportGap, days: Self.days)
    }

    // MARK: lists and filter

    /// How Postfix asks lists.
    static func lists(_ facts: MailServerFacts, _ gaps: [ExposureGap]) -> Known<DNSListCheck> {
        guard let postfix = facts.postfix else {
            var gap = DutyGap(.noPostfix)
            gap.exposure = gaps.first { $0.area == .postfix }
            return .missing(gap)
        }
        return .known(DNSListCheck(postfix, resolvers: facts.resolver, version: nil))
    }

    private func filter(_ places: Places, judged: Int) -> Known<FilterSighting> {
        guard let place = places.filter else { return .known(.judged(messages: judged)) }
        do throws(Failure) {
            switch try FilterAnswer.ask(place.address, place.protocol, seconds: Self.filterSeconds) {
            case .model, .alive: return .known(.answers)
            case .noModel: return .known(.hasNoModel)
            }
        } catch {
            return .known(.silent(error.description))
        }
    }

    // MARK: the brake and the alarms

    /// How many senders' mail is on hold; a site may have no brake.
    func held(_ folder: BrakeFolder) -> Known<Int> {
        do throws(BrakeFileError) {
            return .known(try CountsFile(contentsOf: folder).table(at: .now).heldCount)
        } catch {
            return .missing(DutyGap(.noBrake, error.description, isNeeded: error.problem != .missing))
        }
    }

    /// Why the alarms' files cannot be looked at: a file that may not be seen looks like one that is not there.
    private func closed(_ alarms: AlarmSettings) -> String? {
        guard access(alarms.folder, R_OK | X_OK) != 0, errno != ENOENT else { return nil }
        return "\(alarms.folder): \(String(cString: strerror(errno)))"
    }

    /// The open incidents; none where nothing is watched.
    var incidents: Known<[Incident]> {
        guard let alarms = configuration.alarms else { return .known([]) }
        if let reason = closed(alarms) { return .missing(DutyGap(.incidentsUnread, reason)) }
        do throws(AlarmFileError) {
            return .known(try IncidentFile(folder: alarms.folder).read().open)
        } catch {
            return .missing(DutyGap(.incidentsUnread, error.description))
        }
    }

    /// The watch, and who would be told.
    ///
    /// - Parameters:
    ///   - counters: what it has left.
    ///   - linesLost: how often logs say that lines were left out; nil: they were not read.
    func watch(
        _ incidents: Known<[Incident]>, _ counters: Known<WatchFacts.Counters>, linesLost: Int?
    ) -> WatchFacts {
        var facts = WatchFacts(
            isConfigured: configuration.alarms != nil, written: .known(nil), counters: counters, incidents: incidents,
            delivery: .init(isNamed: false), linesLost: linesLost)
        guard let alarms = configuration.alarms else { return facts }
        facts.delivery = .init(alarms)
        facts.written =
            closed(alarms).map { .missing(DutyGap(.watchUnread, $0)) }
            ?? .known(WatchState.lastWritten(folder: alarms.folder))
        return facts
    }

    /// What the watch has left, and what it has counted.
    var counters: (facts: Known<WatchFacts.Counters>, history: SiteHistory?) {
        guard let alarms = configuration.alarms else { return (.missing(DutyGap(.watchUnread)), nil) }
        do throws(AlarmFileError) {
            guard let state = try WatchState.read(folder: alarms.folder) else {
                return (.missing(DutyGap(.watchUnread)), nil)
            }
            let last = state.logs.places.values.map(\.time).max()
            return (.known(.init(lastLine: last, firstDay: state.history.firstDay)), state.history)
        } catch {
            return (.missing(DutyGap(.watchUnread, error.description)), nil)
        }
    }
}

extension WatchFacts.Delivery {
    /// Who is told by settings, and whether the programs for it can be run.
    init(_ alarms: AlarmSettings) {
        let programs = [alarms.command.first, alarms.mailTo.isEmpty ? nil : alarms.sendmail].compactMap { $0 }
        self.init(isNamed: !programs.isEmpty, broken: programs.filter { access($0, X_OK) != 0 })
    }
}
