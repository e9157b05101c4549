// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A text file that a person wrote: a configuration, a token.
package enum SmallFile {
    private static let mostBytes = 1 << 20

    private static var reason: String { String(cString: strerror(errno)) }

    /// Reads it.
    package static func text(_ path: String) throws(ConfigurationError) -> String {
        func failure(_ reason: String) -> ConfigurationError {
            ConfigurationError(path: path, line: nil, problem: reason)
        }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            throw failure("\(reason); check the path and its permissions")
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let count = read(file, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure("it cannot be read (\(reason))") }
            if count == 0 { break }
            bytes += chunk[..<count]
            guard bytes.count <= mostBytes else {
                throw failure("it is larger than a megabyte: is it the right file?")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("it is not UTF-8 text") }
        return text
    }
}
