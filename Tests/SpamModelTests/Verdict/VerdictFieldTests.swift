// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SpamModel
import Testing

@Suite("The X-Spreu field") struct VerdictFieldTests {
    private static let own = "Received: from out.example.net (out.example.net [192.0.2.7])\n by mx.example.org\n"
    private static let outside = "Received: from pc.example.net by out.example.net\n"
    private static let spam = "X-Spreu: spam, probability=0.99\n"
    private static let ham = "X-Spreu: ham, probability=0.01\n"
    private static let trust = TrustBoundary(hosts: ["example.org"])

    private static func message(_ score: Score, isPartial: Bool = false) -> MessageScore {
        MessageScore(
            score: score, thresholds: Thresholds(ham: -3, spam: 3), modelID: "5f0c33a1d2e4b697", isPartial: isPartial)
    }

    @Test("it has one order and one precision, and states the verdict")
    func written() {
        let score = Score(rank: 0, logOdds: 4.42000103, verdict: .spam)
        let value = VerdictField.value(Self.message(score))
        #expect(value == "spam, probability=0.988109, log-odds=4.42000103, model=5f0c33a1d2e4b697")
        #expect(VerdictField.value(Self.message(score, isPartial: true)) == value + ", scanned=first-part")
        #expect(VerdictField.verdict(statedBy: value) == .spam)
        #expect(VerdictField.verdict(statedBy: VerdictField.value(unfiltered: "no-model")) == nil)
    }

    private static let headers: [(header: String, verdict: Verdict?)] = [
        ([spam, own, outside].joined(), .spam),
        ([own, spam, outside].joined(), .spam),
        ([own, outside, spam].joined(), nil),
        ([ham, own, outside, spam].joined(), .ham),
        ([own, outside, "Subject: a\n", ham].joined(), nil),
        ([own, "Subject: a\n", spam].joined(), nil),
        (["Return-Path: <a@example.net>\n", own, spam, "Subject: a\n", ham].joined(), .spam),
        (["Return-Path: <a@example.net>\n", own, "Subject: a\n", spam].joined(), nil),
        ("Subject: a\n", nil),
        (["X-Spreu: unfiltered, reason=stopping\n", own, outside, spam].joined(), nil),
    ]

    @Test("it is believed only above what came from outside", arguments: headers)
    func read(header: String, expected: Verdict?) {
        let message = Message(Array((header + "\ntext\n").utf8))
        #expect(VerdictField.verdict(in: SiteMessage(message, trust: Self.trust)) == expected)
    }
}
