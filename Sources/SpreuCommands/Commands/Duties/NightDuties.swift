// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import MailDuties
import NightlyBatch
import OutgoingBrake
import ServerAlarms
import TextOutput

/// The duties as a night sees them: from what is cheap and known already.
///
/// That is the night's own report, Postfix's configuration, the alarms' counters and incidents, and the brake's counts at their usual
/// place. It neither reads logs nor users' rules, and asks nobody: what only the command looks at is grey.
struct NightDuties {
    let configuration: NightlyConfiguration

    /// Judges, when the night has ended.
    func report(_ night: BatchReport, now: Int) -> DutyReport {
        let input = DutyInput(configuration, now: now)
        var server = ServerFiles(root: nil)
        var facts = MailServerFacts()
        server.readPostfix(nil, into: &facts)
        server.readNames(zones: [], into: &facts)
        let counters = input.counters
        let incidents = input.incidents
        let onlyByCommand = DutyGap(.onlyByCommand)
        let figures = NightFacts(night)
        let model = ServedModel(configuration.repository, now: Int64(now))
        let report = DutyFacts(
            reputation: ReputationFacts(
                names: .missing(onlyByCommand), standing: standing(counters.history, now) ?? .missing(onlyByCommand),
                reports: .missing(onlyByCommand)),
            inbound: InboundFacts(
                lists: DutyInput.lists(facts, server.gaps), model: model, staleDays: configuration.gate.staleDays,
                night: .known(figures), filter: .known(.judged(messages: figures.live?.judged ?? 0))),
            outbound: OutboundFacts(
                mail: .missing(onlyByCommand), incidents: incidents,
                held: input.held(BrakeFolder(BrakeFolder.usual))),
            logs: input.watch(incidents, counters.facts, linesLost: nil),
            confidentiality: ConfidentialityFacts(exposure: .missing(onlyByCommand)))
        return DutyReport(report, now: now)
    }

    /// What others' servers answered, by the alarms' counters; nil: there are none.
    private func standing(_ history: SiteHistory?, _ now: Int) -> Known<ReceiverStanding>? {
        guard let history, let alarms = configuration.alarms,
            let written = WatchState.lastWritten(folder: alarms.folder)
        else { return nil }
        return .known(ReceiverStanding(history, end: written))
    }
}
