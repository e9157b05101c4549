// SPDX-License-Identifier: Apache-2.0
import SiteConfiguration
import Testing

@Suite("Sections of a configuration")
struct ConfigurationSectionTests {
    private enum Word: String, CaseIterable { case one, two }

    private func section(
        _ text: String, naming: ConfigurationSection.Naming = .path
    ) throws(ConfigurationError) -> ConfigurationSection {
        try ConfigurationSection(path: "c", text: text, naming: naming)
    }

    private func problem(_ body: () throws(ConfigurationError) -> Void) -> String? {
        do throws(ConfigurationError) {
            try body()
            return nil
        } catch {
            return error.description
        }
    }

    @Test("a byte-order mark at the start, as editors of Windows write it, is no part of the text")
    func byteOrderMark() throws {
        var root = try section("\u{FEFF}# a comment\r\ntext: a b\r\n")
        #expect(try root.string("text") == "a b")
        #expect(
            problem { () throws(ConfigurationError) in _ = try section("\u{FEFF}a: [b\n") }?.contains("YAML") == true)
    }

    @Test("each kind of value is taken as it is written")
    func values() throws {
        var root = try section(
            """
            text: a b
            path: /a
            list: [a, b]
            single: a
            yes: true
            whole: 7
            number: 0.5
            mode: 0640
            word: two
            part: {whole: 1}
            parts: [{whole: 2}, {whole: 3}]
            none:
            """)
        #expect(try root.string("text") == "a b" && root.filePath("path") == "/a")
        #expect(try root.strings("list") == ["a", "b"] && root.strings("single") == ["a"])
        #expect(try root.bool("yes") == true && root.integer("whole", in: 1...9) == 7)
        #expect(try root.number("number") == 0.5 && root.mode("mode") == 0o640)
        #expect(try root.choice("word", Word.self) == .two)
        var part = try #require(try root.section("part"))
        #expect(try part.integer("whole", in: 0...9) == 1)
        var sum = 0
        for section in try root.sections("parts") ?? [] {
            var section = section
            sum += try section.integer("whole", in: 0...9) ?? 0
        }
        #expect(sum == 5)
        #expect(try root.string("none") == nil && root.string("absent") == nil && root.has("none"))
        try root.finish()
    }

    @Test("an empty file is an empty section", arguments: ["", "\n", "# nothing\n", "---\n"])
    func empty(text: String) throws {
        var root = try section(text)
        #expect(try root.string("a") == nil)
        try root.finish()
    }

    @Test("a value of another kind is refused with file, line and key")
    func wrongKinds() {
        let text = "a: [1]\nb: {c: d}\n"
        func refusal(_ take: (inout ConfigurationSection) throws(ConfigurationError) -> Void) -> String? {
            problem { () throws(ConfigurationError) in
                var root = try section(text)
                try take(&root)
            }
        }
        #expect(
            refusal { (root) throws(ConfigurationError) in _ = try root.string("a") }?.hasPrefix("c:1: 'a': ") == true)
        #expect(
            refusal { (root) throws(ConfigurationError) in _ = try root.bool("a") } == "c:1: 'a': write true or false")
        #expect(
            refusal { (root) throws(ConfigurationError) in _ = try root.strings("b") }?.hasPrefix("c:2: 'b': ") == true)
        #expect(
            refusal { (root) throws(ConfigurationError) in _ = try root.section("a") }?.hasPrefix("c:1: 'a'") == true)
        #expect(
            refusal { (root) throws(ConfigurationError) in _ = try root.sections("b") }?.hasPrefix("c:2: 'b'") == true)
    }

    @Test("numbers out of bounds are refused, and the bounds are not", arguments: [0, 1, 9, 10])
    func bounds(value: Int) throws {
        var root = try section("a: \(value)\nb: \(value)\n")
        if (1...9).contains(value) {
            #expect(try root.integer("a", in: 1...9) == value && root.number("b", in: 1...9) == Double(value))
        } else {
            #expect(throws: ConfigurationError.self) { try root.integer("a", in: 1...9) }
            #expect(throws: ConfigurationError.self) { try root.number("b", in: 1...9) }
        }
    }

    @Test("a key that nobody took is refused, with the one that may be meant")
    func unknownKeys() throws {
        var root = try section("store: /a\nkye: /b\n")
        _ = try root.string("store")
        _ = try root.string("key")
        let told = problem { () throws(ConfigurationError) in try root.finish() }
        #expect(told == "c:2: unknown key 'kye'; did you mean 'key'?")
    }

    @Test("a nested key is named by its path or by its place", arguments: [true, false])
    func naming(byPath: Bool) throws {
        var root = try section("policy:\n  reject: x\n", naming: byPath ? .path : .place)
        var policy = try #require(try root.section("policy"))
        let told = problem { () throws(ConfigurationError) in _ = try policy.number("reject") }
        #expect(told == "c:2: " + (byPath ? "'policy.reject'" : "'reject' in policy") + ": write a number")
    }

    @Test("what is no mapping of YAML is refused", arguments: ["- a\n", "a\n", "a: [\n", "a: b: c\n", "a: 1\na: 2\n"])
    func notAMapping(text: String) {
        #expect(problem { () throws(ConfigurationError) in _ = try section(text) }?.hasPrefix("c") == true)
    }
}
