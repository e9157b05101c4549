// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

extension SenderList {
    /// Reads a file.
    ///
    /// - Throws: ``ListFileError`` when there is none, or it cannot be read, is larger than ``maxBytes`` or no UTF-8; never for a
    ///   line that cannot be read.
    package init(contentsOf path: String) throws(ListFileError) {
        self.init(text: try Self.text(of: path))
    }

    /// Reads a file that need not be there yet: then the list is empty.
    package init(ifAt path: String) throws(ListFileError) {
        do throws(ListFileError) {
            try self.init(contentsOf: path)
        } catch {
            guard error.problem == .missing else { throw error }
            self.init()
        }
    }

    static func text(of path: String) throws(ListFileError) -> String {
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: maxBytes)
        } catch {
            switch error.number {
            case ENOENT: throw ListFileError(path: path, problem: .missing)
            case EFBIG: throw ListFileError(path: path, problem: .tooLarge)
            default: throw ListFileError(path: path, problem: .unreadable(error.reason))
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ListFileError(path: path, problem: .notText)
        }
        return text
    }
}

/// Why the list's file cannot be used.
package struct ListFileError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with it.
    package enum Problem: Equatable, Sendable {
        /// There is none.
        case missing
        /// It has more than ``SenderList/maxBytes``.
        case tooLarge
        /// It is no UTF-8.
        case notText
        /// The system says why it cannot be read.
        case unreadable(String)
        /// Another command is editing it.
        case locked(by: String)
        /// It cannot be written.
        case unwritable(String)
        /// It has ``SenderList/maxEntries`` already.
        case full
    }

    /// The file's path.
    package let path: String
    /// What is wrong.
    package let problem: Problem

    init(path: String, problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// What is wrong, where, and what to do about it.
    package var description: String {
        switch problem {
        case .missing: "\(path): there is no list yet; 'spreu allow' and 'spreu deny' make one"
        case .tooLarge: "\(path) is larger than a megabyte: is it the right file?"
        case .notText: "\(path) is not UTF-8 text: is it the right file?"
        case .unreadable(let reason): "\(path): \(reason); check the path and its permissions"
        case .locked(let holder): "\(path) is being edited by \(holder); try again"
        case .unwritable(let reason): reason
        case .full:
            "\(path) has \(SenderList.maxEntries) entries, and no more are read: remove some, or name domains instead"
        }
    }
}
