// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import TrainingStore

extension FileStamp {
    /// The stamp of a regular file; nil if there is none.
    init?(path: String) {
        guard let status = FileStatus(path), status.kind == .file else { return nil }
        self.init(
            inode: status.identity.inode, size: status.size,
            // Any number is as good: a file may say that it was changed in the year 2300.
            modified: status.modified.seconds &* 1_000_000_000 &+ status.modified.nanoseconds)
    }

    /// A path that names the same file from any folder; that of standard input as it is.
    static func absolute(_ path: String) -> String { path == "-" ? path : FileName.resolved(path) ?? path }

    /// XXH64 of some bytes of a file; 0 if they are not there.
    static func digest(of path: String, _ range: Range<Int>) -> UInt64 {
        guard let file = try? ReadableFile(path) else { return 0 }
        var hash = XXH64()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let count = chunk.withUnsafeMutableBytes { chunk -> Int in
                let wanted = UnsafeMutableRawBufferPointer(
                    rebasing: chunk[..<min(chunk.count, range.upperBound - offset)])
                let count = (try? file.read(into: wanted, at: offset)) ?? 0
                hash.update(UnsafeRawBufferPointer(rebasing: wanted[..<count]))
                return count
            }
            guard count > 0 else { return 0 }
            offset += count
        }
        return hash.finish()
    }

    /// Whether a file can be read.
    static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// Whether an mbox's record begins at an offset.
    static func beginsRecord(_ path: String, at offset: Int) -> Bool {
        guard let file = try? ReadableFile(path) else { return false }
        var bytes = [UInt8](repeating: 0, count: 5)
        let count = bytes.withUnsafeMutableBytes { try? file.read(into: $0, at: offset) }
        return count == bytes.count && bytes.elementsEqual("From ".utf8)
    }
}
