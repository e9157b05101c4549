// SPDX-License-Identifier: Apache-2.0
import FilterService
import SpamModel
import Testing

@Suite("Replies of the spamd protocol")
struct SpamdReplyTests {
    private static let thresholds = Thresholds(ham: -3, spam: 3)

    private static func score(_ logOdds: Double, thresholds: Thresholds = thresholds) -> MessageScore {
        MessageScore(
            score: Score(rank: logOdds, logOdds: logOdds, verdict: thresholds.verdict(of: logOdds)),
            thresholds: thresholds,
            modelID: "0123456789abcdef", isPartial: false)
    }

    private func reply(_ command: SpamdRequest.Command, _ minor: Int, logOdds: Double) -> String {
        let outcome = ScoringOutcome.scored(Self.score(logOdds))
        let request = SpamdRequest(command: command, dialect: .spamc(minor: minor))
        let verdict = SpamdReply.Verdict(
            score: outcome.wireScore, action: "add header", symbols: outcome.symbols, report: ["Spreu: x"])
        return String(
            decoding: SpamdReply(to: request, verdict, rewritten: Array("X: y\n\nz".utf8)).bytes, as: UTF8.self)
    }

    // The replies of Debian's spamd 3.4.6 and 4.0.1, by the client's version (spamd.raw, sub check).
    @Test(
        "replies are spamd's own, by command and version",
        arguments: [
            (.check, 5, "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 6.5 / 5.0\r\n\r\n"),
            (.check, 2, "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 6.5 / 5.0\r\n\r\n"),
            (.symbols, 5, "SPAMD/1.1 0 EX_OK\r\nContent-length: 10\r\nSpam: True ; 6.5 / 5.0\r\n\r\nSPREU_SPAM"),
            (.symbols, 2, "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 6.5 / 5.0\r\n\r\nSPREU_SPAM\r\n"),
            (.report, 5, "SPAMD/1.1 0 EX_OK\r\nContent-length: 10\r\nSpam: True ; 6.5 / 5.0\r\n\r\nSpreu: x\r\n"),
            // What Exim reads: with Content-length and Spam it would defer.
            (.report, 2, "SPAMD/1.1 0 EX_OK\r\nSpam: True ; 6.5 / 5.0\r\n\r\nSpreu: x\r\n"),
            (.reportIfSpam, 4, "SPAMD/1.1 0 EX_OK\r\nContent-length: 10\r\nSpam: Yes ; 6.5 / 5.0\r\n\r\nSpreu: x\r\n"),
            (.process, 3, "SPAMD/1.1 0 EX_OK\r\nContent-length: 7\r\nSpam: True ; 6.5 / 5.0\r\n\r\nX: y\n\nz"),
            (.headers, 5, "SPAMD/1.1 0 EX_OK\r\nContent-length: 7\r\nSpam: True ; 6.5 / 5.0\r\n\r\nX: y\n\nz"),
            (.process, 2, "SPAMD/1.1 0 EX_OK\r\nContent-length: 7\r\n\r\nX: y\n\nz"),
            (.process, 0, "SPAMD/1.0 0 EX_OK\r\nX: y\n\nz"),
        ] as [(SpamdRequest.Command, Int, String)])
    func byVersion(command: SpamdRequest.Command, minor: Int, expected: String) {
        #expect(reply(command, minor, logOdds: 4.5) == expected)
    }

    @Test("the report of ham is left out where only spam's was asked for")
    func reportIfSpam() {
        #expect(
            reply(.reportIfSpam, 5, logOdds: -4)
                == "SPAMD/1.1 0 EX_OK\r\nContent-length: 0\r\nSpam: No ; -2.0 / 5.0\r\n\r\n")
    }

    @Test("rspamd's dialect has metric and action where Exim looks for them")
    func rspamc() {
        let request = SpamdRequest(command: .check, dialect: .rspamc)
        let verdict = SpamdReply.Verdict(
            score: WireScore(Self.score(4.5)), rejectPoints: 12, action: "add header", symbols: ["SPREU_SPAM"],
            report: ["Spreu: x"])
        #expect(
            String(decoding: SpamdReply(to: request, verdict).bytes, as: UTF8.self)
                == "RSPAMD/1.3 0 EX_OK\r\nMetric: default; True; 6.50 / 5.00 / 12.00\r\nAction: add header\r\n"
                + "Symbol: SPREU_SPAM\r\nMessage: Spreu: x\r\n\r\n")
    }

    @Test("refusals and learning have spamd's words")
    func others() {
        func text(_ reply: SpamdReply) -> String { String(decoding: reply.bytes, as: UTF8.self) }
        #expect(text(.pong) == "SPAMD/1.5 0 PONG\r\n")
        #expect(text(.nothing).isEmpty)
        #expect(text(SpamdReply(.timedOut)).hasPrefix("SPAMD/1.0 79 Timeout: "))
        #expect(text(SpamdReply(.badRequestLine)).hasPrefix("SPAMD/1.0 76 Bad header line: "))
        #expect(text(SpamdReply(.unavailable("x"))) == "SPAMD/1.0 69 Service Unavailable: x\r\n")
        #expect(
            text(SpamdReply(didSet: true, didRemove: false))
                == "SPAMD/1.1 0 EX_OK\r\nDidSet: local\r\nContent-length: 2\r\n\r\n\r\n")
        #expect(text(SpamdReply(didSet: false, didRemove: true)).contains("\r\nDidRemove: local\r\n"))
    }

    @Test("points are log-odds with the spam threshold at five, and never round across it")
    func points() {
        func points(_ logOdds: Double, _ thresholds: Thresholds = Self.thresholds) -> (Double, Bool) {
            let score = WireScore(Self.score(logOdds, thresholds: thresholds))
            return (score.points, score.isSpam)
        }
        #expect(points(3) == (5, true))
        #expect(points(2.999) == (4.9, false))
        #expect(points(4.5) == (6.5, true))
        #expect(points(-7.25) == (-5.3, false))
        #expect(points(3.04, Thresholds(ham: -9, spam: 3.0401)) == (4.9, false))
        #expect(points(9, .allUnsure) == (4.9, false))
        #expect(points(-2, .allUnsure) == (-2, false))
        #expect(points(-1e9) == (-999, false) && points(1e9) == (999, true))
        #expect(points(.nan).1 == false)
    }
}
