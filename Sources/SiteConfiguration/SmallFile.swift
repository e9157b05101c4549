// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// A text file that a person wrote: a configuration, a token.
package enum SmallFile {
    /// The most that a configuration has, in bytes.
    package static let maxBytes = 1 << 20
    private static let maxSecretBytes = 4 << 10

    /// Reads it.
    ///
    /// - Parameters:
    ///   - maxBytes: the most that is read; a larger file is refused.
    ///   - isRegular: whether a pipe or a device is refused, which would be waited for: where nobody asked for this very file.
    ///   - isRepaired: whether what is not UTF-8 is replaced instead of refused: other programs' files have comments in any charset.
    package static func text(
        _ path: String, maxBytes: Int = maxBytes, isRegular: Bool = false, isRepaired: Bool = false
    ) throws(ConfigurationError) -> String {
        func failure(_ reason: String) -> ConfigurationError {
            ConfigurationError(path: path, line: nil, problem: reason)
        }
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: maxBytes, isRegular ? [] : .anyKind)
        } catch {
            switch (error.number, error.call) {
            case (EFBIG, _): throw failure("it is larger than \(maxBytes >> 20) MiB: is it the right file?")
            case (EINVAL, "open"): throw failure("it is no regular file")
            case (EISDIR, _), (_, "read"): throw failure("it cannot be read (\(error.reason))")
            default: throw failure("\(error.reason); check the path and its permissions")
            }
        }
        if isRepaired { return String(decoding: bytes, as: UTF8.self) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw failure("it is not UTF-8 text") }
        return text
    }

    /// Reads the first line of a file that nobody but its owner, and its group, may read: a token.
    ///
    /// - Throws: ``ConfigurationError`` as well where others may read it, or it belongs to another user.
    package static func secret(_ path: String) throws(ConfigurationError) -> String {
        let problem: String
        do throws(KeyFileError) {
            let bytes = try KeyFile.read(path, maxBytes: maxSecretBytes, groupMayRead: true)
            return String(decoding: bytes, as: UTF8.self).prefix { !$0.isNewline }.description
        } catch {
            switch error {
            case .missing: problem = "no such file; check the path"
            case .exposed(let mode):
                problem = "others can read or write it (mode \(String(mode, radix: 8))); run chmod 640 on it"
            case .foreign(let owner): problem = "it belongs to another user (uid \(owner)); run chown root on it"
            case .notAFile: problem = "it is not a regular file"
            case .exists: problem = "it is there already"
            case .failed(let action, let reason): problem = "cannot \(action) it: \(reason)"
            }
        }
        throw ConfigurationError(path: path, line: nil, problem: problem)
    }
}
