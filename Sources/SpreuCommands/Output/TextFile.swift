// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// A small text file that a command writes in place of what was there.
enum TextFile {
    /// Writes a file for its owner alone: it may name messages.
    ///
    /// - Throws: ``Failure`` when it cannot be made or the disk is full.
    static func write(_ text: String, to path: String) throws(Failure) {
        try write { () throws(DurableFileError) in try DurableFile.write(Array(text.utf8), to: path) }
    }

    /// Writes a file that other programs read: who may read it stays, and a new one is its folder's.
    ///
    /// - Throws: ``Failure`` when it cannot be made or the disk is full.
    static func writeKeepingAccess(_ text: String, to path: String) throws(Failure) {
        try write { () throws(DurableFileError) in try DurableFile.writeKeepingAccess(Array(text.utf8), to: path) }
    }

    private static func write(_ body: () throws(DurableFileError) -> Void) throws(Failure) {
        do throws(DurableFileError) {
            try body()
        } catch {
            throw Failure(error.call == "open" ? .cannotCreate : .ioFailed, error.description)
        }
    }
}
