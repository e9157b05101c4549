// SPDX-License-Identifier: Apache-2.0
public import NIOCore

/// One packet: a command's letter and its data.
///
///     0  length   u32, big-endian: of command and data
///     4  command  one ASCII letter
///     5  data
public struct MilterPacket: Sendable, Hashable {
    /// The command's letter.
    public var command: UInt8
    /// What follows it.
    public var data: ByteBuffer

    /// Makes a packet.
    public init(command: UInt8, data: ByteBuffer) {
        self.command = command
        self.data = data
    }

    /// Writes the packet.
    public func write(to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt32(data.readableBytes + 1))
        buffer.writeInteger(command)
        buffer.writeImmutableBuffer(data)
    }
}

/// Cuts bytes into packets, however they come.
public struct MilterPacketDecoder: NIOSingleStepByteToMessageDecoder {
    /// What it makes of bytes.
    public typealias InboundOut = MilterPacket

    /// The longest packet: Sendmail sends up to a mebibyte of body at a time if asked to.
    public static let longestPacket = 1 << 20 + 4_096

    /// Why bytes are no packets.
    public struct LengthError: Error, Equatable {
        /// The length that a packet claims.
        public var length: UInt32

        /// Makes an error.
        public init(length: UInt32) { self.length = length }
    }

    /// Makes a decoder.
    public init() {}

    /// The next packet, nil until it is whole.
    ///
    /// - Throws: ``LengthError`` for a length that no packet has: the bytes are something else.
    public mutating func decode(buffer: inout ByteBuffer) throws -> MilterPacket? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return nil }
        guard length >= 1, length <= Self.longestPacket else { throw LengthError(length: length) }
        guard buffer.readableBytes >= 4 + Int(length) else { return nil }
        buffer.moveReaderIndex(forwardBy: 4)
        guard let command = buffer.readInteger(as: UInt8.self), let data = buffer.readSlice(length: Int(length) - 1)
        else { return nil }
        return MilterPacket(command: command, data: data)
    }

    /// Bytes after the last packet are dropped with their connection.
    public mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> MilterPacket? {
        try decode(buffer: &buffer)
    }
}
