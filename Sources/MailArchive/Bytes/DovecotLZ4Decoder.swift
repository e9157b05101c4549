// SPDX-License-Identifier: Apache-2.0
import CLZ4

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
    /// A chunk that is expanded, and how much of it was handed over.
    private var chunk: [UInt8] = []
    private var chunkStart = 0
    private var chunkEnd = 0
    private let maxBytes: Int

    /// - Parameter maxBytes: the most memory for a chunk.
    init(maxBytes: Int) { self.maxBytes = maxBytes }

    func decode(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) -> DecoderProgress {
        if chunkStart < chunkEnd { return DecoderProgress(0, handOver(into: output), .running) }
        let taken = input.prefix(pieceBytes - piece.count)
        piece += taken
        if piece.count == pieceBytes { return DecoderProgress(taken.count, 0, advance()) }
        guard isLast, taken.isEmpty else { return DecoderProgress(taken.count, 0, .running) }
        let isWhole = state == .length && piece.isEmpty
        return DecoderProgress(0, 0, isWhole ? .finished : .failed(.truncated(.dovecotLZ4)))
    }

    private func handOver(into output: UnsafeMutableRawBufferPointer) -> Int {
        let bytes = chunk[chunkStart..<chunkEnd].prefix(output.count)
        output.copyBytes(from: bytes)
        chunkStart += bytes.count
        return bytes.count
    }

    /// Goes on behind a piece that is whole.
    private func advance() -> DecoderProgress.State {
        defer { piece.removeAll(keepingCapacity: true) }
        switch state {
        case .header:
            let most = Self.number(piece.suffix(Self.lengthBytes))
            guard most <= maxBytes, most <= LZ4_MAX_INPUT_SIZE else { return .failed(.decoderTooLarge(.dovecotLZ4)) }
            chunk = [UInt8](repeating: 0, count: most)
            (state, pieceBytes) = (.length, Self.lengthBytes)
        case .length:
            pieceBytes = Self.number(piece[...])
            guard 1...max(1, Int(LZ4_compressBound(Int32(chunk.count)))) ~= pieceBytes else {
                return .failed(.damaged(.dovecotLZ4))
            }
            state = .block
        case .block:
            let expanded = piece.withUnsafeBufferPointer { source in
                chunk.withUnsafeMutableBufferPointer { target in
                    source.withMemoryRebound(to: CChar.self) { source in
                        target.withMemoryRebound(to: CChar.self) { target in
                            LZ4_decompress_safe(
                                source.baseAddress, target.baseAddress, Int32(source.count), Int32(target.count))
                        }
                    }
                }
            }
            guard expanded >= 0 else { return .failed(.damaged(.dovecotLZ4)) }
            (chunkStart, chunkEnd) = (0, Int(expanded))
            (state, pieceBytes) = (.length, Self.lengthBytes)
        }
        return .running
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
