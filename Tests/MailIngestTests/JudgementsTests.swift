// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import MailIngest
import SpamEvaluation
import TestSupport
import Testing

@Suite("Indexes to judge by")
struct JudgementIndexTests {
    @Test("an index is read without the messages that it names")
    func reading() throws {
        do {
            let scratch = try ScratchFolder()
            let folder = scratch.path("")
            let index = folder + "/judge"
            try "spam data/a b.eml\nHam ./data//b.eml\r\n\nSPAM data/c.eml\n".write(
                toFile: index, atomically: true, encoding: .utf8)
            var messages = mail(["data/a b.eml", "data/b.eml", "x/../data/c.eml", "data/d.eml"])
            #expect(try Judgements(readingIndex: index).judge(&messages, of: folder + "/index") == 1)
            #expect(messages.map(\.judge) == [.spam, .ham, .spam, .ham])
            #expect(messages.map(\.example.messageClass) == [.ham, .ham, .ham, .ham])
        }
    }

    @Test("an index of another folder judges by names only where that is asked for")
    func otherFolder() throws {
        do {
            let scratch = try ScratchFolder()
            let folder = scratch.path("")
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
        do {
            let scratch = try ScratchFolder()
            let folder = scratch.path("")
            let index = folder + "/index"
            for bad in ["maybe data/a", "spam", "spam "] {
                try "ham data/b\n\(bad)\n".write(toFile: index, atomically: true, encoding: .utf8)
                #expect(throws: JudgementsError.badLine(path: index, line: 2)) { try Judgements(readingIndex: index) }
            }
        }
    }

    private func mail(_ paths: [String]) -> [EvaluationMessage] {
        paths.map { EvaluationMessage(path: $0, TrainingExample(features: FeatureVector(), messageClass: .ham)) }
    }
}
