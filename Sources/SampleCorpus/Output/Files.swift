// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What stopped the writing of the corpus.
struct WriteError: Error, CustomStringConvertible {
    let path: String
    let code: Int32
    var description: String { "\(path): \(String(cString: strerror(code)))" }
}

/// Folders and files below one root.
struct Files {
    let root: String

    /// Makes `folder` and those above it, up to the root.
    func makeFolder(_ folder: String) throws(WriteError) {
        var path = ""
        for part in (root + "/" + folder).split(separator: "/", omittingEmptySubsequences: false) {
            path += part + "/"
            if mkdir(path, 0o755) != 0 && errno != EEXIST { throw WriteError(path: path, code: errno) }
        }
    }

    /// Writes a file whole; its time becomes `seconds`, as if it had been delivered then.
    func write(_ bytes: [UInt8], to name: String, time seconds: Int? = nil) throws(WriteError) {
        let path = root + "/" + name
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if file < 0 { throw WriteError(path: path, code: errno) }
        defer { close(file) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(file, $0.baseAddress?.advanced(by: written), $0.count - written)
            }
            if count < 0 { throw WriteError(path: path, code: errno) }
            written += count
        }
        if let seconds {
            let time = timespec(tv_sec: seconds, tv_nsec: 0)
            _ = withUnsafePointer(to: (time, time)) {
                $0.withMemoryRebound(to: timespec.self, capacity: 2) { futimens(file, $0) }
            }
        }
    }
}
