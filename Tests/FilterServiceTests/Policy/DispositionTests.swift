// SPDX-License-Identifier: Apache-2.0
import FilterService
import SpamModel
import Testing

@Suite("Policy") struct DispositionTests {
    static func policy(_ yaml: String) throws -> FilterPolicy {
        try FilterConfiguration(
            path: "test", text: "model: /m\nkey: /k\nmilter: {listen: systemd}\npolicy: {\(yaml)}"
        ).policy
    }

    static func outcome(_ logOdds: Double, _ verdict: Verdict = .spam) -> ScoringOutcome {
        .scored(
            MessageScore(
                score: Score(rank: 0, logOdds: logOdds, verdict: verdict), thresholds: Thresholds(ham: -3, spam: 3),
                modelID: "0", isPartial: false))
    }

    @Test(
        "of the thresholds that a spam reaches the highest counts, and nothing but spam is more than tagged",
        arguments: [
            ("", 99, Verdict.spam, Disposition.tag), ("reject-at: 8", 7.9, .spam, .tag),
            ("reject-at: 8", 8, .spam, .reject), ("reject-at: -9", 2, .unsure, .tag), ("reject-at: -9", -5, .ham, .tag),
            ("reject-at: 12, quarantine-at: 8, tempfail-at: 5", 4, .spam, .tag),
            ("reject-at: 12, quarantine-at: 8, tempfail-at: 5", 6, .spam, .tempfail),
            ("reject-at: 12, quarantine-at: 8, tempfail-at: 5", 9, .spam, .quarantine),
            ("reject-at: 12, quarantine-at: 8, tempfail-at: 5", 13, .spam, .reject),
            ("reject-at: 5, quarantine-at: 5", 5, .spam, .reject),
        ])
    func thresholds(yaml: String, logOdds: Double, verdict: Verdict, expected: Disposition) throws {
        let disposition = try Self.policy(yaml).disposition(
            of: Self.outcome(logOdds, verdict), from: .outside, onError: .accept)
        #expect(disposition == expected)
    }

    @Test(
        "a threshold on trial changes nothing of what is done, and says of what it would refuse that it is not refused yet",
        arguments: [
            (7.9, Verdict.spam, false), (8, .spam, true), (11.9, .spam, true), (12, .spam, false), (9, .unsure, false),
        ])
    func trial(logOdds: Double, verdict: Verdict, expected: Bool) throws {
        let policy = try Self.policy("reject-at: 12, would-reject-at: 8")
        let outcome = Self.outcome(logOdds, verdict)
        #expect(policy.wouldReject(outcome, from: .outside) == expected)
        #expect(
            !policy.wouldReject(outcome, from: .authenticated)
                && !policy.wouldReject(.unfiltered(.noModel), from: .outside))
        let without = try Self.policy("reject-at: 12")
        #expect(
            policy.disposition(of: outcome, from: .outside, onError: .accept)
                == without.disposition(of: outcome, from: .outside, onError: .accept))
        #expect(try Self.policy("would-reject-at: 8").wouldReject(Self.outcome(99), from: .outside))
    }

    @Test("mail from inside is left alone unless it is to be filtered", arguments: MailSource.allCases)
    func inside(source: MailSource) throws {
        let isInside = [.authenticated, .trusted, .device, .local].contains(source)
        for onError in ErrorAction.allCases {
            for outcome in [Self.outcome(99), .unfiltered(.noModel)] {
                let plain = try Self.policy("reject-at: 5").disposition(of: outcome, from: source, onError: onError)
                #expect((plain == .accept) == isInside)
                let filtered = try Self.policy("authenticated: filter, trusted: filter, local: filter")
                    .disposition(of: outcome, from: source, onError: onError)
                // What a device sends is the site's own.
                #expect((filtered == .accept) == (source == .device))
            }
        }
    }

    @Test(
        "mail from a relay is tagged, and never refused or held, whatever the thresholds",
        arguments: ErrorAction.allCases)
    func relay(onError: ErrorAction) throws {
        let policy = try Self.policy(
            "reject-at: 1, quarantine-at: 0, tempfail-at: -1, would-reject-at: -2, deny: reject")
        let outcomes = [
            Self.outcome(99), .unfiltered(.noModel), .listed(.deny, .noModel),
        ]
        for outcome in outcomes {
            #expect(policy.disposition(of: outcome, from: .relay, onError: onError) == .tag)
            #expect(!policy.wouldReject(outcome, from: .relay))
        }
    }

    @Test(
        "what cannot be scored is accepted or put off as the configuration says", arguments: UnfilteredReason.allCases)
    func unfiltered(reason: UnfilteredReason) throws {
        let policy = try Self.policy("reject-at: 1")
        #expect(policy.disposition(of: .unfiltered(reason), from: .outside, onError: .accept) == .tag)
        #expect(policy.disposition(of: .unfiltered(reason), from: .outside, onError: .tempfail) == .tempfail)
        let value = ScoringOutcome.unfiltered(reason).fieldValue
        #expect(value == "unfiltered, reason=\(reason.rawValue)")
    }

    @Test("the fields are those that the policy asks for")
    func fields() throws {
        let all = TagFields(policy: try Self.policy("spam-flag: true, spam-status: true"))
        #expect(all.ownNames == ["X-Spreu", "X-Spam-Flag", "X-Spam-Status"])
        #expect(
            all.fields(for: Self.outcome(4.25)).map(\.value).dropFirst() == ["YES", "Yes, score=6.3 required=5.0"])
        #expect(
            all.fields(for: Self.outcome(-1, .unsure)).map(\.value).dropFirst() == ["No, score=1.0 required=5.0"])
        let plain = TagFields(policy: try Self.policy(""))
        #expect(plain.ownNames == ["X-Spreu"] && plain.fields(for: Self.outcome(4)).count == 1)
    }
}
