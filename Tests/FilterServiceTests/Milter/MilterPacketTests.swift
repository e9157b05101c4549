// SPDX-License-Identifier: Apache-2.0
import FilterService
import NIOCore
import TestSupport
import Testing

@Suite("Milter packets") struct MilterPacketTests {
    static func packet(_ letter: Character, _ data: String) -> MilterPacket {
        MilterPacket(command: letter.asciiValue ?? 0, data: ByteBuffer(string: data.replacing("|", with: "\0")))
    }

    static let samples = [
        packet("N", ""), packet("H", "client.example.net|"), packet("B", String(repeating: "line\r\n", count: 2_000)),
        packet("L", "Subject| Hello|"), packet("E", ""),
    ]

    /// Feeds pieces to a decoder and returns the packets it makes of them.
    static func decode(_ pieces: [ByteBuffer]) throws -> [MilterPacket] {
        let processor = NIOSingleStepByteToMessageProcessor(MilterPacketDecoder())
        var packets: [MilterPacket] = []
        for piece in pieces { try processor.process(buffer: piece) { packets.append($0) } }
        return packets
    }

    static var wire: ByteBuffer {
        var buffer = ByteBuffer()
        for packet in samples { packet.write(to: &buffer) }
        return buffer
    }

    @Test("packets are found whole, in one piece, and in pieces of any size", arguments: [1, 2, 3, 7, 4_096, 100_000])
    func pieces(size: Int) throws {
        var wire = Self.wire
        var pieces: [ByteBuffer] = []
        while let piece = wire.readSlice(length: min(size, wire.readableBytes)), piece.readableBytes > 0 {
            pieces.append(piece)
        }
        #expect(try Self.decode(pieces) == Self.samples)
    }

    @Test("a packet is written with its length before it")
    func written() {
        var buffer = ByteBuffer()
        Self.packet("H", "ab|").write(to: &buffer)
        #expect(Array(buffer.readableBytesView) == [0, 0, 0, 4, UInt8(ascii: "H"), 97, 98, 0])
    }

    @Test("a length that no packet has ends the connection", arguments: [0, 0x4745_5420, UInt32.max])
    func impossible(length: UInt32) {
        var buffer = ByteBuffer(integer: length)
        buffer.writeString("Oxxx")
        #expect(throws: MilterPacketDecoder.LengthError(length: length)) { try Self.decode([buffer]) }
    }

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
        "data that a command cannot have is an error",
        arguments: [
            ("O", ""), ("O", "abc"), ("C", ""), ("C", "h|4"), ("H", "no end"), ("L", "a|b"), ("L", "|b|"), ("D", ""),
        ])
    func malformed(letter: String, data: String) {
        let packet = Self.packet(Character(letter), data)
        #expect(throws: MilterCommand.ParseError.malformed(packet.command)) { try MilterCommand(packet) }
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

    @Test("replies are packets")
    func replies() {
        func wire(_ reply: MilterReply) -> String {
            let packet = reply.packet
            return String(Character(Unicode.Scalar(packet.command)))
                + String(buffer: packet.data).replacing("\0", with: "|")
        }
        #expect(wire(.proceed) == "c")
        #expect(wire(.skip) == "s")
        #expect(wire(.smtp("550 5.7.1 100 % no")) == "y550 5.7.1 100 %% no|")
        #expect(wire(.addField(name: "A", value: "b")) == "hA|b|")
        #expect(wire(.insertField(index: 1, name: "A", value: "b")) == "i|||\u{1}A|b|")
        #expect(wire(.changeField(index: 2, name: "A", value: [])) == "m|||\u{2}A||")
        #expect(wire(.quarantine("x")) == "qx|")
    }
}
