// SPDX-License-Identifier: Apache-2.0
import MilterProtocol
import NIOCore
import TestSupport
import Testing

@Suite("Milter commands") struct MilterCommandTests {
    @Test("commands are read with what they tell")
    func commands() throws {
        func read(_ letter: Character, _ data: [UInt8]) throws(MilterCommand.ParseError) -> MilterCommand {
            try MilterCommand(MilterPacket(command: letter.asciiValue ?? 0, data: ByteBuffer(bytes: data)))
        }
        func text(_ text: String) -> [UInt8] { Array(text.replacing("|", with: "\0").utf8) }
        #expect(try read("C", text("h|4") + [0, 25] + text("192.0.2.1|")) == .connect(host: "h", address: "192.0.2.1"))
        #expect(
            try read("C", text("h|6") + [0, 25] + text("IPv6:2001:db8::1|"))
                == .connect(host: "h", address: "2001:db8::1"))
        #expect(try read("C", text("localhost|U")) == .connect(host: "localhost", address: nil))
        #expect(
            try read("D", text("Mi|4A|{auth_authen}|joe|"))
                == .macros(for: UInt8(ascii: "M"), ["i": "4A", "auth_authen": "joe"]))
        #expect(try read("L", text("Subject| a\n\tb|")) == .header(name: text("Subject"), value: text(" a\n\tb")))
        #expect(
            try read("O", [0, 0, 0, 6, 0, 0, 1, 0xff, 0, 0x1f, 0xff, 0xff])
                == .negotiate(
                    MilterOptions(
                        version: 6, actions: MilterActions(rawValue: 0x1ff), steps: MilterSteps(rawValue: 0x1f_ffff))))
    }

    @Test(
        "commands that tell nothing more are read by their letter",
        arguments: [
            ("M", .mail(sender: "")), ("R", .recipient("")), ("T", .data), ("N", .endOfHeader), ("A", .abort),
            ("Q", .quit),
            ("K", .quitForNewConnection), ("U", .unknown), ("E", .endOfMessage(ByteBuffer())),
            ("B", .body(ByteBuffer())),
        ] as [(Character, MilterCommand)])
    func letters(letter: Character, command: MilterCommand) throws {
        #expect(try MilterCommand(MilterPacketTests.packet(letter, "")) == command)
    }

    @Test(
        "data that a command cannot have is an error",
        arguments: [
            ("O", ""), ("O", "abc"), ("C", ""), ("C", "h|4"), ("H", "no end"), ("L", "a|b"), ("L", "|b|"), ("D", ""),
        ])
    func malformed(letter: String, data: String) {
        let packet = MilterPacketTests.packet(Character(letter), data)
        #expect(throws: MilterCommand.ParseError.malformed(packet.command)) { try MilterCommand(packet) }
    }

    @Test("more macros than any server sends are an error")
    func tooManyMacros() throws {
        func macros(_ count: Int) -> MilterPacket {
            MilterPacketTests.packet("D", "M" + (0..<count).map { "a\($0)|b|" }.joined())
        }
        #expect(throws: Never.self) { try MilterCommand(macros(MilterCommand.maxMacros)) }
        #expect(throws: MilterCommand.ParseError.malformed(UInt8(ascii: "D"))) {
            try MilterCommand(macros(MilterCommand.maxMacros + 1))
        }
    }

    @Test("a letter that is no command's is an error")
    func unknownLetter() {
        #expect(throws: MilterCommand.ParseError.unknownLetter(UInt8(ascii: "Z"))) {
            try MilterCommand(MilterPacketTests.packet("Z", "x"))
        }
    }

    @Test("any bytes are read or refused", arguments: 0..<200)
    func anything(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let count = Int.random(in: 0..<60, using: &generator)
        let data = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for letter in UInt8(ascii: "A")...UInt8(ascii: "Z") {
            _ = try? MilterCommand(MilterPacket(command: letter, data: ByteBuffer(bytes: data)))
        }
    }
}
