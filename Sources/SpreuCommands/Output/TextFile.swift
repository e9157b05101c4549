// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A small text file that a command writes.
enum TextFile {
    /// Writes a file in place of what was there.
    ///
    /// - Throws: ``Failure`` when it cannot be made or the disk is full.
    static func write(_ text: String, to path: String) throws(Failure) {
        guard let file = fopen(path, "wb") else { throw failure(.cannotCreate, path) }
        var text = text
        let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
        let isClosed = fclose(file) == 0
        if !isWritten || !isClosed { throw failure(.ioFailed, path) }
    }

    private static func failure(_ status: ExitStatus, _ path: String) -> Failure {
        Failure(status, "\(path): \(String(cString: strerror(errno))), check the folder and its permissions")
    }
}
