// SPDX-License-Identifier: Apache-2.0

/// Why a key file could not be used; each says what to do.
public enum SiteKeyError: Error, Equatable, CustomStringConvertible {
    /// There is no file.
    case missing(path: String)
    /// Others than the owner may read or write the file.
    case exposed(path: String, mode: UInt32)
    /// The file belongs to another user.
    case foreign(path: String, owner: UInt32)
    /// The path is no regular file.
    case notAFile(path: String)
    /// The file is not one that Spreu made, or was altered.
    case malformed(path: String)
    /// A system call failed.
    case failed(path: String, action: String, reason: String)

    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .missing(let path):
            "no site key at \(path): copy it from where the model was trained, or train here to make one"
        case .exposed(let path, let mode):
            "site key \(path) can be read or written by others (mode \(String(mode, radix: 8))): run chmod 600 on it"
        case .foreign(let path, let owner):
            "site key \(path) belongs to another user (uid \(owner)): run chown on it, or give another with --key"
        case .notAFile(let path):
            "site key \(path) is not a regular file: give another with --key"
        case .malformed(let path):
            "site key \(path) does not hold a key: restore it, or remove it and train again"
        case .failed(let path, let action, let reason):
            "cannot \(action) site key \(path): \(reason)"
        }
    }
}
