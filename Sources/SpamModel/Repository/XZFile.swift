// SPDX-License-Identifier: Apache-2.0
import CLZMA
import DurableFiles

/// Writes a file in the .xz format: one stream with a CRC-64, which every xz reads.
///
/// Preset 6: a model of 24.6 MB becomes 2.5 MB in 11 s, the encoder taking 94 MB. Preset 1 makes 3.1 MB of it in 0.7 s, and preset 9
/// no less than 6; it is done once, and copied to many.
///
/// - SeeAlso: The .xz File Format 1.1.0
enum XZFile {
    private static let preset: UInt32 = 6
    private static let chunkBytes = 1 << 20

    /// Compresses bytes into a file, which has its name only when it is whole and on disk.
    static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(RepositoryError) {
        var stream = spreu_lzma_stream()
        defer { lzma_end(&stream) }
        var code = lzma_easy_encoder(&stream, preset, LZMA_CHECK_CRC64)
        if code == LZMA_OK {
            stream.next_in = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.avail_in = bytes.count
            do throws(DurableFileError) {
                var file = try DurableFile(replacing: path)
                code = try finish(&stream, into: &file)
                if code == LZMA_STREAM_END { return try file.commit() }
            } catch {
                throw RepositoryError(error)
            }
        }
        throw .failed(path: path, reason: code == LZMA_MEM_ERROR ? "out of memory while compressing" : "xz failed")
    }

    /// Encodes all input of a stream; returns the code with which it ended.
    private static func finish(
        _ stream: inout lzma_stream, into file: inout DurableFile
    ) throws(DurableFileError) -> lzma_ret {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkBytes, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            stream.next_out = chunk.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.avail_out = chunk.count
            let code = lzma_code(&stream, LZMA_FINISH)
            try file.write(UnsafeRawBufferPointer(rebasing: chunk[..<(chunk.count - stream.avail_out)]))
            if code != LZMA_OK { return code }
        }
    }
}
