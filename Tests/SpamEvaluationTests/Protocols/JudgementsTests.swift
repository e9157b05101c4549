// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import SpamEvaluation
import TestSupport
import Testing

@Suite("Labels to judge by")
struct JudgementsTests {
    @Test("an index is read without the messages that it names")
    func reading() throws {
        try withFolder { folder in
            let index = folder + "/judge"
            try "spam data/a b.eml\nHam ./data//b.eml\r\n\nSPAM data/c.eml\n".write(
                toFile: index, atomically: true, encoding: .utf8)
            var messages = mail(["data/a b.eml", "data/b.eml", "x/../data/c.eml", "data/d.eml"])
            #expect(try Judgements(readingIndex: index).judge(&messages, of: folder + "/index") == 1)
            #expect(messages.map(\.judge) == [.spam, .ham, .spam, .ham])
            #expect(messages.map(\.label.messageClass) == [.ham, .ham, .ham, .ham])
        }
    }

    @Test("an index of another folder judges by names only where that is asked for")
    func otherFolder() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/other", withIntermediateDirectories: true)
            let index = folder + "/other/index"
            try "spam data/a.eml\n".write(toFile: index, atomically: true, encoding: .utf8)
            let judgements = try Judgements(readingIndex: index)
            var messages = mail(["data/a.eml"])
            #expect(judgements.judge(&messages, of: folder + "/index", matchesByName: false) == 1)
            #expect(messages[0].judge == .ham)
            #expect(judgements.judge(&messages, of: folder + "/index") == 0)
            #expect(messages[0].judge == .spam)
            // The same file by another way.
            var byOtherWay = mail(["other/data/a.eml"])
            #expect(judgements.judge(&byOtherWay, of: folder + "/index", matchesByName: false) == 0)
        }
    }

    @Test("an index that is missing or malformed is told with path and line")
    func errors() throws {
        #expect(throws: JudgementsError.unreadable(path: "/nonexistent/i", reason: "No such file or directory")) {
            try Judgements(readingIndex: "/nonexistent/i")
        }
        try withFolder { folder in
            let index = folder + "/index"
            for bad in ["maybe data/a", "spam", "spam "] {
                try "ham data/b\n\(bad)\n".write(toFile: index, atomically: true, encoding: .utf8)
                #expect(throws: JudgementsError.badLine(path: index, line: 2)) { try Judgements(readingIndex: index) }
            }
        }
    }

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
            for index in messages.indices { messages[index].label.messageClass = labels[index] }
            #expect(try Judgements(readingIndex: folder + "/index").judge(&messages, of: folder + "/flipped") == 0)
            #expect(messages.enumerated().allSatisfy { ($1.judge == .spam) == ($0 % 2 == 0) })
            #expect((20...60).contains(messages.count { $0.judge != $0.label.messageClass }))
        }
    }

    @Test("messages are put in the order in which they would be learned")
    func timeOrder() {
        var messages = mail(["d", "c", "b", "a", "e"])
        let dates: [Int64?] = [5, 30, 10, 30, 20]
        for (index, date) in dates.enumerated() { messages[index].date = date }
        #expect(messages.inLearningOrder().map(\.path) == ["d", "b", "e", "c", "a"])
    }

    private func mail(_ paths: [String]) -> [EvaluationMessage] {
        paths.map { EvaluationMessage(path: $0, features: FeatureVector(), label: CorpusLabel(messageClass: .ham)) }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "spreu-judge-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
