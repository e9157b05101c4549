// SPDX-License-Identifier: Apache-2.0
import Testing
import TextOutput

@Suite("JSON is written one way")
struct JSONValueTests {
    @Test("members are sorted by bytes, and a text ends with a line end")
    func sortedMembers() {
        let value = JSONValue.object(["b": .integer(1), "a": .array([.null, .bool(true)]), "B": .object([:])])
        #expect(value.line == #"{"B": {}, "a": [null, true], "b": 1}"#)
        #expect(value.text == "{\n  \"B\": {},\n  \"a\": [\n    null,\n    true\n  ],\n  \"b\": 1\n}\n")
    }

    @Test(
        "numbers are written in their shortest exact form, and as null where JSON has none",
        arguments: [
            (0.1, "0.1"), (1, "1.0"), (-2.5e-300, "-2.5e-300"), (Double.infinity, "null"), (Double.nan, "null"),
        ])
    func numbers(value: Double, text: String) { #expect(JSONValue.number(value).line == text) }

    @Test("a missing number is null")
    func optional() {
        #expect(JSONValue.optional(nil) == .null)
        #expect(JSONValue.optional(2) == .number(2))
    }

    @Test(
        "strings escape what JSON and terminals must not see as it is",
        arguments: [
            ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#), ("\u{1B}[2J", #""\u001b[2J""#),
            ("\u{9B}", #""\u009b""#), ("\u{202E}", #""\u202e""#), ("é\u{1F600}", "\"é\u{1F600}\""),
        ])
    func strings(value: String, text: String) { #expect(JSONValue.string(value).line == text) }
}
