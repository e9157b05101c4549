// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailMessage

/// An open file, read from its start to where it ended when it was opened.
///
/// Opened read-only, without locks, without touching the access time where that is permitted: a delivery agent never
/// waits for it. A file that grows is read up to its size at opening, so that half a delivery is never taken for a
/// message; ``change()`` tells of it afterwards. Read with `read`, not mapped: a file that is cut short while it is
/// mapped would kill the process.
final class FileSource: ByteSource {
    private let file: ReadableFile
    private let isStandardInput: Bool
    private var prefix: [UInt8] = []
    private var prefixStart = 0
    private var bytesRead = 0
    /// Where in the file reading began: not at its start where a shell handed over a file half read.
    private let start: Int

    /// What the file was when it was opened.
    var status: FileStatus { file.status }

    /// The bytes to read: to the end at opening; nil for a pipe.
    var size: Int? { status.kind == .file ? max(0, status.size - start) : nil }

    /// Bytes taken from the file so far.
    var position: Int { bytesRead - (prefix.count - prefixStart) }

    /// Opens a file.
    ///
    /// A pipe blocks until its writer comes, as every reader of `<(command)` expects, but only when `allowsPipes`.
    ///
    /// - Parameter bounds: what is not left, nor a link followed in; nil: any file.
    init(opening path: BytePath, allowsPipes: Bool = false, within bounds: ArchiveBounds? = nil) throws(SourceFailure) {
        var options: ReadableFile.Options = allowsPipes ? [.anyKind, .keepsAccessTime] : .keepsAccessTime
        if bounds != nil { options.insert(.noLinks) }
        do throws(DurableFileError) {
            file = try ReadableFile(bytes: path.bytes, options)
        } catch {
            let isSpecial = error.number == EINVAL && path.status()?.kind != .folder
            let code = error.number == EINVAL ? EISDIR : error.number
            throw SourceFailure(problem: isSpecial ? .specialFile : .cannotOpen(code: code))
        }
        isStandardInput = false
        start = 0
        // As the system says of a link that is not followed.
        if let bounds, !bounds.hold(file) { throw SourceFailure(problem: .cannotOpen(code: ELOOP)) }
    }

    /// Standard input, which stays open.
    init(standardInput: Void) throws(SourceFailure) {
        do throws(DurableFileError) {
            file = try .standardInput()
        } catch {
            throw SourceFailure(problem: .cannotOpen(code: error.number))
        }
        isStandardInput = true
        start = file.status.kind == .file ? file.position : 0
    }

    func read(into output: inout OutputSpan<UInt8>) throws(SourceFailure) {
        guard prefixStart < prefix.count else { return try readFile(into: &output) }
        // A property of an object lends no span.
        let prefix = prefix
        let count = min(output.freeCapacity, prefix.count - prefixStart)
        output.append(prefix.span.extracting(prefixStart..<prefixStart + count))
        prefixStart += count
    }

    private func readFile(into output: inout OutputSpan<UInt8>) throws(SourceFailure) {
        let wanted = size.map { min(output.freeCapacity, max(0, $0 - bytesRead)) } ?? output.freeCapacity
        guard wanted > 0 else { return }
        do throws(DurableFileError) {
            bytesRead += try file.read(into: &output, upTo: wanted)
        } catch {
            throw SourceFailure(problem: .cannotRead(code: error.number))
        }
    }

    /// The first bytes, at most `count`, without taking them; fewer only where the file ends.
    func firstBytes(_ count: Int) throws(SourceFailure) -> [UInt8] {
        while prefix.count < count {
            let held = prefix.count
            try prefix.append(addingCapacity: count - held) { (output) throws(SourceFailure) in
                try readFile(into: &output)
            }
            if prefix.count == held { break }
        }
        return Array(prefix.prefix(count))
    }

    /// Goes on reading at another place; false for what is no file.
    func seek(to offset: Int) -> Bool {
        guard size != nil, !isStandardInput, file.seek(to: offset) else { return false }
        prefix = []
        prefixStart = 0
        bytesRead = offset
        return true
    }

    func peek(at offset: Int, count: Int) -> [UInt8]? {
        guard let size, !isStandardInput else { return nil }
        return try? file.read(min(count, max(0, size - offset)), at: offset)
    }

    /// Whether the file is no longer what it was at opening.
    ///
    /// Asked at the end: a file that grew was read up to its old end, of one that shrank the rest is missing.
    func change() -> Change? {
        guard status.kind == .file, let now = file.currentStatus else { return nil }
        if now.size < status.size { return .shrank }
        if now.size > status.size { return .grew }
        return now.modified == status.modified ? nil : .rewritten
    }

    /// What became of a file while it was read.
    enum Change { case grew, shrank, rewritten }
}
