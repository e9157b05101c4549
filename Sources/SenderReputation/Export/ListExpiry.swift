// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailMessage

/// A list that was written before, without what has ended since.
package struct ListExpiry: Sendable, Equatable {
    /// Why a file is not touched.
    package enum Problem: Error, Equatable, CustomStringConvertible {
        /// It cannot be read; the system says why.
        case unreadable(String)
        /// No list of Spreu's.
        case unknown

        /// What, and what to do.
        package var description: String {
            switch self {
            case .unreadable(let reason): "\(reason); check the path and its permissions"
            case .unknown: "not a list that spreu reputation export wrote: it is left as it is"
            }
        }
    }

    /// Larger files are none of ours.
    private static let maxBytes = 1 << 27

    /// The list without what has ended.
    package let text: String
    /// Entries that have ended.
    package let ended: Int
    /// Entries that are left.
    package let left: Int
    /// Whether nothing is left, and the day has passed by which all entries end: the list was not made anew.
    package let isStale: Bool

    /// Reads a file.
    ///
    /// - Parameter now: in seconds since 1970.
    package init(contentsOf path: String, now: Int64) throws(Problem) {
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: Self.maxBytes)
        } catch {
            throw .unreadable(error.reason)
        }
        try self.init(String(decoding: bytes, as: UTF8.self), now: now)
    }

    /// Reads a list's text.
    package init(_ list: String, now: Int64) throws(Problem) {
        guard list.hasPrefix(ListFile.mark) else { throw .unknown }
        let today = ListFile.day(now)
        var text = ""
        var (ended, left) = (0, 0)
        var isOver = false
        var isInGroup = false
        var lastDay: Substring?
        for line in list.split(separator: "\n") {
            // The second line says by which day all ends.
            if lastDay == nil, !isInGroup, let mark = line.firstRange(of: ListFile.endMark) {
                lastDay = line[mark.upperBound...]
            }
            if line.hasPrefix(ListFile.groupMark) {
                isInGroup = true
                // Days in this form are in order as texts are.
                isOver = line.dropFirst(ListFile.groupMark.count) <= today
                if !isOver { text += line + "\n" }
            } else if isOver {
                ended += 1
            } else {
                if isInGroup { left += 1 }
                text += line + "\n"
            }
        }
        (self.text, self.ended, self.left) = (text, ended, left)
        isStale = left == 0 && (ended > 0 || lastDay.map { $0 <= today } ?? false)
    }
}
