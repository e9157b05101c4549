// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// A small text file that a command writes, for its owner alone: it may name messages.
enum TextFile {
    /// Writes a file in place of what was there.
    ///
    /// - Throws: ``Failure`` when it cannot be made or the disk is full.
    static func write(_ text: String, to path: String) throws(Failure) {
        do throws(DurableFileError) {
            try DurableFile.write(Array(text.utf8), to: path)
        } catch {
            throw Failure(error.call == "open" ? .cannotCreate : .ioFailed, error.description)
        }
    }
}
