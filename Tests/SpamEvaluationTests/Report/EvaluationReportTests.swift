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

    @Test("the worst messages are named by path")
    func worst() {
        let messages = [
            scored("spam/lost", .spam, -9), scored("ham/a", .ham, -1), scored("ham/b", .ham, -2),
            scored("spam/b", .spam, 3),
        ]
        let report = EvaluationReport(messages, worstCount: 1)
        #expect(report.worstInversions.map(\.path) == ["spam/lost"])
    }

    @Test("nothing scored is a report, too")
    func empty() {
        let report = EvaluationReport([])
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
