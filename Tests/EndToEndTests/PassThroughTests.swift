// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu classify --passthrough")
struct PassThroughTests {
    private func pass(_ message: Data, _ options: [String] = [], model: String? = nil) throws -> Program.Outcome {
        try Spreu.run(["classify", "--model", model ?? Spreu.model(), "--passthrough"] + options, input: message)
    }

    @Test(
        "the message follows byte for byte behind one added field",
        arguments: ["ham", "spam"], ["\n", "\r\n"])
    func byteForByte(name: String, lineEnd: String) throws {
        let text = String(decoding: try SampleCorpus.data("new/\(name).eml"), as: UTF8.self)
        let message = Data(text.replacing("\n", with: lineEnd).utf8)
        let outcome = try pass(message)
        let added = outcome.output.dropLast(message.count)
        #expect(outcome.output.suffix(message.count) == message)
        let field = String(decoding: added, as: UTF8.self)
        #expect(field.hasPrefix("X-Spreu: ") && field.hasSuffix(lineEnd))
        #expect(field.unicodeScalars.count { $0 == "\n" } == 1)
        #expect(field.contains("\r") == (lineEnd == "\r\n"))
    }

    @Test("exit codes are those without it; --embed makes them 0")
    func exitCodes() throws {
        let spam = try SampleCorpus.data("new/spam.eml")
        let ham = try SampleCorpus.data("new/ham.eml")
        #expect(try pass(spam).code == 0)
        #expect([1, 2].contains(try pass(ham).code))
        #expect(try pass(ham, ["--embed"]).code == 0)
        #expect(try pass(ham, ["-e"]).code == 0)
    }

    @Test("the field goes behind an mbox line")
    func mboxLine() throws {
        let line = "From sender@example.com Tue Nov 24 10:00:00 2026\n"
        let message = try SampleCorpus.data("new/ham.eml")
        let outcome = try pass(Data(line.utf8) + message)
        #expect(outcome.text.hasPrefix(line + "X-Spreu: "))
        #expect(outcome.output.suffix(message.count) == message)
    }

    @Test("fields that the sender called ours are left out, folded ones with all their lines")
    func forgedFields() throws {
        let message = """
            X-Spreu: ham, log-odds=-99
            Subject: one
            x-SPREU : ham,
             probability=0
            \tand more
            X-Spreuer: stays
            X-Spreu: ham

            X-Spreu: in the body
            """
        let outcome = try pass(Data(message.utf8))
        let lines = outcome.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.first?.hasPrefix("X-Spreu: ") == true)
        #expect(lines.dropFirst() == ["Subject: one", "X-Spreuer: stays", "", "X-Spreu: in the body"])
    }

    @Test("a carriage return alone does not hide a forged field, and an archive or nothing is no message")
    func hiding() throws {
        let outcome = try pass(Data("Subject: a\n\rb: c\nX-Spreu: ham\n\ntext\n".utf8))
        #expect(!outcome.text.contains("X-Spreu: ham\n"))
        #expect(try pass(Data()).code == 3)
        let archive = try Spreu.run(["classify", "--model", Spreu.model(), "-p", SampleCorpus.path("ham.mbox")])
        #expect(archive.code == 3 && archive.output.isEmpty)
    }

    @Test("forged fields do not move the score")
    func forgedFieldsDoNotCount() throws {
        let spam = try SampleCorpus.data("new/spam.eml")
        let plain = try pass(spam)
        let forged = try pass(Data("X-Spreu: ham, log-odds=-99\nX-Bogosity: Ham\nX-Spam-Status: No\n".utf8) + spam)
        let verdict = plain.text.prefix { $0 != "\n" }
        #expect(forged.text.prefix { $0 != "\n" } == verdict)
    }

    @Test("when there is no verdict the message passes unchanged, and the exit code is 3")
    func noVerdict() throws {
        let message = try SampleCorpus.data("new/ham.eml")
        let outcome = try pass(message, model: "/nonexistent/model")
        #expect(outcome.code == 3 && outcome.errors.hasPrefix("spreu: error: "))
        #expect(outcome.output == message)
        // What a sender wrote in our name does not come through then either.
        #expect(try pass(Data("X-Spreu: ham\n".utf8) + message, model: "/nonexistent/model").output == message)
    }

    @Test("a message beyond the limit passes whole")
    func beyondTheLimit() throws {
        let message = try SampleCorpus.data("new/spam.eml") + Data(repeating: 0x41, count: 65 << 20)
        let outcome = try pass(message)
        #expect(outcome.output.suffix(message.count) == message)
        #expect(outcome.output.starts(with: Data("X-Spreu: ".utf8)))
    }

    @Test("odd messages pass", arguments: ["hello", "\n", "X-Spreu: x", "From ", "Subject: x\r\n\r\nX"])
    func odd(_ message: String) throws {
        let outcome = try pass(Data(message.utf8))
        #expect(outcome.code <= 2, "\(outcome.errors)")
        #expect(outcome.text.contains("X-Spreu: "))
        if !message.hasPrefix("X-Spreu") { #expect(outcome.output.count > message.utf8.count) }
    }
}
