// SPDX-License-Identifier: Apache-2.0
import Foundation
import SpamEvaluation
import SpamModel
import TestSupport
import Testing
import TextOutput

@Suite("Figures against the reference", .enabled(if: Oracle.isPresent, "../shared/oracle is absent"))
struct OracleEqualityTests {
    @Test("every key of the reference is in the JSON with the same value", arguments: Sample.all)
    func pointFigures(sample: Sample) throws {
        let expected = try Oracle.figures(of: sample.messages)
        let report = EvaluationReport(sample.messages, bootstrap: Bootstrap(resamples: 2))
        let found = try Oracle.object(Data(report.json.text.utf8))
        compare(expected, found, at: "")
    }

    @Test(
        "intervals are the reference's",
        arguments: [Sample.all[0], Sample.all[1], Sample.all[2], Sample.all[4], Sample.all[6]])
    func intervals(sample: Sample) throws {
        let expected = try Oracle.figures(of: sample.messages, intervals: true)
        let found = try Oracle.object(Data(EvaluationReport(sample.messages).json.text.utf8))
        compare(expected, found, at: "")
    }

    @Test(
        "without ham, without spam or without anything the figures that exist are the reference's",
        arguments: [(0, 0), (5, 0), (0, 7)])
    func degenerate(ham: Int, spam: Int) throws {
        let messages = Sample(seed: 3, ham: ham, spam: spam, distance: 0).messages
        let expected = try Oracle.degenerateFigures(of: messages)
        let found = try Oracle.object(Data(EvaluationReport(messages).json.text.utf8))
        for key in [
            "messages", "ham", "spam", "hamMisclassified", "spamMisclassified", "hmPercent", "smPercent", "lamPercent",
        ] {
            compare(["value": expected[key] as Any], ["value": found[key] as Any], at: key)
        }
        #expect(expected["area"] is NSNull && found["oneMinusROCAPercent"] is NSNull)
        #expect(found["oneMinusROCAPercentCI"] is NSNull)
        #expect(expected["missed"] is NSNull)
        let missed = try #require(found["smPercentAtHm"] as? [String: Any])
        #expect(missed.count == 4 && missed.values.allSatisfy { $0 is NSNull })
    }

    // The reference has no figures where the later half lacks a class.
    @Test(
        "what the verdicts of the later half cost is what the reference says",
        arguments: Sample.all.filter { $0.messages.count >= 10 })
    func decisions(sample: Sample) throws {
        guard SharedFiles.exists("oracle/decisions.py") else { return }
        let expected = try Oracle.withScoresFile(sample.messages) { path in
            try Oracle.object(Oracle.python([SharedFiles.path("oracle/decisions.py"), "--json", path]))
        }
        let report = EvaluationReport(sample.messages, bootstrap: Bootstrap(resamples: 2), isInTime: true)
        let found = try #require(report.settled)
        #expect(found.ham == expected["ham"] as? Int && found.spam == expected["spam"] as? Int)
        #expect(found.hamLost == expected["lost"] as? Int)
        for (count, key) in [(found.spamMissed, "missedPercent"), (found.spamMissedAtBest ?? -1, "possiblePercent")] {
            let percent = try #require(expected[key] as? Double)
            #expect(abs(100 * Double(count) / Double(found.spam) - percent) < 1e-9, "\(key)")
        }
        let all = Metrics(sample.messages)
        #expect(report.decisions.hamLost == all.hamMisclassified)
        #expect(report.decisions.spamMissed == all.spamMisclassified)
        #expect(EvaluationReport(sample.messages, bootstrap: Bootstrap(resamples: 2)).settled == nil)
    }

    @Test(
        "scores of real filters, which lie in the folder that SPREU_SCORES names, have the reference's figures",
        .enabled(if: !realScores.isEmpty, "SPREU_SCORES names no folder of scores files"), arguments: realScores)
    func realScoresFiles(path: String) throws {
        let expected = try Oracle.object(Oracle.python([SharedFiles.path(Oracle.program), path, "--ci"]))
        let found = try Oracle.object(Data(EvaluationReport(ScoresFile.read(path).messages).json.text.utf8))
        compare(expected, found, at: path)
    }

    private static let realScores: [String] = {
        guard let folder = ProcessInfo.processInfo.environment["SPREU_SCORES"] else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".scores") }.sorted().map { folder + "/" + $0 }
    }()

    /// Every value of `expected` is in `found`, numbers to 1e-9.
    private func compare(_ expected: Any, _ found: Any?, at key: String) {
        switch expected {
        case let members as [String: Any]:
            let found = found as? [String: Any] ?? [:]
            for (name, value) in members { compare(value, found[name], at: key + "." + name) }
        case let elements as [Any]:
            let found = found as? [Any] ?? []
            #expect(elements.count == found.count, "\(key)")
            for (index, pair) in zip(elements, found).enumerated() { compare(pair.0, pair.1, at: "\(key)[\(index)]") }
        case is NSNull:
            #expect(found is NSNull, "\(key)")
        default:
            let (left, right) = ((expected as? NSNumber)?.doubleValue, (found as? NSNumber)?.doubleValue)
            #expect(left != nil && isNear(left, right), "\(key): expected \(expected), found \(found ?? "nothing")")
        }
    }
}
