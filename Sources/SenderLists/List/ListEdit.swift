// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// One change of the list's file: comments, and lines that cannot be read, stay as they are.
///
/// The file is replaced whole, and keeps owner, group and permissions, so that the filter can read it as before. Only one change is
/// made at a time.
package struct ListEdit: Sendable {
    /// What a change did.
    package struct Outcome: Sendable, Equatable {
        /// The entries that were taken out because they were to be, or because another takes their place.
        package var removed: [ListEntry] = []
        /// How many entries were taken out because they had run out.
        package var expired = 0

        /// Makes that of a change that took nothing out.
        package init() {}
    }

    private let path: String

    /// Begins to change a file.
    package init(_ path: String) { self.path = path }

    /// Puts an entry in, in the place of those for the same senders and recipients, whatever they say.
    ///
    /// - Parameter day: today, counted from 1970-01-01; entries that have run out before go.
    /// - Throws: ``ListFileError``, as all methods.
    package func add(_ entry: ListEntry, on day: Int64) throws(ListFileError) -> Outcome {
        try change(on: day, adding: entry) { $0.concernsSame(as: entry) }
    }

    /// Takes entries out.
    package func remove(on day: Int64, where isMeant: (ListEntry) -> Bool) throws(ListFileError) -> Outcome {
        try change(on: day, adding: nil, removing: isMeant)
    }

    private static let heading =
        "# Senders whose mail is allowed or denied, one a line. spreu allow, spreu deny; docs/lists.md"

    private func change(
        on day: Int64, adding entry: ListEntry?, removing isMeant: (ListEntry) -> Bool
    ) throws(ListFileError) -> Outcome {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        var text: String
        do throws(ListFileError) {
            text = try SenderList.text(of: path)
        } catch {
            guard case .missing = error.problem else { throw error }
            text = Self.heading + "\n"
        }
        var outcome = Outcome()
        var count = 0
        var lines = SenderList.lines(of: text).filter { line in
            guard SenderList.isEntry(line), let read = try? ListEntry(line: line) else { return true }
            if isMeant(read) {
                outcome.removed.append(read)
                return false
            }
            if !read.counts(on: day) {
                outcome.expired += 1
                return false
            }
            count += 1
            return true
        }
        if let entry {
            guard count < SenderList.maxEntries else { throw ListFileError(path: path, problem: .full) }
            if lines.last?.isEmpty == true { lines.removeLast() }
            lines += [entry.line[...], ""]
        }
        let changed = lines.joined(separator: "\n")
        guard changed.utf8.count <= SenderList.maxBytes else { throw ListFileError(path: path, problem: .full) }
        if entry != nil || outcome != Outcome() { try write(Array(changed.utf8)) }
        return outcome
    }

    private func lock() throws(ListFileError) -> FileLock {
        do throws(FileLock.Failure) {
            return try FileLock(path + ".lock", exclusively: true, who: FileOwner.currentUser)
        } catch {
            switch error {
            case .held(let holder): throw ListFileError(path: path, problem: .locked(by: holder))
            case .failed(let error): throw ListFileError(path: path, problem: .unwritable(error.description))
            }
        }
    }

    private func write(_ bytes: [UInt8]) throws(ListFileError) {
        do throws(DurableFileError) {
            try DurableFile.writeKeepingAccess(bytes, to: path)
        } catch {
            throw ListFileError(path: path, problem: .unwritable(error.description))
        }
    }
}
