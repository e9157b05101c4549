// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import Glibc
import TextOutput

/// Where incidents are: `incidents.jsonl` in the alarms' folder, an incident a line, for its owner alone.
///
/// `spreu watch` and `spreu incident` may change it at the same time: one after the other, under a lock.
package struct IncidentFile: Sendable {
    private let folder: String
    /// The most bytes: 200 open incidents and some thousands that are closed.
    private static let maxBytes = 64 << 20
    private static let tries = 20
    /// What reading found: the incidents, and the lines that are none, by number.
    private typealias Content = (book: IncidentBook, damaged: [Int], bytes: [UInt8])

    /// Names the file of an alarms' folder.
    package init(folder: String) { self.folder = folder }

    /// Its path.
    package var path: String { folder + "/incidents.jsonl" }

    /// Reads the incidents; none where there is no file yet.
    package func read() throws(AlarmFileError) -> IncidentBook {
        let content = try content()
        if let line = content.damaged.first { throw AlarmFileError(path: path, problem: .damaged(line: line)) }
        return content.book
    }

    /// Sets a damaged file aside, and begins another with the incidents that can be read.
    ///
    /// - Returns: where the damaged one is, and how many lines were left out; nil: it was whole.
    package func mend() throws(AlarmFileError) -> (aside: String, lost: Int)? {
        try AlarmFolder.make(folder)
        let lock = try takeLock()
        defer { withExtendedLifetime(lock) {} }
        let content = try content()
        guard !content.damaged.isEmpty else { return nil }
        let aside = path + ".damaged"
        try AlarmFolder.write(content.bytes, to: aside)
        try write(content.book)
        return (aside, content.damaged.count)
    }

    private func content() throws(AlarmFileError) -> Content {
        guard FileStatus(path) != nil else { return (IncidentBook(), [], []) }
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: Self.maxBytes)
        } catch {
            throw AlarmFileError(path: path, problem: .unreadable(error.reason))
        }
        var incidents: [Incident] = []
        var damaged: [Int] = []
        for (number, line) in bytes.split(separator: 0x0A).enumerated() {
            if let incident = Incident(reading: Array(line)) {
                incidents.append(incident)
            } else {
                damaged.append(number + 1)
            }
        }
        return (IncidentBook(incidents), damaged, bytes)
    }

    /// Changes the incidents, and writes them if they are others than before.
    package func change<Value>(
        _ change: (inout IncidentBook) throws(AlarmFileError) -> Value
    ) throws(AlarmFileError) -> Value {
        try AlarmFolder.make(folder)
        let lock = try takeLock()
        defer { withExtendedLifetime(lock) {} }
        let before = try read()
        var book = before
        let value = try change(&book)
        if book.incidents != before.incidents { try write(book) }
        return value
    }

    private func write(_ book: IncidentBook) throws(AlarmFileError) {
        let sorted = book.incidents.values.sorted { ($0.opened, $0.id) < ($1.opened, $1.id) }
        try AlarmFolder.write(Array(sorted.map { $0.record.line + "\n" }.joined().utf8), to: path)
    }

    private func takeLock() throws(AlarmFileError) -> FileLock {
        let lockPath = folder + "/lock"
        for _ in 0..<Self.tries {
            do throws(FileLock.Failure) {
                return try FileLock(lockPath, exclusively: true, who: "spreu")
            } catch {
                guard case .held = error else {
                    throw AlarmFileError(path: lockPath, problem: .unwritable("it cannot be locked"))
                }
            }
        }
        throw AlarmFileError(path: lockPath, problem: .locked)
    }
}

/// Why a file of alarms cannot be used.
package struct AlarmFileError: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    package enum Problem: Equatable, Sendable {
        case unreadable(String)
        /// A line that is none of its kind.
        case damaged(line: Int)
        case unwritable(String)
        /// Another process keeps it locked.
        case locked
    }

    /// The file.
    package var path: String
    /// What is wrong.
    package var problem: Problem

    /// Where, what, what to do.
    package var description: String {
        switch problem {
        case .unreadable(let reason): "\(path): \(reason); check the folder's owner and permissions"
        case .damaged(let line):
            "\(path), line \(line): not written by spreu; 'spreu watch' sets the file aside when it starts, and keeps what can be read"
        case .unwritable(let reason): "\(path): cannot be written: \(reason); check the folder, its owner and the disk"
        case .locked: "\(path): another spreu has kept it locked for five seconds; try again"
        }
    }
}

/// The folder of counters and incidents.
package enum AlarmFolder {
    /// Makes the folder, for its owner alone, where there is none.
    package static func make(_ path: String) throws(AlarmFileError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw AlarmFileError(path: path, problem: .unwritable(String(cString: strerror(errno))))
        }
    }

    static func write(_ bytes: [UInt8], to path: String) throws(AlarmFileError) {
        do throws(DurableFileError) {
            try DurableFile.write(bytes, to: path)
        } catch {
            throw AlarmFileError(path: path, problem: .unwritable(error.reason))
        }
    }
}
