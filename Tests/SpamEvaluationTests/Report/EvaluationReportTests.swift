// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamEvaluation
import SpamModel
import Testing
import TextOutput

@Suite("Evaluation report")
struct EvaluationReportTests {
    @Test("the same messages give the same bytes of JSON, with sorted keys")
    func stableJSON() throws {
        let messages = Sample.all[1].messages
        let text = EvaluationReport(messages).json.text
        #expect(text == EvaluationReport(messages).json.text)
        let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { $0.prefix { $0 != ":" } }
        #expect(keys == keys.sorted() && keys.contains("  \"oneMinusROCAPercentCI\""))
    }

    @Test("the text has a count beside every rate")
    func countsBesideRates() {
        let text = EvaluationReport(Sample(seed: 1, ham: 1_500, spam: 900).messages).text
        #expect(text.hasPrefix("2,400 messages: 1,500 ham, 900 spam\n"))
        for name in ["sm% at hm 0.1 %", "hm%", "sm%"] {
            let line = text.split(separator: "\n").first { $0.hasPrefix(name + " ") } ?? ""
            #expect(line.contains(" of 1,500 ham") || line.contains(" of 900 spam"), "\(line)")
        }
        #expect(text.contains("note: sm% at hm 0.01 %: finer than 1,500 ham can show"))
    }

    @Test("the worst messages are named by path")
    func worst() {
        let messages = [
            scored("spam/lost", .spam, -9), scored("ham/a", .ham, -1), scored("ham/b", .ham, -2),
            scored("spam/b", .spam, 3),
        ]
        let report = EvaluationReport(messages, worstCount: 1)
        #expect(report.worstInversions.map(\.path) == ["spam/lost"])
        #expect(report.text.contains("-9.000  2 ham above it   spam/lost\n"))
    }

    @Test("a path with line ends forges no line")
    func forgedPath() {
        let messages = [
            scored("spam\nhm% 0\u{85}\u{202E}", .spam, -9), scored("ham/a", .ham, -1), scored("s", .spam, 3),
        ]
        let text = EvaluationReport(messages, worstCount: 2).text
        #expect(text.contains("  spam\\nhm% 0") && !text.contains("\nhm% 0"), "\(text)")
        #expect(!text.unicodeScalars.contains("\u{202E}") && !text.unicodeScalars.contains("\u{85}"))
    }

    @Test("nothing scored is a report, too")
    func empty() {
        let report = EvaluationReport([])
        #expect(report.text.hasPrefix("0 messages: 0 ham, 0 spam\n"))
        #expect(report.text.contains("note: no message was scored"))
        #expect(report.json.text.contains("\"lamPercent\": 50.0"))
    }
}

@Suite("JSON text")
struct JSONValueTests {
    @Test("strings are escaped so that any reader gets them back")
    func strings() throws {
        let strings = ["\"\\/\n\r\t\u{0}\u{1F}\u{7F}", "Grüße 你好 😀", "\u{2028}\u{2029}", ""]
        let text = JSONValue.array(strings.map { .string($0) }).text
        let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String]
        #expect(read == strings)
    }

    @Test("numbers come back exactly, those that JSON lacks as null")
    func numbers() throws {
        let numbers = [0.1, 1e-9, -1.5e300, 100, 5e-308, 1.0 / 3]
        let text = JSONValue.array(numbers.map { .number($0) }).text
        let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [NSNumber]
        #expect(read?.map(\.doubleValue) == numbers)
        #expect(JSONValue.array([.number(.nan), .number(.infinity)]).text == "[\n  null,\n  null\n]\n")
    }

    @Test("a value can stand on one line")
    func line() {
        let value = JSONValue.object(["b": .array([.integer(1), .null]), "a": .string("x\ny"), "c": .object([:])])
        #expect(value.line == "{\"a\": \"x\\ny\", \"b\": [1, null], \"c\": {}}")
    }

    @Test("empty lists and objects are closed at once")
    func empty() {
        #expect(JSONValue.object(["a": .array([]), "b": .object([:])]).text == "{\n  \"a\": [],\n  \"b\": {}\n}\n")
    }
}
