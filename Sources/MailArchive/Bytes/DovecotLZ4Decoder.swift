// SPDX-License-Identifier: Apache-2.0
import CLZ4
import MailMessage

/// LZ4 as Dovecot writes it (`zlib_save = lz4`): its own frame around plain blocks.
///
///     0    15   magic: Dovecot-LZ4, 0D 2A 9B C5
///     15   4    the most bytes that a chunk expands to, big-endian (Dovecot: 65,536)
///     19        chunks to the end of the file: 4 bytes of length, big-endian, then a block of that length
///
/// Nothing marks the end: a file that is cut between two chunks cannot be told from a whole one.
final class DovecotLZ4Decoder: Decoder {
    static let magic = Array("Dovecot-LZ4".utf8) + [0x0D, 0x2A, 0x9B, 0xC5]
    private static let lengthBytes = 4

    private enum State { case header, length, block }

    private var state = State.header
    /// What was gathered of the piece at hand, and how many bytes it has.
    private var piece: [UInt8] = []
    private var pieceBytes = magic.count + lengthBytes
    /// The most bytes that a chunk expands to.
    private var chunkBytes = 0
    /// A chunk that is expanded, and how much of it was handed over.
    private var chunk: [UInt8] = []
    private var chunkStart = 0
    private let maxBytes: Int

    /// - Parameter maxBytes: the most memory for a chunk.
    init(maxBytes: Int) { self.maxBytes = maxBytes }

    func decode(_ input: Span<UInt8>, isLast: Bool, into output: inout OutputSpan<UInt8>) -> DecoderProgress {
        if chunkStart < chunk.count {
            handOver(into: &output)
            return DecoderProgress(0, .running)
        }
        let taken = input.extracting(first: pieceBytes - piece.count)
        piece.append(taken)
        if piece.count == pieceBytes { return DecoderProgress(taken.count, advance()) }
        guard isLast, taken.isEmpty else { return DecoderProgress(taken.count, .running) }
        let isWhole = state == .length && piece.isEmpty
        return DecoderProgress(0, isWhole ? .finished : .failed(.truncated(.dovecotLZ4)))
    }

    private func handOver(into output: inout OutputSpan<UInt8>) {
        // A property of an object lends no span.
        let chunk = chunk
        let end = min(chunk.count, chunkStart + output.freeCapacity)
        output.append(chunk.span.extracting(chunkStart..<end))
        chunkStart = end
    }

    /// Goes on behind a piece that is whole.
    private func advance() -> DecoderProgress.State {
        defer { piece.removeAll(keepingCapacity: true) }
        switch state {
        case .header:
            let most = Self.number(piece.suffix(Self.lengthBytes))
            guard most <= maxBytes, most <= LZ4_MAX_INPUT_SIZE else { return .failed(.decoderTooLarge(.dovecotLZ4)) }
            (state, chunkBytes, pieceBytes) = (.length, most, Self.lengthBytes)
        case .length:
            pieceBytes = Self.number(piece[...])
            guard 1...max(1, Int(LZ4_compressBound(Int32(chunkBytes)))) ~= pieceBytes else {
                return .failed(.damaged(.dovecotLZ4))
            }
            state = .block
        case .block:
            chunkStart = 0
            chunk.removeAll(keepingCapacity: true)
            guard Self.expand(&piece, into: &chunk, atMost: chunkBytes) else { return .failed(.damaged(.dovecotLZ4)) }
            (state, pieceBytes) = (.length, Self.lengthBytes)
        }
        return .running
    }

    /// Expands a block; false where it is none, or has more bytes than that.
    private static func expand(_ block: inout [UInt8], into chunk: inout [UInt8], atMost limit: Int) -> Bool {
        var isBlock = false
        chunk.append(addingCapacity: limit) { output in
            // SAFETY: liblz4 reads and writes within the two sizes, and nothing of it after the call.
            isBlock = unsafe output.append(from: block.span) { source, room in
                let written = unsafe source.withMemoryRebound(to: CChar.self) { source in
                    unsafe room.withMemoryRebound(to: CChar.self) { room in
                        unsafe LZ4_decompress_safe(
                            source.baseAddress, room.baseAddress, Int32(source.count), Int32(room.count))
                    }
                }
                return (max(0, Int(written)), written >= 0)
            }
        }
        return isBlock
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
