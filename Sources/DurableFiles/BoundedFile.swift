// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A small file whose content anybody may have written.
package enum BoundedFile {
    /// Reads a regular file.
    ///
    /// - Throws: ``DurableFileError``; `EINVAL` for what is no regular file, `EFBIG` for one that is larger.
    package static func read(_ path: String, mostBytes: Int) throws(DurableFileError) -> [UInt8] {
        let file = try RegularFile.open(path).descriptor
        defer { close(file) }
        // One byte more tells whether there are more.
        var content = [UInt8](repeating: 0, count: mostBytes + 1)
        var filled = 0
        while filled < content.count {
            let count = content.withUnsafeMutableBytes { content in
                Glibc.read(file, content.baseAddress.map { $0 + filled }, content.count - filled)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw DurableFileError(path: path, call: "read") }
            if count == 0 { break }
            filled += count
        }
        guard filled <= mostBytes else { throw DurableFileError(path: path, call: "read", errno: EFBIG) }
        return Array(content[..<filled])
    }
}
