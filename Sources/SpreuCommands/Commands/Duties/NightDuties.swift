// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import ConfidentialityCheck
import MailDuties
import NightlyBatch
import OutgoingBrake
import ServerAlarms
import Synchronization
import TextOutput

/// The duties as a night sees them.
///
/// Where the configuration says with what they are judged (`duties`), as the command judges them with that. Otherwise from what is
/// cheap and known already: the night's own report, Postfix's configuration, the alarms' counters and incidents, and the brake's
/// counts at their usual place; then it neither reads logs nor users' rules, and asks nobody: what only the command looks at is grey.
final class NightDuties: Sendable {
    private let configuration: NightlyConfiguration
    /// Looked at once, for the lines and for the page.
    private let found = Mutex<DutyReport?>(nil)

    init(configuration: NightlyConfiguration) { self.configuration = configuration }

    /// Judges, when the night has ended.
    func report(_ night: BatchReport, now: Int) -> DutyReport {
        if let known = found.withLock({ $0 }) { return known }
        let facts = configuration.duties.flatMap { whole(night, $0, now: now) } ?? cheap(night, now: now)
        let report = DutyReport(facts, now: now)
        found.withLock { $0 = report }
        return report
    }

    /// As the command sees them; nil: something was wrong with its settings, which a warning says.
    private func whole(_ night: BatchReport, _ settings: DutySettings, now: Int) -> DutyFacts? {
        do {
            var server = try ServerOptions.parse([])
            var resolving = try ResolverOptions.parse([])
            server.take(settings)
            resolving.take(settings)
            let places = DutyInput.Places(
                reports: settings.reports, filter: settings.filter.map { ($0, settings.filterProtocol) },
                resolving: resolving, brake: BrakeFolder(settings.brake ?? BrakeFolder.usual))
            // They are told on standard error; what could not be judged is in the report, too.
            var warnings = Warnings()
            return try DutyInput(configuration, now: now).facts(
                server, places, NightFiles(night, configuration, now: now), &warnings)
        } catch {
            let reason = Failure(error)?.description ?? "\(error)"
            Console.warning("the duties are judged without logs and names: \(reason)")
            return nil
        }
    }

    private func cheap(_ night: BatchReport, now: Int) -> DutyFacts {
        let input = DutyInput(configuration, now: now)
        var server = ServerFiles(root: nil)
        var facts = MailServerFacts()
        server.readPostfix(nil, into: &facts)
        server.readNames(zones: [], into: &facts)
        let counters = input.counters
        let incidents = input.incidents
        let onlyByCommand = DutyGap(.onlyByCommand)
        let figures = NightFacts(night)
        return DutyFacts(
            reputation: ReputationFacts(
                names: .missing(onlyByCommand), standing: standing(counters.history, now) ?? .missing(onlyByCommand),
                reports: .missing(onlyByCommand)),
            inbound: InboundFacts(
                lists: DutyInput.lists(facts, server.gaps),
                model: ServedModel(configuration.repository, now: Int64(now)),
                staleDays: configuration.gate.staleDays, night: .known(figures),
                filter: .known(.judged(messages: figures.live?.judged ?? 0))),
            outbound: OutboundFacts(
                mail: .missing(onlyByCommand), incidents: incidents,
                held: input.held(BrakeFolder(BrakeFolder.usual))),
            logs: input.watch(incidents, counters.facts, linesLost: nil),
            confidentiality: ConfidentialityFacts(exposure: .missing(onlyByCommand)))
    }

    /// What others' servers answered, by the alarms' counters; nil: there are none.
    private func standing(_ history: SiteHistory?, _ now: Int) -> Known<ReceiverStanding>? {
        guard let history, let alarms = configuration.alarms,
            let written = WatchState.lastWritten(folder: alarms.folder)
        else { return nil }
        return .known(ReceiverStanding(history, end: written))
    }
}
