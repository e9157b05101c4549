// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import NightlyBatch
import SpamModel
import SpamTraining
import TestSupport
import Testing
import TextOutput
import TrainingStore

@Suite("Nights with more mail than is learned")
struct WindowTests {
    private func night(_ site: MailSite, _ more: String) throws -> BatchReport {
        site.now += 86_400
        let configuration = try NightlyConfiguration(site.configuration + "\n    settle: 0\n\(more)\n", path: "x")
        return try NightlyRun(configuration, key: site.key, options: .init(now: site.now)).run().close(code: 0)
    }

    private func train(_ report: BatchReport) -> JSONValue? {
        guard case .object(let members) = report.json else { return nil }
        return members["train"]
    }

    @Test("the newest are learned, all are kept, and the report says so; a smaller window is no collapse")
    func cut() throws {
        // Fewer than labels are reviewed from.
        let site = try MailSite.ofTwo(40)
        let all = try night(site, "evaluate-days: 1")
        #expect(all.learned == .init(ham: 40, spam: 40) && !all.text.contains("window"), "\(all.text)")
        #expect(train(all) == .object(["ham": .integer(40), "spam": .integer(40)]))
        let cut = try night(site, "training-window: 30\nevaluate-days: 1")
        #expect(cut.learned.map { $0.ham + $0.spam } == 30, "\(cut.text)")
        #expect(cut.text.contains("window   50 older labelled messages are kept, and were not learned"), "\(cut.text)")
        #expect(cut.refusal == nil && !cut.text.contains("compact"), "\(cut.text)")
        #expect(cut.text.split(separator: "\n").allSatisfy { !$0.hasPrefix("window") || $0.count <= 100 })
        guard case .object(let counts)? = train(cut) else {
            Issue.record("no counts")
            return
        }
        #expect(counts["beyondWindow"] == .integer(50))
        #expect(try site.labels(0..<40).count == 40)
        let again = try night(site, "training-window: 0\nevaluate-days: 1")
        #expect(again.learned == .init(ham: 40, spam: 40) && !again.text.contains("window"), "\(again.text)")
    }

    @Test("the days that are measured are read beside the window, so that each is judged by what came before")
    func measuredDays() throws {
        let site = try MailSite.ofTwo(60)
        // All mail is of one day, a day ago.
        let report = try night(site, "training-window: 40\nevaluate-days: 3")
        #expect(report.learned.map { $0.ham + $0.spam } == 40, "\(report.text)")
    }

    @Test("the setting is a number of messages; 0 is all")
    func setting() throws {
        let site = try MailSite.ofTwo(1)
        func window(_ line: String) throws -> LearningWindow {
            try NightlyConfiguration(site.configuration + "\n\(line)\n", path: "x").window
        }
        #expect(try window("name: a") == .byHalfLife && window("training-window: 0") == .unlimited)
        #expect(try window("training-window: 300000") == .newest(300_000))
        for wrong in ["-1", "many", "1.5"] {
            #expect(throws: (any Error).self, "\(wrong)") { try window("training-window: \(wrong)") }
        }
    }
}
