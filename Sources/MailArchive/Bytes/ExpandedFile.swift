// SPDX-License-Identifier: Apache-2.0
package import DurableFiles

/// The bytes of a file that is no archive of mail, such as a log: its compression undone, read on piece by piece.
package final class ExpandedFile {
    /// Why a file cannot be read, or ended before its end.
    package struct Failure: Error, Equatable, CustomStringConvertible {
        /// What is wrong, in words.
        package var description: String
    }

    /// What the file was when it was opened.
    package let status: FileStatus
    /// Whether its bytes are compressed on disk.
    package let isCompressed: Bool
    private var window: ByteWindow

    /// Opens a file, or standard input for `-`; goes on at an offset where an uncompressed file is still so long.
    package init(_ path: String, from offset: Int = 0, limits: ArchiveLimits = .standard) throws(Failure) {
        let context = ReadContext(limits: limits)
        let opened =
            path == "-"
            ? OpenedFile.standardInput(context: context)
            : OpenedFile.open(BytePath(path), name: path, isListed: false, context: context)
        guard let opened else {
            throw Failure(description: context.nextWarning()?.problem.description ?? "cannot be opened")
        }
        status = opened.file.status
        isCompressed = opened.compression != nil
        if offset > 0, let later = opened.window(from: offset) {
            window = later
        } else {
            window = opened.takeWindow()
        }
    }

    /// How many of the (expanded) bytes have been handed over, counted from the file's start.
    package var offset: Int { window.offset }

    /// Appends the next bytes; returns how many, 0 at the end.
    ///
    /// - Throws: ``Failure`` where the bytes end early, after those before the damage were handed over.
    package func read(into bytes: inout [UInt8]) throws(Failure) -> Int {
        if window.count == 0 { window.fillMore() }
        let count = window.count
        if count == 0, let failure = window.failure { throw Failure(description: failure.problem.description) }
        window.move(to: &bytes)
        return count
    }
}
