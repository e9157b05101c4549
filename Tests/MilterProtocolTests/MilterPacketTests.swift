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

    /// Sends bytes through a channel as `writeInbound` does, but for the state that it returns: in a release build (Swift
    /// 6.3.1, NIO 2.101.2) its copies of packets that wait are released once too often.
    private static func send(_ bytes: ByteBuffer, to channel: EmbeddedChannel) throws {
        channel.pipeline.fireChannelRead(bytes)
        channel.pipeline.fireChannelReadComplete()
        try channel.throwIfErrorCaught()
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
            try Self.send(piece, to: channel)
        }
        var packets: [MilterPacket] = []
        while let packet = try channel.readInbound(as: MilterPacket.self) { packets.append(packet) }
        #expect(packets == Self.samples)
        #expect(try channel.finish().isClean)
    }

    @Test("a packet that is cut short is none")
    func cutShort() throws {
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(MilterPacketDecoder()))
        let wire = Self.wire(Self.samples[1])
        try Self.send(#require(wire.getSlice(at: 0, length: wire.readableBytes - 1)), to: channel)
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
        #expect(throws: MilterPacketDecoder.LengthError(length: length)) { try Self.send(buffer, to: channel) }
    }

    @Test("a packet of the longest length is read, and of no longer one a byte is awaited")
    func longest() throws {
        let longest = MilterPacket(
            command: UInt8(ascii: "B"),
            data: ByteBuffer(repeating: 97, count: MilterPacketDecoder.maxPacketBytes - 1))
        let channel = EmbeddedChannel(handler: ByteToMessageHandler(MilterPacketDecoder()))
        try Self.send(Self.wire(longest), to: channel)
        #expect(try channel.readInbound(as: MilterPacket.self) == longest)
        let length = UInt32(MilterPacketDecoder.maxPacketBytes + 1)
        #expect(throws: MilterPacketDecoder.LengthError(length: length)) {
            try Self.send(ByteBuffer(integer: length), to: channel)
        }
    }
}
