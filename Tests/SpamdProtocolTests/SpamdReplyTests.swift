// SPDX-License-Identifier: Apache-2.0
import NIOCore
import SpamdProtocol
import Testing

@Suite("Replies of the spamd protocol")
struct SpamdReplyTests {
    private static func verdict(_ points: Double, rejectPoints: Double = 15) -> SpamdReply.Verdict {
        SpamdReply.Verdict(
            isSpam: points >= 5, points: points, threshold: 5, rejectPoints: rejectPoints, action: "add header",
            symbols: ["SPREU_SPAM"], report: ["Spreu: x"])
    }

    private func text(_ reply: SpamdReply) -> String { String(buffer: reply.buffer) }

    private func reply(_ command: SpamdRequest.Command, _ minor: Int, points: Double) -> String {
        let request = SpamdRequest(command: command, dialect: .spamc(minor: minor))
        return text(SpamdReply(to: request, Self.verdict(points), rewritten: Array("X: y\n\nz".utf8)))
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
        #expect(reply(command, minor, points: 6.5) == expected)
    }

    @Test("the report of ham is left out where only spam's was asked for")
    func reportIfSpam() {
        #expect(
            reply(.reportIfSpam, 5, points: -2)
                == "SPAMD/1.1 0 EX_OK\r\nContent-length: 0\r\nSpam: No ; -2.0 / 5.0\r\n\r\n")
    }

    @Test("rspamd's dialect has metric and action where Exim looks for them")
    func rspamc() {
        let request = SpamdRequest(command: .check, dialect: .rspamc)
        #expect(
            text(SpamdReply(to: request, Self.verdict(6.5, rejectPoints: 12)))
                == "RSPAMD/1.3 0 EX_OK\r\nMetric: default; True; 6.50 / 5.00 / 12.00\r\nAction: add header\r\n"
                + "Symbol: SPREU_SPAM\r\nMessage: Spreu: x\r\n\r\n")
    }

    @Test("refusals and learning have spamd's words")
    func others() {
        #expect(text(.pong) == "SPAMD/1.5 0 PONG\r\n")
        #expect(text(.pong(status: "no model")) == "SPAMD/1.5 0 PONG\r\nSpreu: no model\r\n\r\n")
        #expect(text(.nothing).isEmpty)
        #expect(text(SpamdReply(.timedOut)).hasPrefix("SPAMD/1.0 79 Timeout: "))
        #expect(text(SpamdReply(.badRequestLine)).hasPrefix("SPAMD/1.0 76 Bad header line: "))
        #expect(text(SpamdReply(.unavailable("x"))) == "SPAMD/1.0 69 Service Unavailable: x\r\n")
        #expect(
            text(SpamdReply(didSet: true, didRemove: false))
                == "SPAMD/1.1 0 EX_OK\r\nDidSet: local\r\nContent-length: 2\r\n\r\n\r\n")
        #expect(text(SpamdReply(didSet: false, didRemove: true)).contains("\r\nDidRemove: local\r\n"))
    }
}
