// SPDX-License-Identifier: Apache-2.0
import Glibc

/// An open file, read from its start to where it ended when it was opened.
///
/// Opened read-only, without locks, without touching the access time where that is permitted: a delivery agent never
/// waits for it. A file that grows is read up to its size at opening, so that half a delivery is never taken for a
/// message; ``change()`` tells of it afterwards. Read with `read`, not mapped: a file that is cut short while it is
/// mapped would kill the process.
final class FileSource: ByteSource {
    /// `O_NOATIME` of Linux on all architectures that Swift has; only with `_GNU_SOURCE` in the C header.
    private static let noAccessTime: Int32 = 0o1_000_000

    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private var prefix: [UInt8] = []
    private var prefixStart = 0
    private var bytesRead = 0
    /// Where in the file reading began: not at its start where a shell handed over a file half read.
    private let start: Int

    /// What the file was when it was opened.
    let status: FileStatus

    /// The bytes to read: to the end at opening; nil for a pipe.
    var size: Int? { status.kind == .file ? max(0, status.size - start) : nil }

    /// Bytes taken from the file so far.
    var position: Int { bytesRead - (prefix.count - prefixStart) }

    /// Opens a file.
    ///
    /// A pipe blocks until its writer comes, as every reader of `<(command)` expects, but only when `allowsPipes`.
    init(opening path: BytePath, allowsPipes: Bool = false) throws(SourceFailure) {
        var flags = O_RDONLY | O_CLOEXEC | O_NOCTTY
        if !allowsPipes { flags |= O_NONBLOCK }
        var opened = path.withCString { open($0, flags | Self.noAccessTime) }
        // Only the owner may leave the access time alone.
        if opened < 0, errno == EPERM { opened = path.withCString { open($0, flags) } }
        guard opened >= 0 else { throw SourceFailure(problem: .cannotOpen(code: errno)) }
        var info = stat()
        guard fstat(opened, &info) == 0 else {
            let code = errno
            close(opened)
            throw SourceFailure(problem: .cannotOpen(code: code))
        }
        let found = FileStatus(info)
        guard found.kind == .file || (allowsPipes && found.kind != .folder) else {
            close(opened)
            throw SourceFailure(problem: found.kind == .folder ? .cannotOpen(code: EISDIR) : .specialFile)
        }
        descriptor = opened
        ownsDescriptor = true
        status = found
        start = 0
    }

    /// Standard input, which stays open.
    init(standardInput: Void) throws(SourceFailure) {
        var info = stat()
        guard fstat(STDIN_FILENO, &info) == 0 else { throw SourceFailure(problem: .cannotOpen(code: errno)) }
        descriptor = STDIN_FILENO
        ownsDescriptor = false
        status = FileStatus(info)
        start = status.kind == .file ? max(0, Int(lseek(STDIN_FILENO, 0, SEEK_CUR))) : 0
    }

    deinit {
        if ownsDescriptor { close(descriptor) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        if prefixStart < prefix.count {
            let count = min(buffer.count, prefix.count - prefixStart)
            prefix.withUnsafeBytes { bytes in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[prefixStart..<prefixStart + count]))
            }
            prefixStart += count
            return count
        }
        return try readFile(into: buffer)
    }

    private func readFile(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        let wanted = size.map { min(buffer.count, max(0, $0 - bytesRead)) } ?? buffer.count
        guard wanted > 0 else { return 0 }
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, wanted)
            if count >= 0 {
                bytesRead += count
                return count
            }
            if errno == EINTR { continue }
            throw SourceFailure(problem: .cannotRead(code: errno))
        }
    }

    /// The first bytes, at most `count`, without taking them; fewer only where the file ends.
    func firstBytes(_ count: Int) throws(SourceFailure) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: count)
        while prefix.count < count {
            var failure: SourceFailure?
            let got = chunk.withUnsafeMutableBytes { buffer -> Int in
                do throws(SourceFailure) {
                    return try readFile(
                        into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<(count - prefix.count)]))
                } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            if got == 0 { break }
            prefix += chunk[..<got]
        }
        return Array(prefix.prefix(count))
    }

    /// Goes on reading at another place; false for what is no file.
    func seek(to offset: Int) -> Bool {
        guard size != nil, ownsDescriptor, lseek(descriptor, off_t(offset), SEEK_SET) == offset else { return false }
        prefix = []
        prefixStart = 0
        bytesRead = offset
        return true
    }

    func peek(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        guard let size, ownsDescriptor else { return nil }
        let wanted = min(buffer.count, max(0, size - offset))
        let count = pread(descriptor, buffer.baseAddress, wanted, off_t(offset))
        return count < 0 ? nil : count
    }

    /// Whether the file is no longer what it was at opening.
    ///
    /// Asked at the end: a file that grew was read up to its old end, of one that shrank the rest is missing.
    func change() -> Change? {
        guard status.kind == .file else { return nil }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { return nil }
        let now = FileStatus(info)
        if now.size < status.size { return .shrank }
        if now.size > status.size { return .grew }
        let isSame =
            now.modified.tv_sec == status.modified.tv_sec && now.modified.tv_nsec == status.modified.tv_nsec
        return isSame ? nil : .rewritten
    }

    /// What became of a file while it was read.
    enum Change { case grew, shrank, rewritten }
}
