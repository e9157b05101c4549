// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Small files as a whole: scores files and indexes.
enum FileBytes {
    /// What the system says is wrong.
    struct Failure: Error {
        var reason: String
    }

    static func read(_ path: String) throws(Failure) -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw failure() }
        defer { fclose(file) }
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            contents.append(contentsOf: chunk[..<count])
            if count < chunk.count { break }
        }
        guard ferror(file) == 0 else { throw failure() }
        return contents
    }

    private static func failure() -> Failure { Failure(reason: String(cString: strerror(errno))) }
}
