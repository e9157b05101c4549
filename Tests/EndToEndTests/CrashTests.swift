// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Killed by SIGKILL at random instants and run again, the batch does what it would have done undisturbed.
///
/// The instants are random within the time that an undisturbed run takes here; a hundred kills in all.
@Suite("Killed at any instant")
struct CrashTests {
    private static let kills = 50
    /// What a machine may need that has become faster since a run was timed: then fewer runs are hit.
    private static let attempts = 200
    /// So many kills are the least that say something.
    private static let fewestKills = 25

    /// Runs a command and kills it after a while; whether it was still running.
    private func runAndKill(_ arguments: [String], _ environment: [String: String], after seconds: Double) throws
        -> Bool
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program("spreu").path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // The machine may have been busier when the undisturbed run was timed: a run that has ended is not waited for.
        let end = Date.now.addingTimeInterval(seconds)
        while process.isRunning, Date.now < end { usleep(500) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    /// The digest and label of each message in a store's ledger, and that it is sound.
    private func train(_ store: String, _ scratch: ScratchFolder, key: String) throws -> Data {
        let check = try Program("spreu").run(["store", "check", "--store", store, "--key", key])
        #expect(check.code == 0, "\(check.errors)")
        let model = scratch.path("model")
        let outcome = try Program("spreu").run([
            "train", "--store", store, "--key", key, "--learner", "naive-bayes", "--output", model,
        ])
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try Spreu.data(model)
    }

    @Test("ingest: no message is lost or counted twice, and the store trains the model that it would have trained")
    func ingest() throws {
        let scratch = try ScratchFolder()
        let key = try Spreu.key()
        // A Maildir, an mbox that is committed in the middle, and files, in commits of 20 messages.
        let sources = [
            ["--label", "ham", try SampleCorpus.path("ham.mbox")],
            ["--label", "spam", try SampleCorpus.path("Maildir/.Junk")],
            ["--label", "spam", try SampleCorpus.path("spam.mbox")],
        ]
        func arguments(_ store: String, _ source: [String]) -> [String] {
            ["ingest", "--store", store, "--commit-every", "20", "--key", key] + source
        }
        let whole = scratch.path("whole")
        let start = Date.now
        for source in sources {
            let outcome = try Program("spreu").run(arguments(whole, source))
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        let time = Date.now.timeIntervalSince(start) / Double(sources.count)
        let expected = try train(whole, scratch, key: key)
        var generator = SplitMix64(seed: 11)
        var killed = 0
        var attempts = 0
        while killed < Self.kills, attempts < Self.attempts {
            let store = scratch.path("store-\(attempts)")
            for source in sources {
                for _ in 0..<3 {
                    attempts += 1
                    let delay = Double.random(in: 0...time, using: &generator)
                    if try runAndKill(arguments(store, source), [:], after: delay) { killed += 1 }
                }
                let outcome = try Program("spreu").run(arguments(store, source))
                #expect(outcome.code == 0, "\(outcome.errors) \(outcome.text)")
            }
            #expect(try train(store, scratch, key: key) == expected)
            try FileManager.default.removeItem(atPath: store)
        }
        #expect(killed >= Self.fewestKills)
    }

    @Test("nightly: what is served is always a whole model, at last the one that it would have been")
    func nightly() throws {
        let undisturbed = try NightlyTests.Site()
        try undisturbed.configure("keep-models: 3")
        let start = Date.now
        let night = try undisturbed.night()
        #expect(night.code == NightlyTests.Site.undisturbed, "\(night.errors) \(night.text)")
        let time = Date.now.timeIntervalSince(start)
        let expected = try undisturbed.model()
        let key = try Spreu.data(undisturbed.folder.path("key"))
        var generator = SplitMix64(seed: 12)
        var killed = 0
        var attempts = 0
        while killed < Self.kills, attempts < Self.attempts {
            let site = try NightlyTests.Site("keep-models: 3")
            try key.write(to: URL(fileURLWithPath: site.folder.path("key")))
            chmod(site.folder.path("key"), 0o600)
            site.now += 86_400
            for _ in 0..<10 {
                attempts += 1
                // More of the kills towards the end, where models are written.
                let delay = time * Double.random(in: 0...1, using: &generator).squareRoot()
                let arguments = ["nightly", "--config", site.folder.path("spreu.yaml")]
                if try runAndKill(arguments, ["SPREU_NOW": "\(site.now)"], after: delay) { killed += 1 }
                if site.current != nil { #expect(try site.model() == expected) }
            }
            let outcome = try site.run(["nightly"])
            #expect(outcome.code == NightlyTests.Site.undisturbed, "\(outcome.errors)")
            #expect(try site.model() == expected)
            let left = try FileManager.default.contentsOfDirectory(atPath: site.folder.path("models/site"))
            #expect(
                left.sorted()
                    == [
                        try #require(site.current), "current", "nights.html", "report.html", "report.json",
                        "report.txt",
                    ]
                    .sorted(),
                "nothing is left of the killed runs")
            let check = try Program("spreu").run([
                "store", "check", "--store", site.folder.path("store"), "--key", site.folder.path("key"),
            ])
            #expect(check.code == 0, "\(check.errors)")
        }
        #expect(killed >= Self.fewestKills)
    }

    @Test("nightly, while old mail is read again over several nights: the model is the one of a store made again")
    func rereading() throws {
        let upgrade = "site:\n  hosts: [mx.musterhof.example]"
        // An mbox, too: its messages have other names afterwards.
        let archive = "  - archives: \(try SampleCorpus.path("spam.mbox"))\n    label: spam\n"
        let again = try NightlyTests.Site(archive)
        let key = try Spreu.key()
        try FileManager.default.copyItem(atPath: key, toPath: again.folder.path("key"))
        let old = try again.night()
        #expect(old.code == NightlyTests.Site.undisturbed, "\(old.errors)")
        let before = try again.model()
        for name in ["store", "models"] { try FileManager.default.removeItem(atPath: again.folder.path(name)) }
        try again.configure(archive + upgrade)
        let start = Date.now
        try again.night()
        let time = Date.now.timeIntervalSince(start)
        let expected = try again.model()
        #expect(expected != before)

        var generator = SplitMix64(seed: 13)
        var killed = 0
        // A night that reads a part again takes less, and more on a busy machine: one that ended shows how long to wait at most.
        var longest = time / 2
        for _ in 0..<3 {
            let site = try NightlyTests.Site(archive)
            try FileManager.default.copyItem(atPath: key, toPath: site.folder.path("key"))
            try site.night()
            #expect(try site.model() == before)
            try site.configure(archive + "reread: 60\n" + upgrade)
            site.now = again.now
            let environment = ["SPREU_NOW": "\(site.now)"]
            for _ in 0..<8 {
                let delay = Double.random(in: 0...longest, using: &generator)
                let arguments = ["nightly", "--config", site.folder.path("spreu.yaml")]
                if try runAndKill(arguments, environment, after: delay) { killed += 1 } else { longest *= 0.7 }
                let check = try Program("spreu").run([
                    "store", "check", "--store", site.folder.path("store"), "--key", site.folder.path("key"),
                ])
                #expect(check.code == 0, "\(check.errors)")
            }
            for _ in 0..<20 where try site.run(["nightly"]).text.contains("re-reading after an upgrade") {}
            #expect(try site.model() == expected)
        }
        #expect(killed >= Self.fewestKills / 4)
    }
}
