// SPDX-License-Identifier: Apache-2.0
package import NIOCore

/// One packet of the milter protocol: a command's letter and its data.
///
///     0  length   u32, big-endian: bytes of command and data
///     4  command  one ASCII letter
///     5  data
///
/// - SeeAlso: libmilter/comm.c and libmilter/docs of Sendmail 8.14 and later.
package struct MilterPacket: Sendable, Hashable {
    /// The command's letter.
    package var command: UInt8
    /// What follows it.
    package var data: ByteBuffer

    /// Makes a packet of a command's letter, in ASCII, and the data behind it.
    package init(command: UInt8, data: ByteBuffer) {
        self.command = command
        self.data = data
    }

    /// Writes the packet behind what a buffer holds already.
    package func write(to buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt32(data.readableBytes + 1))
        buffer.writeInteger(command)
        buffer.writeImmutableBuffer(data)
    }
}

/// Cuts bytes into packets, in whatever pieces they come.
package struct MilterPacketDecoder: NIOSingleStepByteToMessageDecoder {
    /// What it makes of bytes.
    package typealias InboundOut = MilterPacket

    /// The longest packet, in bytes of command and data: Sendmail sends up to a mebibyte of body at a time if asked to.
    ///
    /// - SeeAlso: libmilter/mfdef.h, `SMFIP_MDS_1M`.
    package static let maxPacketBytes = 1 << 20 + 4_096

    /// Why bytes are no packets.
    package struct LengthError: Error, Equatable {
        /// The bytes of command and data that a packet claims.
        package var length: UInt32

        /// Makes an error of the length that a packet claims.
        package init(length: UInt32) { self.length = length }
    }

    /// Makes a decoder.
    package init() {}

    /// The next packet, nil until it is whole.
    ///
    /// - Throws: ``LengthError`` for a length that no packet has: the bytes are something else.
    package mutating func decode(buffer: inout ByteBuffer) throws -> MilterPacket? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return nil }
        guard length >= 1, length <= Self.maxPacketBytes else { throw LengthError(length: length) }
        guard buffer.readableBytes >= 4 + Int(length) else { return nil }
        buffer.moveReaderIndex(forwardBy: 4)
        guard let command = buffer.readInteger(as: UInt8.self), let data = buffer.readSlice(length: Int(length) - 1)
        else { return nil }
        return MilterPacket(command: command, data: data)
    }

    /// Bytes after the last packet are dropped with their connection.
    package mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> MilterPacket? {
        try decode(buffer: &buffer)
    }
}
