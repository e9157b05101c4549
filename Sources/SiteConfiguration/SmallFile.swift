// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// A text file that a person wrote: a configuration, a token.
package enum SmallFile {
    private static let maxBytes = 1 << 20

    /// Reads it.
    package static func text(_ path: String) throws(ConfigurationError) -> String {
        func failure(_ reason: String) -> ConfigurationError {
            ConfigurationError(path: path, line: nil, problem: reason)
        }
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: maxBytes, .anyKind)
        } catch {
            switch (error.number, error.call) {
            case (EFBIG, _): throw failure("it is larger than a megabyte: is it the right file?")
            case (EISDIR, _), (_, "read"): throw failure("it cannot be read (\(error.reason))")
            default: throw failure("\(error.reason); check the path and its permissions")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("it is not UTF-8 text") }
        return text
    }
}
