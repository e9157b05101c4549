// SPDX-License-Identifier: Apache-2.0
import MilterProtocol
import NIOCore
import NIOEmbedded
import NIOTestUtils
import Testing

@Suite("Milter packets") struct MilterPacketTests {
    /// A packet of a letter and of text in which `|` stands for NUL.
    static func packet(_ letter: Character, _ data: String) -> MilterPacket {
        MilterPacket(command: letter.asciiValue ?? 0, data: ByteBuffer(string: data.replacing("|", with: "\0")))
    }

    private static let samples = [
        packet("N", ""), packet("H", "client.example.net|"), packet("B", String(repeating: "line\r\n", count: 2_000)),
        packet("L", "Subject| Hello|"), packet("E", ""),
    ]

    private static func wire(_ packet: MilterPacket) -> ByteBuffer {
        var buffer = ByteBuffer()
        packet.write(to: &buffer)
        return buffer
    }

    @Test("packets are found one by one, dripped, and several in one read")
    func pieces() throws {
        try ByteToMessageDecoderVerifier.verifyDecoder(
            inputOutputPairs: Self.samples.map { (Self.wire($0), [$0]) }, decoderFactory: { MilterPacketDecoder() })
    }

    @Test("packets are found in pieces of any size", arguments: [2, 3, 7, 4_096, 100_000])
    func pieces(size: Int) throws {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(MilterPacketDecoder()))
        var wire = ByteBuffer()
        for packet in Self.samples { packet.write(to: &wire) }
        while let piece = wire.readSlice(length: min(size, wire.readableBytes)), piece.readableBytes > 0 {
            try channel.writeInbound(piece)
        }
        for packet in Self.samples { #expect(try channel.readInbound(as: MilterPacket.self) == packet) }
        #expect(try channel.finish().isClean)
    }

    @Test("a packet that is cut short is none")
    func cutShort() throws {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(MilterPacketDecoder()))
        let wire = Self.wire(Self.samples[1])
        try channel.writeInbound(wire.getSlice(at: 0, length: wire.readableBytes - 1))
        #expect(try channel.finish().isClean)
    }

    @Test("a packet is written with its length before it")
    func written() {
        #expect(
            Array(Self.wire(Self.packet("H", "ab|")).readableBytesView) == [
                0, 0, 0, 4, UInt8(ascii: "H"), 97, 98, 0,
            ])
    }

    @Test("a length that no packet has is an error", arguments: [0, 0x4745_5420, UInt32.max])
    func impossible(length: UInt32) {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(MilterPacketDecoder()))
        var buffer = ByteBuffer(integer: length)
        buffer.writeString("Oxxx")
        #expect(throws: MilterPacketDecoder.LengthError(length: length)) { try channel.writeInbound(buffer) }
    }

    @Test("a packet of the longest length is read, and of no longer one a byte is awaited")
    func longest() throws {
        let longest = MilterPacket(
            command: UInt8(ascii: "B"),
            data: ByteBuffer(repeating: 97, count: MilterPacketDecoder.longestPacket - 1))
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(MilterPacketDecoder()))
        try channel.writeInbound(Self.wire(longest))
        #expect(try channel.readInbound(as: MilterPacket.self) == longest)
        let length = UInt32(MilterPacketDecoder.longestPacket + 1)
        #expect(throws: MilterPacketDecoder.LengthError(length: length)) {
            try channel.writeInbound(ByteBuffer(integer: length))
        }
    }
}
