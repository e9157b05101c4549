// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import TestSupport
import Testing

@Suite("spreud: the spamd protocol, raw")
struct SpamdProtocolTests {
    private let filter: FilterProcess
    private let spam: [UInt8]

    init() throws {
        filter = try FilterProcess()
        spam = [UInt8](try SampleCorpus.data("new/spam.eml"))
    }

    private func expectedLogOdds() throws -> Double {
        let outcome = try Spreu.run(["classify", "--model", Spreu.model(), "--json", SampleCorpus.path("new/spam.eml")])
        guard case .number(let logOdds) = try outcome.value["logOdds"] else { throw Missing() }
        return logOdds
    }

    struct Missing: Error {}

    @Test(
        "replies are those that each client version reads, whether the client half-closes or not",
        arguments: [true, false])
    func versions(halfCloses: Bool) throws {
        let length = "Content-length: \(spam.count)\r\n\r\n"
        func ask(_ line: String) throws -> String {
            try filter.spamd("\(line)\r\nUser: nobody\r\n" + length, spam, halfCloses: halfCloses)
        }
        #expect(
            try ask("CHECK SPAMC/1.5").wholeMatch(of: /SPAMD\/1\.1 0 EX_OK\r\nSpam: True ; [0-9.]+ \/ 5\.0\r\n\r\n/)
                != nil)
        // Exim's scanf: "SPAMD/%7s 0 EX_OK\r\nSpam: %*s ; %lf / %lf\r\n\r\n%n".
        let exim = try ask("REPORT SPAMC/1.2")
        #expect(
            exim.wholeMatch(of: /SPAMD\/1\.1 0 EX_OK\r\nSpam: True ; [0-9.]+ \/ 5\.0\r\n\r\nSpreu: spam, [^\r]*\r\n/)
                != nil)
        let rspamd = try ask("CHECK RSPAMC/1.3")
        #expect(
            rspamd.prefixMatch(
                of:
                    /RSPAMD\/1\.3 0 EX_OK\r\nMetric: default; True; [0-9.]+ \/ 5\.00 \/ 15\.00\r\nAction: add header\r\n/
            )
                != nil)
        let symbols = try ask("SYMBOLS SPAMC/1.3")
        #expect(symbols.hasSuffix("\r\n\r\nSPREU_SPAM") && symbols.contains("Content-length: 10\r\nSpam: True ; "))
        #expect(try filter.spamd("PING SPAMC/1.2\r\n", halfCloses: halfCloses) == "SPAMD/1.5 0 PONG\r\n")
        #expect(try filter.spamd("PING SPAMC/1.5\r\n\r\n", halfCloses: halfCloses) == "SPAMD/1.5 0 PONG\r\n")
        #expect(try filter.spamd("SKIP SPAMC/1.5\r\n\r\n", halfCloses: halfCloses).isEmpty)
    }

    @Test("without a length the message ends with the client's half of the connection")
    func noLength() throws {
        let expected = try expectedLogOdds()
        for version in ["1.0\r\n", "1.2\r\n\r\n", "1.5\r\n\r\n"] {
            let reply = try filter.spamd("REPORT SPAMC/" + version, spam)
            #expect(abs((logOdds(in: reply) ?? .nan) - expected) < 1e-6)
        }
    }

    @Test("compressed and dripped, the message has the same score")
    func compressed() throws {
        let packed = zlibCompressed(spam)
        let expected = try expectedLogOdds()
        let head = "REPORT SPAMC/1.5\r\nCompress: zlib\r\nContent-length: \(packed.count)\r\n\r\n"
        #expect(abs((logOdds(in: try filter.spamd(head, packed)) ?? .nan) - expected) < 1e-6)

        let client = try RawClient(port: filter.spamdPort)
        for byte in Array(head.utf8) + packed { try client.send([byte]) }
        let reply = String(decoding: try client.readAll(), as: UTF8.self)
        #expect(abs((logOdds(in: reply) ?? .nan) - expected) < 1e-6)
    }

    @Test(
        "PROCESS and HEADERS add fields on top, take forged ones out, and touch nothing else",
        arguments: ["\n", "\r\n"])
    func rewritten(lineEnd: String) throws {
        let text =
            "From x@example.com Tue Nov 24 10:00:00 2026\nX-Spreu: ham,\n forged\nSubject: a\nx-spreu : ham\n\nX-Spreu: body\n\0\n"
            .replacing("\n", with: lineEnd)
        let head = "SPAMC/1.5\r\nContent-length: \(text.utf8.count)\r\n\r\n"
        let whole = try filter.spamd("PROCESS " + head, Array(text.utf8))
        let body = try #require(whole.split(separator: "\r\n\r\n", maxSplits: 1).last)
        #expect(whole.contains("\r\nContent-length: \(body.utf8.count)\r\n"))
        let lines = body.split(separator: lineEnd, omittingEmptySubsequences: false)
        #expect(lines[0] == "From x@example.com Tue Nov 24 10:00:00 2026")
        #expect(lines[1].hasPrefix("X-Spreu: ") && lines[1].contains(", log-odds="))
        #expect(
            lines[2...].joined(separator: lineEnd) == "Subject: a\n\nX-Spreu: body\n\0\n".replacing("\n", with: lineEnd)
        )

        let header = try filter.spamd("HEADERS " + head, Array(text.utf8))
        #expect(header.hasSuffix("\(lineEnd)Subject: a\(lineEnd)\(lineEnd)"))
    }

    @Test("TELL puts the message into the drop folder, byte for byte, with the user's name")
    func tell() throws {
        func tell(_ fields: String) throws -> String {
            try filter.spamd("TELL SPAMC/1.5\r\n\(fields)User: ann\r\nContent-length: \(spam.count)\r\n\r\n", spam)
        }
        #expect(try tell("Message-class: spam\r\nSet: local\r\n").contains("\r\nDidSet: local\r\n"))
        #expect(try tell("Message-class: ham\r\nSet: local,remote\r\n").contains("\r\nDidSet: local\r\n"))
        #expect(try tell("Remove: local\r\n").contains("\r\nDidRemove: local\r\n"))
        #expect(try !tell("Message-class: spam\r\nSet: remote\r\n").contains("Did"))
        #expect(try tell("Message-class: spam\r\nSet: local\r\nRemove: local\r\n").hasPrefix("SPAMD/1.0 76 "))
        #expect(try tell("Message-class: junk\r\nSet: local\r\n").hasPrefix("SPAMD/1.0 76 "))
        let feedback = try filter.feedback()
        #expect(feedback.map(\.feedback) == [.spam, .ham, .forget])
        #expect(feedback.allSatisfy { $0.message == spam && $0.account == "ann" && $0.origin == "spamd-tell" })
        #expect(try filter.metric("spreu_feedback_total{protocol=\"spamd\",feedback=\"spam\",result=\"stored\"}") == 1)
    }

    @Test("TELL without a message is wrong data, and an account beyond the limit is cut, not refused")
    func tellOddly() throws {
        let head = "TELL SPAMC/1.5\r\nMessage-class: spam\r\nSet: local\r\n"
        #expect(try filter.spamd(head + "Content-length: 0\r\n\r\n").hasPrefix("SPAMD/1.0 65 EX_DATAERR"))
        #expect(try filter.spamd(head + "\r\n").hasPrefix("SPAMD/1.0 65 EX_DATAERR"))
        #expect(
            try filter.spamd(head + "Content-length: 1\r\n\r\n", Array("x".utf8))
                .hasPrefix("SPAMD/1.0 65 EX_DATAERR (it does not look like mail"))
        #expect(try filter.feedback().isEmpty)
        // Few characters, each of many code points.
        let user = String(repeating: "e" + String(repeating: "\u{301}", count: 20), count: 200)
        let reply = try filter.request("POST", "/v1/learn/spam", spam, fields: ["User: \(user)"])
        #expect(reply.status == 200)
        let account = try #require(try filter.feedback().first).account
        #expect(user.utf8.starts(with: account.utf8) && 4_090...4_096 ~= account.utf8.count)
    }

    @Test("a drop folder that cannot be used is told to the client and in the log, and mail goes on")
    func brokenDrop() throws {
        try FileManager.default.removeItem(atPath: filter.drop)
        let head = "TELL SPAMC/1.5\r\nMessage-class: spam\r\nSet: local\r\nContent-length: \(spam.count)\r\n\r\n"
        #expect(try filter.spamd(head, spam).hasPrefix("SPAMD/1.0 69 Service Unavailable: "))
        #expect(eventually { filter.log.contains("feedback refused") })
        #expect(try filter.spamd("PING SPAMC/1.5\r\n\r\n") == "SPAMD/1.5 0 PONG\r\n")
    }

    @Test(
        "without a model mail is unfiltered, or refused for now if the administrator wants that",
        arguments: ["accept", "tempfail"])
    func noModel(onError: String) throws {
        let filter = try FilterProcess("on-error: \(onError)", hasModel: false)
        let reply = try filter.spamd("REPORT SPAMC/1.5\r\nContent-length: \(spam.count)\r\n\r\n", spam)
        if onError == "accept" {
            #expect(reply.contains("Spam: False ; 0.0 / 5.0\r\n") && reply.contains("unfiltered, reason=no-model"))
        } else {
            #expect(reply.hasPrefix("SPAMD/1.0 75 EX_TEMPFAIL"))
        }
        #expect(try filter.request("GET", "/ready").status == 503)
        #expect(try filter.request("GET", "/health").status == 200)
        #expect(try filter.metric("spreu_model_missing") == 1)
        #expect(try filter.request("POST", "/v1/classify", spam).status == (onError == "accept" ? 200 : 503))
        #expect(try filter.spamd("PING SPAMC/1.5\r\nSpreu: status\r\n\r\n").contains("no model"))
    }
}

/// The log-odds that a header or report tells.
func logOdds(in text: some StringProtocol) -> Double? {
    guard let range = text.range(of: "log-odds=") else { return nil }
    return Double(text[range.upperBound...].prefix { !", \r\n".contains($0) })
}
