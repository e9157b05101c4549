// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamEvaluation
import TestSupport
import Testing

@Suite("Labels to judge by")
struct JudgementsTests {
    @Test(
        "labels that the flipping program flipped are taught, the true ones judge",
        .enabled(if: SharedFiles.exists("oracle/flip.py"), "../shared/oracle is absent"))
    func flipped() throws {
        try withFolder { folder in
            let paths = (0..<200).map { "data/\($0).eml" }
            try paths.enumerated().map { "\($0 % 2 == 0 ? "spam" : "ham") \($1)\n" }.joined().write(
                toFile: folder + "/index", atomically: true, encoding: .utf8)
            let flipped = try Oracle.python([SharedFiles.path("oracle/flip.py"), folder + "/index", "0.2"])
            let labels = String(decoding: flipped, as: UTF8.self).split(separator: "\n").map {
                $0.hasPrefix("spam") ? MessageClass.spam : .ham
            }
            var messages = mail(paths)
            for index in messages.indices { messages[index].example.messageClass = labels[index] }
            let judgements = Judgements(
                paths.enumerated().map { ($1, $0 % 2 == 0 ? .spam : .ham) }, index: folder + "/index")
            #expect(judgements.judge(&messages, of: folder + "/flipped") == 0)
            #expect(messages.enumerated().allSatisfy { ($1.judge == .spam) == ($0 % 2 == 0) })
            #expect((20...60).contains(messages.count { $0.judge != $0.example.messageClass }))
        }
    }

    @Test("messages are put in the order in which they would be learned")
    func timeOrder() {
        var messages = mail(["d", "c", "b", "a", "e"])
        let dates: [Int64?] = [5, 30, 10, 30, 20]
        for (index, date) in dates.enumerated() { messages[index].example.date = date }
        #expect(messages.inLearningOrder().map(\.path) == ["d", "b", "e", "c", "a"])
    }

    private func mail(_ paths: [String]) -> [EvaluationMessage] {
        paths.map { EvaluationMessage(path: $0, TrainingExample(features: FeatureVector(), messageClass: .ham)) }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "spreu-judge-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
