// SPDX-License-Identifier: Apache-2.0
import Glibc
import TextOutput

/// A file that a command reads as it is, from its beginning; `-` is standard input.
struct InputFile: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// Opens it.
    ///
    /// - Throws: ``Failure`` that names the path.
    init(_ path: String) throws(Failure) {
        self.path = path
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(.noInput, path) }
    }

    deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

    /// Reads on: up to `limit` bytes, fewer only at the end of the file.
    func read(limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = Glibc.read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure(.ioFailed, path) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    private static func failure(_ status: ExitStatus, _ path: String) -> Failure {
        Failure(
            status, "\(path.forTerminal()): \(String(cString: strerror(errno))), check the path and its permissions")
    }
}
