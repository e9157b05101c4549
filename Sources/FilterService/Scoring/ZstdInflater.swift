// SPDX-License-Identifier: Apache-2.0
import CZstd

/// Unpacks Zstandard, with the window that every decoder has to have, 8 MiB (RFC 8878, section 3.1.1.1.2).
final class ZstdInflater: MessageInflater {
    /// 8 MiB as a power of two.
    private static let windowLog: Int32 = 23

    private let stream = ZSTD_createDStream()
    private(set) var isFinished = false

    init() {
        if let stream { _ = ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, Self.windowLog) }
    }

    deinit { ZSTD_freeDStream(stream) }

    func inflate(_ piece: UnsafeRawBufferPointer, into message: inout MessageBuffer) -> Bool {
        guard let stream else { return false }
        guard !isFinished, message.isWhole else { return true }
        return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { room in
            var input = ZSTD_inBuffer(src: piece.baseAddress, size: piece.count, pos: 0)
            while true {
                var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                let code = ZSTD_decompressStream(stream, &output, &input)
                guard ZSTD_isError(code) == 0 else { return false }
                message.append(UnsafeRawBufferPointer(rebasing: room[..<output.pos]))
                // One frame, as rspamd reads it.
                isFinished = code == 0
                guard !isFinished, message.isWhole else { return true }
                if output.pos < room.count, input.pos == input.size { return true }
            }
        }
    }
}
