// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import TestSupport
import Testing

@Suite(
    "spreud with Debian's spamc",
    .enabled(if: SpamClient.spamc.exists, "spamc is missing: scripts/setup --tests installs it"))
struct SpamcTests {
    private func run(_ filter: FilterProcess, _ arguments: [String], _ input: Data) throws -> Program.Outcome {
        try SpamClient.spamc.run(["-d", "127.0.0.1", "-p", "\(filter.spamdPort)", "-x"] + arguments, input: input)
    }

    @Test("its commands are answered: check, report, symbols, headers, whole message, ping")
    func commands() throws {
        let filter = try FilterProcess("policy: {spam-flag: true, spam-status: true}")
        let spam = try SampleCorpus.data("new/spam.eml")
        let ham = try SampleCorpus.data("new/ham.eml")

        let check = try run(filter, ["-c"], spam)
        #expect(check.code == 1 && check.text.wholeMatch(of: /[0-9.]+\/5\.0\n/) != nil)
        #expect(try run(filter, ["-c"], ham).code == 0)
        #expect(try run(filter, ["-y"], spam).text == "SPREU_SPAM")
        #expect(try run(filter, ["-R"], spam).text.contains("\nSpreu: spam, probability="))
        #expect(try run(filter, ["-r"], spam).text.hasPrefix("Spreu: spam, "))
        #expect(try !run(filter, ["-r"], ham).text.contains("Spreu: "))
        #expect(try run(filter, ["-E"], spam).code == 1)
        #expect(try run(filter, ["-K"], Data()).text.hasPrefix("SPAMD/1.5 0"))

        let whole = try run(filter, [], spam)
        #expect(whole.code == 0 && whole.output.suffix(spam.count) == spam)
        let added = String(decoding: whole.output.dropLast(spam.count), as: UTF8.self).split(separator: "\n")
        #expect(added.map { $0.prefix { $0 != ":" } } == ["X-Spreu", "X-Spam-Flag", "X-Spam-Status"])
        #expect(try run(filter, ["--headers"], spam).output == whole.output)
    }

    @Test("it teaches: spam, ham, and neither")
    func teaches() throws {
        let filter = try FilterProcess()
        let spam = try SampleCorpus.data("new/spam.eml")
        for feedback in ["spam", "ham", "forget"] {
            let outcome = try run(filter, ["-L", feedback, "-u", "ann@example.com"], spam)
            #expect(outcome.code == 0 && outcome.text.hasPrefix("Message successfully un/learned"))
        }
        let feedback = try filter.feedback()
        #expect(feedback.map(\.feedback) == [.spam, .ham, .forget])
        #expect(feedback.allSatisfy { $0.account == "ann@example.com" && Data($0.message) == spam })
    }

    @Test("over a Unix socket of the mode that the configuration asks for")
    func unixSocket() throws {
        let folder = try ScratchFolder()
        let path = folder.path("spamd.sock")
        let filter = try FilterProcess(spamd: "unix:\(path)")
        let outcome = try SpamClient.spamc.run(["-U", path, "-x", "-c"], input: SampleCorpus.data("new/spam.eml"))
        #expect(outcome.code == 1)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o660)
        filter.stop()
        #expect(access(path, F_OK) != 0)
    }

    @Test(
        "200 messages: each has the log-odds that 'spreu classify' finds in the file as it was delivered",
        arguments: RealMail.allCases.filter(\.isPresent))
    func servedAsLearned(mail: RealMail) throws {
        let filter = try FilterProcess()
        var said: [String: Double] = [:]
        for (number, path) in try mail.paths().enumerated() {
            let delivered = try run(filter, ["-s", "100000000"], Spreu.data(path))
            #expect(delivered.code == 0, "\(path)")
            let file = filter.folder.path("\(number).eml")
            try delivered.output.write(to: URL(fileURLWithPath: file))
            said[file] = logOdds(in: String(decoding: delivered.output.prefix(400), as: UTF8.self))
        }
        try expectServedAsLearned(said)
    }
}

/// Compares what a filter said of delivered files with what `spreu classify` says of them.
func expectServedAsLearned(_ said: [String: Double]) throws {
    let learned = try RealMail.logOdds(Array(said.keys))
    #expect(said.count == RealMail.count && learned.count == RealMail.count)
    for (file, logOdds) in said {
        let expected = learned[file] ?? .nan
        #expect(abs(logOdds - expected) < 1e-6, "\(file): served \(logOdds), learned \(expected)")
    }
}

/// Clients from Debian's packages.
enum SpamClient {
    static let spamc = Program(path: "/usr/bin/spamc")
    static let rspamc = Program(path: "/usr/bin/rspamc")
}
