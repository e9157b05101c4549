// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import GRDB
import Glibc
import MailFeatures
import TextOutput

/// Why a store cannot be used; each says what to do.
public enum StoreError: Error, Equatable, CustomStringConvertible {
    /// There is no store at the path.
    case missing(path: String)
    /// Another process has it.
    case locked(path: String, by: String)
    /// Others than the owner can read it.
    case exposed(path: String, mode: UInt32)
    /// The store was made with another site key.
    case wrongKey(path: String, found: UInt64, expected: UInt64)
    /// A newer Spreu wrote the ledger.
    case newer(path: String)
    /// A file or folder of it cannot be made, opened or written.
    case failed(path: String, call: String, errno: Int32)
    /// An error of SQLite, in its own words.
    case ledger(path: String, reason: String, isFull: Bool)
    /// A segment is damaged or cannot be written.
    case segment(SegmentError)
    /// A segment's features were made with another key, extractor, or other settings.
    case otherExtraction(path: String)
    /// There are segments unknown to the ledger: it is missing, or older than they are.
    case ledgerLost(path: String, segment: String)
    /// What is to be created exists already.
    case exists(path: String)

    /// What is wrong, where, and what to do about it.
    public var description: String {
        switch self {
        case .missing(let path): "no store at \(path); create it with 'spreu ingest --store \(path)'"
        case .locked(let path, let who): "the store \(path) is in use by \(who); wait until it has ended"
        case .exposed(let path, let mode):
            "\(path) can be read or written by others (mode \(String(mode, radix: 8))): run chmod go= on it"
        case .wrongKey(let path, let found, let expected):
            "the store \(path) was made with site key \(found.hexadecimal), not \(expected.hexadecimal); "
                + "give that key with --key"
        case .newer(let path): "\(path) was written by a newer version of Spreu; use that one"
        case .failed(let path, let call, let number):
            "\(path): \(String(cString: strerror(number))) (\(call)); check the folder, its permissions and free space"
        case .ledger(let path, let reason, let isFull):
            "\(path): \(reason); "
                + (isFull
                    ? "free some disk space or make the disk writable, and run again: nothing in the store was lost"
                    : "check it with 'spreu store check', or restore the store from a backup")
        case .segment(let error): error.description
        case .otherExtraction(let path):
            "\(path) was not made with the site key, version of Spreu and settings of the store; make it again with "
                + "those"
        case .ledgerLost(let path, let segment):
            "\(path)/ledger.sqlite is missing or older than segments/\(segment): restore the store from a backup, or "
                + "remove all of it and ingest again"
        case .exists(let path): "\(path) already exists; give another path, or remove it"
        }
    }

    /// Whether the disk is full or read-only, rather than damaged.
    public var isEnvironment: Bool {
        switch self {
        case .failed, .exposed, .locked: true
        case .ledger(_, _, let isFull): isFull
        case .segment(let error): if case .failed = error.problem { true } else { false }
        case .missing, .wrongKey, .newer, .exists, .otherExtraction, .ledgerLost: false
        }
    }

    static func failed(_ path: String, _ call: String) -> StoreError { .failed(path: path, call: call, errno: errno) }

    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as SegmentError: self = .segment(error)
        case let error as DurableFileError: self = .failed(path: error.path, call: error.call, errno: error.number)
        case let error as DatabaseError:
            let code = error.resultCode
            self = .ledger(
                path: path, reason: error.message ?? "\(code)",
                isFull: [.SQLITE_FULL, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_CANTOPEN].contains(code))
        default: self = .ledger(path: path, reason: "\(error)", isFull: false)
        }
    }
}
