// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamEvaluation
import TestSupport
import Testing

@Suite("Scores file")
struct ScoresFileTests {
    private func parse(_ text: String) throws -> ScoresFile { try ScoresFile.parse(Array(text.utf8)) }

    @Test("a line is path, judgement, class and score with eight decimals")
    func line() {
        let message = ScoredMessage(path: "data/a b.eml", judge: .spam, verdict: .ham, score: -1.23456789123)
        #expect(ScoresFile.line(for: message) == "data/a b.eml judge=spam class=ham score=-1.23456789")
    }

    @Test(
        "paths with blanks and with words like fields come back",
        arguments: [
            "a.eml", "a  b\tc.eml", " leading", "x judge=ham class=ham score=1 y", "judge=spam", "Grüße 你好", "",
        ])
    func roundTripOfPaths(path: String) throws {
        let message = scored(path, .spam, 2.5)
        let file = try parse(ScoresFile.line(for: message) + "\n")
        #expect(file.messages == [message])
        #expect(file.ignoredLines == 0)
    }

    @Test("a file written is a file read", arguments: Sample.all)
    func roundTrip(sample: Sample) throws {
        let file = try Oracle.withScoresFile(sample.messages) { try ScoresFile.read($0) }
        #expect(file == ScoresFile(messages: sample.messages))
    }

    @Test("the score keeps eight decimals at every size")
    func scoreFormat() throws {
        for score in [0, -0.0, 1e-9, 123_456.789, -1e300, .infinity, -.infinity] {
            let file = try parse(ScoresFile.line(for: scored("a", .ham, score)))
            #expect(isNear(file.messages.first?.score, score, 5e-9) || file.messages.first?.score == score)
        }
    }

    @Test("a line end in a path does not make a second line")
    func lineEnds() throws {
        let line = ScoresFile.line(for: scored("a\r\nb", .ham, 1))
        #expect(line.hasPrefix("a%0D%0Ab judge=ham"))
    }

    @Test("TREC's cases: Ham and Spam are judged, HAM and SPAM were only learned")
    func cases() throws {
        let file = try parse(
            """
            a judge=Ham class=HAM score=1
            b judge=SPAM class=spam score=2
            c judge=HAM class=ham score=0
            d judge=Spam class=Spam score=3
            """)
        #expect(file.messages == [scored("a", .ham, .ham, 1), scored("d", .spam, .spam, 3)])
    }

    @Test("CRLF, blank lines, further fields and lines of other kinds are borne")
    func tolerance() throws {
        let file = try parse(
            "a judge=ham class=spam score=0.5 user=u genre=g\r\n\r\n# a comment\r\nb judge=ham score=1\n")
        #expect(file.messages == [scored("a", .ham, .spam, 0.5)])
        #expect(file.ignoredLines == 2)
    }

    @Test("a score that is no number is refused with its line")
    func badScore() {
        let error = #expect(throws: ScoresFileError.self) {
            try parse("a judge=ham class=ham score=1\nb judge=ham class=ham score=1,5\n")
        }
        #expect(error == .badScore(path: "-", line: 2, found: "1,5"))
        #expect(throws: ScoresFileError.self) { try parse("a judge=ham class=ham score=nan") }
    }

    @Test("a path that cannot be opened is told with the reason")
    func missingFile() {
        let error = #expect(throws: ScoresFileError.self) { try ScoresFile.read("/nonexistent/scores") }
        #expect(error?.description.contains("No such file or directory, /nonexistent/scores") == true)
        #expect(throws: ScoresFileError.self) { try ScoresFile.write([], to: "/nonexistent/scores") }
    }

    @Test("what is no file is not replaced, and a link to one stays")
    func places() throws {
        let scratch = try ScratchFolder()
        let (pipe, link, file) = (scratch.path("pipe"), scratch.path("link"), scratch.path("file"))
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: ScoresFileError.self) { try ScoresFile.write(Sample.all[0].messages, to: pipe) }
        #expect(throws: ScoresFileError.self) { try ScoresFile.write(Sample.all[0].messages, to: scratch.root) }
        try Data().write(to: URL(fileURLWithPath: file))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "file")
        try ScoresFile.write(Sample.all[0].messages, to: link)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "file")
        #expect(try ScoresFile.read(file).messages.count == Sample.all[0].messages.count)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.root).count == 3)
    }

    @Test("an empty file has no messages")
    func empty() throws {
        #expect(try parse("") == ScoresFile(messages: []))
    }
}
