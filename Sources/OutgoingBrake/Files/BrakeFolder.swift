// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// The folder in which the brake keeps what must survive a restart: the filter writes the counts, and `spreu brake release` the
/// releases.
package struct BrakeFolder: Sendable, Hashable {
    /// Where it is unless something else is said.
    package static let usual = "/var/lib/spreu/brake"

    /// Its path.
    package let path: String

    /// Names a folder.
    package init(_ path: String) { self.path = path }

    /// The file with the counts.
    package var countsPath: String { path + "/counts" }
    /// The file with the releases.
    package var releasesPath: String { path + "/releases" }
    var lockPath: String { releasesPath + ".lock" }
}

/// A file of the brake that cannot be used.
package struct BrakeFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with it.
    package enum Problem: Sendable, Equatable {
        /// There is none.
        case missing
        /// It cannot be read.
        case unreadable(String)
        /// It is none of the brake's, or another version's.
        case damaged(line: Int)
        /// It cannot be written.
        case unwritable(String)
        /// Another command is changing it.
        case locked(by: String)
    }

    /// Its path.
    package let path: String
    /// What is wrong with it.
    package let problem: Problem

    /// Makes an error.
    package init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// What is wrong, where, and what to do about it.
    package var description: String {
        switch problem {
        case .missing: "\(path): there is no such file; has spreud a 'brake:' section, and has it run?"
        case .unreadable(let reason), .unwritable(let reason): reason
        case .damaged(let line):
            "\(path):\(line): not what spreud writes; remove the file: counts then begin at 0"
        case .locked(let holder): "\(path): \(holder) is changing it; try again"
        }
    }

    /// Reads a file of the brake.
    static func contents(_ path: String, limit: Int) throws(BrakeFileError) -> String {
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: limit)
        } catch {
            throw BrakeFileError(
                path: path, problem: error.number == ENOENT ? .missing : .unreadable(error.description))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
