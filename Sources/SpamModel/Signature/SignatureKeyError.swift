// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// Why the file of a signing key or of public keys cannot be used; each says what to do.
public struct SignatureKeyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// What is wrong with it.
    public var problem: Problem

    /// Creates an error.
    public init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// What can be wrong.
    public enum Problem: Sendable, Equatable {
        /// There is no signing key.
        case noSigningKeyFile
        /// There is no file of public keys.
        case noPublicKeyFile
        /// Others than the owner may read or write the signing key.
        case exposed(mode: UInt32)
        /// The signing key belongs to another user.
        case foreign(owner: UInt32)
        /// It is no regular file.
        case notAFile
        /// There is a file where a new key should go.
        case exists
        /// It holds no signing key.
        case notASigningKey
        /// A line is no public key.
        case notPublic(line: Int)
        /// A system call failed.
        case failed(action: String, reason: String)
    }

    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch problem {
        case .noSigningKeyFile:
            "no signing key at \(path): correct the path, or make one with 'spreu models keygen'"
        case .noPublicKeyFile:
            "no public key at \(path): copy it from where models are signed; 'spreu models keygen' wrote it"
        case .exposed(let mode):
            "signing key \(path) can be read or written by others (mode \(String(mode, radix: 8))): run chmod 600 on it"
        case .foreign(let owner):
            "signing key \(path) belongs to another user (uid \(owner)): run chown on it"
        case .notAFile:
            "signing key \(path) is not a regular file: correct the path"
        case .exists:
            "\(path) exists, and keys are never replaced: give another path, or move it away"
        case .notASigningKey:
            "\(path) does not hold a signing key: restore it, or make a new one with 'spreu models keygen'"
        case .notPublic(let line):
            "\(path):\(line): not a public key; expected '\(PublicKey.tag) ' and 44 characters"
        case .failed(let action, let reason):
            "cannot \(action) key \(path): \(reason)"
        }
    }

    init(_ error: KeyFileError, path: String) {
        let problem: Problem =
            switch error {
            case .missing: .noSigningKeyFile
            case .exposed(let mode): .exposed(mode: mode)
            case .foreign(let owner): .foreign(owner: owner)
            case .notAFile: .notAFile
            case .exists: .exists
            case .failed(let action, let reason): .failed(action: action, reason: reason)
            }
        self.init(path: path, problem: problem)
    }
}
