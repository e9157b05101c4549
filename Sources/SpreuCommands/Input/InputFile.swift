// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import TextOutput

/// A file that a command reads as it is, from its beginning; `-` is standard input.
struct InputFile: ~Copyable {
    private let path: String
    private let file: ReadableFile

    /// Opens it.
    ///
    /// - Throws: ``Failure`` that names the path.
    init(_ path: String) throws(Failure) {
        self.path = path
        do throws(DurableFileError) {
            file = try path == "-" ? ReadableFile.standardInput() : ReadableFile(path, .anyKind)
        } catch {
            throw Self.failure(.noInput, path, error)
        }
    }

    /// Reads on: up to `limit` bytes, fewer only at the end of the file.
    func read(limit: Int) throws(Failure) -> [UInt8] {
        do throws(DurableFileError) {
            return try file.read(upTo: limit)
        } catch {
            throw Self.failure(.ioFailed, path, error)
        }
    }

    private static func failure(_ status: ExitStatus, _ path: String, _ error: DurableFileError) -> Failure {
        Failure(status, "\(path.forTerminal()): \(error.reason), check the path and its permissions")
    }
}
