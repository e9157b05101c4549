// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import NightlyBatch
import SpamTraining
import TestSupport
import Testing
import TextOutput
import TrainingStore

@Suite("An office that labels by the way")
struct OfficeTests {
    private static let words = [
        false: [
            "meeting", "invoice", "draft", "schedule", "review", "release", "budget", "minutes", "patch", "travel",
        ],
        true: ["winner", "casino", "pills", "refund", "crypto", "urgent", "prize", "lottery", "cheap", "bonus"],
    ]

    /// Delivers mail of a class: six words of its own and two that both have in each message.
    private static func deliver(
        _ count: Int, spam: Bool, from first: Int, to account: String, _ folder: String, _ site: MailSite,
        _ generator: inout SplitMix64
    ) throws {
        let own = words[spam] ?? []
        for number in first..<first + count {
            let text = (0..<6).map { _ in own.randomElement(using: &generator) ?? "" } + ["hello", "number\(number)"]
            try site.deliver(
                number, to: account, folder, forged: "X-Mailer: \(spam ? "bulk" : "desk") \(number % 3)",
                text: text.joined(separator: " "))
        }
    }

    @Test(
        "the Junk of an older filter is learned with the weight that the configuration gives it",
        arguments: [0.75, 0.4])
    func existingJunk(weight: Double) throws {
        let site = try MailSite()
        var generator = SplitMix64(seed: 4)
        for (count, spam, first, folder) in [(70, false, 0, ""), (40, true, 100, ".Junk")] {
            try Self.deliver(count, spam: spam, from: first, to: "example.org/anna", folder, site, &generator)
        }
        let text = site.configuration + "\n    existing-junk: 2030-01-01\n    silent-weight: \(weight)\n    settle: 0\n"
        site.now += 86_400
        let report = try NightlyRun(
            NightlyConfiguration(text, path: "x"), key: site.key, options: .init(now: site.now)
        ).run().close(code: 0)
        let learned = try #require(report.learned)
        // What counts less than a half is learned, and not counted.
        #expect(learned.spam == (weight < 0.5 ? 0 : 40) && learned.ham == 70, "\(report.text)")
        #expect(try site.labels(100..<140).count == 40)
    }

    @Test("spam that was deleted or left in the inbox is found by what is like it, and whose labels are wrong is said")
    func office() throws {
        let site = try MailSite()
        var generator = SplitMix64(seed: 3)
        func deliver(_ count: Int, spam: Bool, from first: Int, to account: String, _ folder: String) throws {
            try Self.deliver(count, spam: spam, from: first, to: account, folder, site, &generator)
        }
        try deliver(70, spam: false, from: 0, to: "example.org/anna", "")
        try deliver(40, spam: true, from: 100, to: "example.org/anna", ".Junk")
        try deliver(40, spam: false, from: 200, to: "example.org/program", "")
        try deliver(40, spam: true, from: 300, to: "example.org/program", "")
        try deliver(40, spam: false, from: 400, to: "example.org/carla", ".Trash")
        try deliver(40, spam: true, from: 500, to: "example.org/carla", ".Trash")
        _ = try site.night()
        site.now += 86_400
        let report = try NightlyRun(
            NightlyConfiguration(site.configuration, path: "x"), key: site.key, options: .init(now: site.now)
        ).run().close(code: 0)
        let learned = try #require(report.learned)
        #expect(abs(learned.spam - 120) <= 4 && abs(learned.ham - 150) <= 4, "\(report.text)")
        // Whoever trains from the store later learns the same.
        let store = try TrainingStore(
            site.folder.path("store"), .reading, extraction: Extraction(key: site.key), adoptsSettings: true,
            who: "a test")
        let reviewed = try #require(
            try LabelReview.messages(
                of: store, options: LearnerOptions(), configuration: NightlyConfiguration(site.configuration, path: "x")
            ))
        #expect(reviewed.count { $0.isSpam && $0.weight >= 0.5 } == learned.spam)
        #expect(reviewed.count { !$0.isSpam && $0.weight >= 0.5 } == learned.ham)
        #expect(try store.labelled().count { $0.isSpam } == 40)
        #expect(report.text.contains(/labels 'ham folder' are probably wrong, from \d+ account/), "\(report.text)")
        #expect(!report.text.contains("from example.org/"), "\(report.text)")
        // What the ledger says of labels stays what people said.
        #expect(try site.labels(300..<340).values.allSatisfy { $0 == false })
        #expect(try site.labels(500..<540).isEmpty)
    }
}
