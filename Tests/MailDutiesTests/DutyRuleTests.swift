// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import FeedbackReports
import MailDuties
import MailServerLogs
import NightlyBatch
import OutboundMail
import SenderReputation
import ServerAlarms
import Testing

/// Each duty in each colour, over facts that are made for it.
@Suite("Rules of the duties")
struct DutyRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var duty: Duty
        var lamp: DutyLamp
        /// The kinds of findings, the worst first.
        var kinds: [DutyFindingKind] = []
        /// What is missing beside what is not needed.
        var gaps: [DutyGap.Kind] = []
        var change: @Sendable (inout DutyFacts) -> Void
    }

    @Test("where all is known and nothing is wrong, all are green")
    func green() {
        let report = DutyReport(SiteFacts.good, now: SiteFacts.now)
        #expect(report.judgements.map(\.duty) == Duty.allCases)
        for judgement in report.judgements { #expect(judgement.lamp == .green, "\(judgement)") }
        #expect(report.worst == .green && report.count(.green) == 5)
        // What is not needed is said all the same.
        #expect(report.judgements[0].gaps.map(\.kind) == [.noReports])
    }

    @Test(
        "a duty has the colour of its worst finding, and says why",
        arguments: reputation + inbound + outbound + logs + confidentiality)
    func colour(of planted: Case) {
        let judgement = SiteFacts.judge(planted.duty, planted.change)
        #expect(judgement.lamp == planted.lamp)
        #expect(judgement.findings.map(\.kind) == planted.kinds)
        #expect(judgement.gaps.filter(\.isNeeded).map(\.kind) == planted.gaps)
        // What concerns one duty leaves the others as they were.
        var facts = SiteFacts.good
        planted.change(&facts)
        let others = DutyReport(facts, now: SiteFacts.now).judgements.filter { $0.duty != planted.duty }
        #expect(others.allSatisfy { $0.lamp == .green })
    }

    @Test("what is missing never hides what is wrong, and nothing that is missing is green")
    func missing() {
        let judgement = SiteFacts.judge(.outbound) {
            $0.outbound.mail = .missing(DutyGap(.noLogs))
            $0.outbound.incidents = .known(SiteFacts.incident(.guessedPassword, daysAgo: 1))
        }
        #expect(judgement.lamp == .red && judgement.gaps.contains { $0.kind == .noLogs })
        for duty in Duty.allCases {
            let nothing = SiteFacts.judge(duty) { $0 = Self.nothing }
            #expect(nothing.lamp >= .grey, "\(duty)")
            #expect(nothing.lamp == .grey || !nothing.findings.isEmpty)
        }
    }

    @Test("colours are in the order of what has to be done first")
    func order() { #expect(DutyLamp.allCases.sorted() == [.green, .grey, .amber, .red]) }

    /// A machine of which nothing could be read.
    private static var nothing: DutyFacts {
        let gap = DutyGap(.onlyByCommand)
        return DutyFacts(
            reputation: ReputationFacts(names: .missing(gap), standing: .missing(gap), reports: .missing(gap)),
            inbound: InboundFacts(
                lists: .missing(gap), model: SiteFacts.model(ageHours: 1), staleDays: 3, night: .missing(gap),
                filter: .missing(gap)),
            outbound: OutboundFacts(mail: .missing(gap), incidents: .missing(gap), held: .missing(gap)),
            logs: WatchFacts(
                isConfigured: true, written: .missing(gap), counters: .missing(gap), incidents: .missing(gap),
                delivery: .init(isNamed: true), linesLost: nil),
            confidentiality: ConfidentialityFacts(exposure: .missing(gap)))
    }

    // MARK: reputation

    private static func standing(_ change: (inout ReceiverStanding) -> Void) -> Known<ReceiverStanding> {
        var standing = ReceiverStanding(end: SiteFacts.now - 60)
        change(&standing)
        return .known(standing)
    }

    static let reputation: [Case] = [
        Case(
            testDescription: "ten copies refused by a block list", duty: .reputation, lamp: .red, kinds: [.blockListed]
        ) {
            $0.reputation.standing = standing { $0.blockListed = 10 }
        },
        Case(
            testDescription: "one copy refused by a block list", duty: .reputation, lamp: .amber, kinds: [.blockListed]
        ) {
            $0.reputation.standing = standing { $0.blockListed = 1 }
        },
        Case(
            testDescription: "a large receiver refuses one in ten", duty: .reputation, lamp: .red,
            kinds: [.refusedByReceiver]
        ) { $0.reputation.standing = standing { $0.receivers[.google] = .init(refused: 10, taken: 90) } },
        Case(
            testDescription: "a large receiver refuses one in twenty", duty: .reputation, lamp: .amber,
            kinds: [.refusedByReceiver]
        ) { $0.reputation.standing = standing { $0.receivers[.google] = .init(refused: 10, taken: 190) } },
        Case(testDescription: "a large receiver refuses a few of many", duty: .reputation, lamp: .green) {
            $0.reputation.standing = standing { $0.receivers[.google] = .init(refused: 20, taken: 900) }
        },
        Case(testDescription: "a large receiver refuses two", duty: .reputation, lamp: .green) {
            $0.reputation.standing = standing { $0.receivers[.google] = .init(refused: 2, taken: 0) }
        },
        Case(
            testDescription: "own mail fails a strict policy", duty: .reputation, lamp: .red, kinds: [.ownMailFails]
        ) { $0.reputation.reports = .known(SiteFacts.report(failed: 3, policy: "reject")) },
        Case(
            testDescription: "own mail fails a lax policy", duty: .reputation, lamp: .amber, kinds: [.ownMailFails]
        ) { $0.reputation.reports = .known(SiteFacts.report(failed: 3, policy: "none")) },
        Case(testDescription: "own mail passes", duty: .reputation, lamp: .green) {
            $0.reputation.reports = .known(SiteFacts.report(failed: 0, policy: "reject"))
        },
        Case(
            testDescription: "bounces of a blocked server, and complaints", duty: .reputation, lamp: .red,
            kinds: [.bouncedAsBlocked, .complaints]
        ) {
            var summary = SiteFacts.report(failed: 0, policy: "reject")
            summary.bounceReasons[.blocked] = (final: 9, delayed: 1)
            summary.complaints.counted = 1
            $0.reputation.reports = .known(summary)
        },
        Case(testDescription: "no logs", duty: .reputation, lamp: .grey, gaps: [.noLogs]) {
            $0.reputation.standing = .missing(DutyGap(.noLogs))
        },
        Case(testDescription: "logs of last week", duty: .reputation, lamp: .grey, gaps: [.oldLogs]) {
            $0.reputation.standing = .known(ReceiverStanding(end: SiteFacts.now - 7 * 86_400))
        },
        Case(testDescription: "names that nobody asked for", duty: .reputation, lamp: .grey, gaps: [.names]) {
            var report = StandingReport()
            report.note(.spf, .notAsked(["example.com TXT"]))
            $0.reputation.names = .known(report)
        },
        Case(testDescription: "an imprint that a person has to look for", duty: .reputation, lamp: .green) {
            var report = StandingReport()
            report.note(.imprint, .imprint("mx.example.com"))
            $0.reputation.names = .known(report)
        },
        Case(testDescription: "everybody may send", duty: .reputation, lamp: .red, kinds: [.namesBroken]) {
            $0.reputation.names = .known(SiteFacts.names(.spfPassAll, .critical))
        },
        Case(testDescription: "names that make mistrust", duty: .reputation, lamp: .amber, kinds: [.namesDoubtful]) {
            $0.reputation.names = .known(SiteFacts.names(.dmarcNone, .warning))
        },
    ]

    // MARK: inbound

    static let inbound: [Case] = [
        Case(testDescription: "a list that has ended", duty: .inbound, lamp: .red, kinds: [.harmfulLists]) {
            $0.inbound.lists = SiteFacts.lists(
                "smtpd_recipient_restrictions = permit_mynetworks, reject_rbl_client dnsbl.sorbs.net=127.0.0.2\n")
        },
        Case(testDescription: "lists without effect", duty: .inbound, lamp: .red, kinds: [.idleLists]) {
            $0.inbound.lists = SiteFacts.lists(
                SiteFacts.goodLists.replacing("postscreen_dnsbl_action = enforce\n", with: ""))
        },
        Case(testDescription: "a public resolver", duty: .inbound, lamp: .amber, kinds: [.faultyLists]) {
            $0.inbound.lists = SiteFacts.lists(SiteFacts.goodLists, resolver: "nameserver 8.8.8.8\n")
        },
        Case(testDescription: "no list", duty: .inbound, lamp: .amber, kinds: [.noLists]) {
            $0.inbound.lists = SiteFacts.lists("")
        },
        Case(testDescription: "no main.cf", duty: .inbound, lamp: .grey, gaps: [.noPostfix]) {
            $0.inbound.lists = .missing(DutyGap(.noPostfix))
        },
        Case(testDescription: "no model", duty: .inbound, lamp: .red, kinds: [.noModel]) { $0.inbound.model = nil },
        Case(testDescription: "a damaged model", duty: .inbound, lamp: .red, kinds: [.damagedModel]) {
            $0.inbound.model?.problem = "model.spreu: checksum"
        },
        Case(testDescription: "a model that calls nothing spam", duty: .inbound, lamp: .red, kinds: [.callsNothingSpam])
        {
            $0.inbound.model?.callsNothingSpam = true
        },
        Case(testDescription: "a model of three days", duty: .inbound, lamp: .amber, kinds: [.staleModel]) {
            $0.inbound.model?.ageHours = 72
        },
        Case(testDescription: "a model of nine days", duty: .inbound, lamp: .red, kinds: [.staleModel]) {
            $0.inbound.model?.ageHours = 216
        },
        Case(testDescription: "a night that failed", duty: .inbound, lamp: .red, kinds: [.nightFailed]) {
            $0.inbound.ended = .known(.failed(hours: 3, reason: "disk full"))
        },
        Case(testDescription: "a night that was killed", duty: .inbound, lamp: .red, kinds: [.nightUnfinished]) {
            $0.inbound.ended = .known(.unfinished(hours: 14))
        },
        Case(testDescription: "a ledger that cannot be read", duty: .inbound, lamp: .grey, gaps: [.noNight]) {
            $0.inbound.ended = .missing(DutyGap(.noNight))
        },
        Case(testDescription: "a late night", duty: .inbound, lamp: .amber, kinds: [.lateNight]) {
            var night = SiteFacts.night()
            night.ageHours = 30
            $0.inbound.night = .known(night)
        },
        Case(testDescription: "a night that did not come", duty: .inbound, lamp: .red, kinds: [.lateNight]) {
            var night = SiteFacts.night()
            night.ageHours = 54
            $0.inbound.night = .known(night)
        },
        Case(testDescription: "a night that needs somebody", duty: .inbound, lamp: .red, kinds: [.nightNeedsYou]) {
            var night = SiteFacts.night()
            night.state = .needsYou
            $0.inbound.night = .known(night)
        },
        Case(testDescription: "no night", duty: .inbound, lamp: .grey, gaps: [.noNight]) {
            $0.inbound.night = .missing(DutyGap(.noNight))
        },
        Case(testDescription: "surely too much ham lost", duty: .inbound, lamp: .red, kinds: [.hamLost]) {
            $0.inbound.night = .known(SiteFacts.night(lost: 5))
        },
        Case(testDescription: "perhaps too much ham lost", duty: .inbound, lamp: .amber, kinds: [.hamLost]) {
            var night = SiteFacts.night(lost: 2)
            night.live?.ham.low = 0.05
            $0.inbound.night = .known(night)
        },
        Case(testDescription: "a doubt about ham, and no message lost", duty: .inbound, lamp: .green) {
            var night = SiteFacts.night()
            night.live?.ham = .init(arrived: 1, wrong: 0, percent: 1.6, low: 0)
            $0.inbound.night = .known(night)
        },
        Case(testDescription: "a third of the spam missed", duty: .inbound, lamp: .amber, kinds: [.spamMissed]) {
            $0.inbound.night = .known(SiteFacts.night(missed: 333))
        },
        Case(testDescription: "most of the spam missed", duty: .inbound, lamp: .red, kinds: [.spamMissed]) {
            $0.inbound.night = .known(SiteFacts.night(missed: 800))
        },
        Case(testDescription: "no message with a verdict", duty: .inbound, lamp: .red, kinds: [.filterUnused]) {
            $0.inbound.night = .known(SiteFacts.night(judged: 0))
        },
        Case(testDescription: "a night without figures", duty: .inbound, lamp: .grey, gaps: [.noFigures]) {
            var night = SiteFacts.night()
            night.live = nil
            $0.inbound.night = .known(night)
        },
        Case(testDescription: "a silent filter", duty: .inbound, lamp: .red, kinds: [.filterSilent]) {
            $0.inbound.filter = .known(.silent("connection refused"))
        },
        Case(testDescription: "a filter without a model", duty: .inbound, lamp: .red, kinds: [.filterWithoutModel]) {
            $0.inbound.filter = .known(.hasNoModel)
        },
        Case(testDescription: "a filter that nobody saw", duty: .inbound, lamp: .grey, gaps: [.filterNotAsked]) {
            $0.inbound.filter = .known(.judged(messages: 0))
        },
    ]

    // MARK: outbound

    private static func mail(_ kind: OutboundKind, daysAgo: Int) -> Known<OutboundFacts.Mail> {
        .known(
            .init(
                findings: [SiteFacts.outbound(kind, daysAgo: daysAgo)], hasOutgoingMail: true, end: SiteFacts.now - 60))
    }

    static let outbound: [Case] =
        [OutboundKind.hackedAccount, .hackedScript, .trojan, .openRelay].flatMap { kind in
            [
                Case(testDescription: "\(kind), now", duty: .outbound, lamp: .red, kinds: [.spamLeaves]) {
                    $0.outbound.mail = mail(kind, daysAgo: 2)
                },
                Case(testDescription: "\(kind), over", duty: .outbound, lamp: .amber, kinds: [.spamLeft]) {
                    $0.outbound.mail = mail(kind, daysAgo: 3)
                },
            ]
        }
        + [OutboundKind.backscatter, .forwardedSpam, .boughtList, .bulkWithoutUnsubscribe, .suddenVolume].map { kind in
            Case(testDescription: "\(kind)", duty: .outbound, lamp: .amber, kinds: [.riskyMail]) {
                $0.outbound.mail = mail(kind, daysAgo: 0)
            }
        } + [
            Case(testDescription: "the brake holds somebody", duty: .outbound, lamp: .amber, kinds: [.onHold]) {
                $0.outbound.held = .known(1)
            },
            Case(testDescription: "the brake holds nobody", duty: .outbound, lamp: .green) {
                $0.outbound.held = .known(0)
            },
            Case(testDescription: "an incident of a password", duty: .outbound, lamp: .red, kinds: [.senderIncidents]) {
                $0.outbound.incidents = .known(SiteFacts.incident(.guessedPassword, daysAgo: 0))
            },
            Case(testDescription: "an incident of a ceiling", duty: .outbound, lamp: .amber, kinds: [.senderIncidents])
            {
                $0.outbound.incidents = .known(SiteFacts.incident(.ceiling, daysAgo: 0))
            },
            Case(testDescription: "no logs of outgoing mail", duty: .outbound, lamp: .grey, gaps: [.noLogs]) {
                $0.outbound.mail = .missing(DutyGap(.noLogs))
            },
            Case(
                testDescription: "old logs without outgoing mail", duty: .outbound, lamp: .grey,
                gaps: [.oldLogs, .noOutgoingMail]
            ) {
                $0.outbound.mail = .known(
                    .init(findings: [], hasOutgoingMail: false, end: SiteFacts.now - 3 * 86_400))
            },
        ]

    // MARK: logs

    static let logs: [Case] = [
        Case(testDescription: "no settings for alarms", duty: .logs, lamp: .red, kinds: [.notWatched]) {
            $0.logs.isConfigured = false
        },
        Case(testDescription: "never watched", duty: .logs, lamp: .red, kinds: [.notWatched]) {
            $0.logs.written = .known(nil)
        },
        Case(testDescription: "a pause of the watch", duty: .logs, lamp: .amber, kinds: [.watchStopped]) {
            $0.logs.written = .known(SiteFacts.now - 1_800)
        },
        Case(testDescription: "a watch that has ended", duty: .logs, lamp: .red, kinds: [.watchStopped]) {
            $0.logs.written = .known(SiteFacts.now - 86_400)
            $0.logs.counters = .known(.init(lastLine: SiteFacts.now - 86_500, firstDay: SiteFacts.now / 86_400 - 60))
        },
        Case(testDescription: "a silent log", duty: .logs, lamp: .red, kinds: [.logSilent]) {
            $0.logs.counters = .known(.init(lastLine: SiteFacts.now - 90_000, firstDay: SiteFacts.now / 86_400 - 60))
        },
        Case(testDescription: "nobody to tell", duty: .logs, lamp: .red, kinds: [.nobodyTold]) {
            $0.logs.delivery = .init(isNamed: false)
        },
        Case(testDescription: "a program that cannot be run", duty: .logs, lamp: .red, kinds: [.cannotTell]) {
            $0.logs.delivery = .init(isNamed: true, broken: ["/usr/local/bin/tell"])
        },
        Case(testDescription: "an open incident", duty: .logs, lamp: .amber, kinds: [.openIncidents]) {
            $0.logs.incidents = .known(SiteFacts.incident(.silence, daysAgo: 7, isSite: true))
        },
        Case(testDescription: "an incident that nobody looks at", duty: .logs, lamp: .red, kinds: [.openIncidents]) {
            $0.logs.incidents = .known(SiteFacts.incident(.silence, daysAgo: 8, isSite: true))
        },
        Case(testDescription: "lines that were left out", duty: .logs, lamp: .amber, kinds: [.linesLost]) {
            $0.logs.linesLost = 2
        },
        Case(testDescription: "counters that may not be read", duty: .logs, lamp: .grey, gaps: [.watchUnread]) {
            $0.logs.written = .missing(DutyGap(.watchUnread, "Permission denied"))
        },
        Case(testDescription: "a watch that is new", duty: .logs, lamp: .green) {
            $0.logs.counters = .known(.init(lastLine: SiteFacts.now, firstDay: SiteFacts.now / 86_400 - 3))
        },
    ]

    // MARK: confidentiality

    static let confidentiality: [Case] = [
        Case(testDescription: "copies of all mail outside", duty: .confidentiality, lamp: .red, kinds: [.exposed]) {
            $0.confidentiality.exposure = .known(SiteFacts.exposure("always_bcc = archive@elsewhere.example\n"))
        },
        Case(testDescription: "a relay of others", duty: .confidentiality, lamp: .amber, kinds: [.seenByOthers]) {
            $0.confidentiality.exposure = .known(
                SiteFacts.exposure(
                    "relayhost = [smtp.elsewhere.example]:587\nsmtp_tls_security_level = secure\n"))
        },
        Case(testDescription: "files that may not be read", duty: .confidentiality, lamp: .grey, gaps: [.exposure]) {
            var report = SiteFacts.exposure("")
            report.note(ExposureGap(.dovecot, .noDoveconf))
            $0.confidentiality.exposure = .known(report)
        },
        Case(testDescription: "no zone", duty: .confidentiality, lamp: .green) {
            var report = SiteFacts.exposure("")
            report.note(ExposureGap(.zone, .noneGiven))
            $0.confidentiality.exposure = .known(report)
        },
    ]
}
