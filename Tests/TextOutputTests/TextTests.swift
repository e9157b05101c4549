// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import TextOutput

@Suite("Text in columns, in digits and on terminals")
struct TextTests {
    @Test("a text is padded up to a width and never cut")
    func padding() {
        #expect("ab".leftPadded(4) == "  ab")
        #expect("ab".rightPadded(4) == "ab  ")
        #expect("7".zeroPadded(3) == "007")
        #expect("abcde".leftPadded(4) == "abcde")
        #expect("abcde".rightPadded(4) == "abcde")
        #expect("é".rightPadded(2) == "é ")
    }

    @Test("a number has all hexadecimal digits of its type")
    func hexadecimal() {
        #expect(UInt8(0xA).hexadecimal == "0a")
        #expect(UInt32(0xBEEF).hexadecimal == "0000beef")
        #expect(UInt64.max.hexadecimal == "ffffffffffffffff")
        #expect(UInt64(0).hexadecimal == "0000000000000000")
        #expect(([0x00, 0x7F, 0xFF] as [UInt8]).hexadecimal == "007fff")
    }

    @Test(
        "what would steer a terminal or forge a line is written out",
        arguments: [
            ("\u{1B}[31m", #"\u{1B}[31m"#), ("a\nb", #"a\nb"#), ("\u{202E}gpj", #"\u{202E}gpj"#),
            ("\u{2028}", #"\u{2028}"#), ("क्‍ष", "क्‍ष"), ("plain é", "plain é"),
        ])
    func terminal(text: String, shown: String) { #expect(text.forTerminal() == shown) }

    @Test(
        "a word of a shell's command is quoted where it needs that, so that no name of a folder is a command",
        arguments: [
            ("/var/vmail/a.example/anna", "/var/vmail/a.example/anna"), ("anna@a.example", "anna@a.example"),
            ("a b", "'a b'"), ("$(reboot)", "'$(reboot)'"), ("a;b", "'a;b'"), ("it's", #"'it'\''s'"#), ("", "''"),
            ("~root", "'~root'"), ("é", "'é'"),
            ("'\u{301};reboot;'\u{200D}", "''\\''\u{301};reboot;'\\''\u{200D}'"),
        ])
    func shell(text: String, word: String) throws {
        #expect(text.forShell == word)
        let shell = Process()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", "printf %s \(text.forShell)"]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        #expect(String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) == text)
        shell.waitUntilExit()
    }

    @Test("line ends and tabs stay where lines are kept; a carriage return does not")
    func lines() { #expect("a\tb\nc\rd".forTerminal(keepingLines: true) == #"a"# + "\tb\nc" + #"\rd"#) }

    @Test(
        "a prefix of bytes tears no code point apart",
        arguments: [("héllo", 2, "h"), ("héllo", 3, "hé"), ("abc", 9, "abc"), ("\u{1F600}", 3, ""), ("abc", 0, "")])
    func prefix(text: String, bytes: Int, beginning: String) { #expect(text.prefix(bytes: bytes) == beginning) }
}
