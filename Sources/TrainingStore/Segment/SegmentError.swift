// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Why a segment cannot be used or written; each says what to do.
public struct SegmentError: Error, Equatable, CustomStringConvertible {
    /// The segment's file.
    public var path: String
    /// What is wrong.
    public var problem: Problem

    /// What can be wrong, in the order in which a reader looks.
    public enum Problem: Sendable, Equatable {
        /// A system call failed.
        case failed(call: String, errno: Int32)
        /// The file is shorter than a header.
        case tooSmall(bytes: Int)
        /// The first eight bytes are not a segment's.
        case notASegment
        /// The format is one this version of Spreu does not know.
        case unsupportedVersion(found: UInt32)
        /// The header's bytes are not those that were written.
        case headerDamaged
        /// Its messages have features of views that this version of Spreu does not know; the bits of their mask.
        case unknownViews(UInt32)
        /// The file is cut short or something was appended.
        case wrongLength(found: Int, expected: Int)
        /// The index is not what was written, or contradicts itself at this entry.
        case indexDamaged(entry: Int?)
        /// A message's features are not what was written; the byte at which its record begins.
        case recordDamaged(message: Int, offset: Int)
    }

    /// Creates an error.
    public init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// What is wrong, where, and what to do about it.
    public var description: String {
        let restore = "restore the store from a backup, or remove all of it and ingest again"
        return switch problem {
        case .failed(let call, let number):
            "\(path): \(String(cString: strerror(number))) (\(call)); check the folder, its permissions and free space"
        case .tooSmall(let bytes): "\(path): \(bytes) bytes are too few for a segment; \(restore)"
        case .notASegment: "\(path) is not a segment of a store; check the path"
        case .unsupportedVersion(let found):
            "\(path) has format \(found), but this version of Spreu reads \(SegmentFormat.version); use the version "
                + "that wrote it"
        case .headerDamaged: "\(path): the header is damaged; \(restore)"
        case .unknownViews(let mask):
            "\(path) has views that this version of Spreu does not know (mask \(String(mask, radix: 16))); use the "
                + "version that wrote it"
        case .wrongLength(let found, let expected):
            "\(path) has \(found) bytes and should have \(expected); \(restore)"
        case .indexDamaged(let entry):
            "\(path): the index is damaged\(entry.map { " at entry \($0)" } ?? ""); \(restore)"
        case .recordDamaged(let message, let offset):
            "\(path): the features of message \(message) at byte \(offset) are damaged; \(restore)"
        }
    }
}
