// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file that is open for reading; closed when the owner goes.
///
/// Nothing is locked and nothing written. A signal does not cut a read short.
public struct ReadableFile: ~Copyable {
    /// What is accepted, and how it is opened.
    public struct Options: OptionSet, Sendable {
        /// The options' bits.
        public let rawValue: UInt8

        /// Makes a set from its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Pipes and devices too, which may have no end; one is waited for until its writer comes.
        public static let anyKind = Options(rawValue: 1 << 0)
        /// Fails for a symbolic link (`ELOOP`): where others may write to the folder.
        public static let noLinks = Options(rawValue: 1 << 1)
        /// Leaves the time of the last access alone where that is permitted.
        public static let keepsAccessTime = Options(rawValue: 1 << 2)
    }

    /// `O_NOATIME` of Linux on all architectures that Swift has; only with `_GNU_SOURCE` in the C header.
    private static let noAccessTime: Int32 = 0o1_000_000

    /// What the file was when it was opened.
    public let status: FileStatus
    let descriptor: Int32
    private let path: String
    private let isOwned: Bool

    /// Opens a file.
    ///
    /// - Throws: ``DurableFileError``, as all methods; `EINVAL` for what is no regular file, and where any kind is asked for
    ///   `EISDIR` for a folder.
    public init(_ path: String, _ options: Options = []) throws(DurableFileError) {
        let file = path.withCString { Self.open($0, options) }
        try self.init(file, path, options)
    }

    /// Opens a file whose path may be any bytes but NUL.
    public init(bytes path: ArraySlice<UInt8>, _ options: Options = []) throws(DurableFileError) {
        try self.init(Self.open(FileName.terminated(path), options), String(decoding: path, as: UTF8.self), options)
    }

    /// Standard input, which stays open.
    public static func standardInput() throws(DurableFileError) -> ReadableFile {
        try ReadableFile(STDIN_FILENO, "standard input", .anyKind)
    }

    private static func open(_ path: UnsafePointer<CChar>, _ options: Options) -> Int32 {
        var flags = O_RDONLY | O_CLOEXEC | O_NOCTTY
        if !options.contains(.anyKind) { flags |= O_NONBLOCK }
        if options.contains(.noLinks) { flags |= O_NOFOLLOW }
        if options.contains(.keepsAccessTime) {
            let file = Glibc.open(path, flags | noAccessTime)
            // Only the owner may leave it alone.
            if file >= 0 || errno != EPERM { return file }
        }
        return Glibc.open(path, flags)
    }

    private init(_ file: Int32, _ path: String, _ options: Options) throws(DurableFileError) {
        guard file >= 0 else { throw DurableFileError(path: path, call: "open") }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            let error = DurableFileError(path: path, call: "fstat")
            if file != STDIN_FILENO { close(file) }
            throw error
        }
        let found = FileStatus(status)
        let isAccepted = found.kind == .file || options.contains(.anyKind) && found.kind != .folder
        guard isAccepted || file == STDIN_FILENO else {
            close(file)
            throw DurableFileError(path: path, call: "open", errno: options.contains(.anyKind) ? EISDIR : EINVAL)
        }
        self.status = found
        self.path = path
        descriptor = file
        isOwned = file != STDIN_FILENO
    }

    deinit { if isOwned { close(descriptor) } }

    /// Reads on, as much as the buffer takes or less; 0 only at the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(DurableFileError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw DurableFileError(path: path, call: "read") }
        }
    }

    /// Reads on until the buffer is full or the file ends; returns how many bytes that were.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(DurableFileError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Reads bytes at an offset, as many as the buffer takes or fewer, whatever was read before.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(DurableFileError) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw DurableFileError(path: path, call: "read") }
        }
    }

    /// Reads on, at most `limit` bytes for which there has to be room; returns how many, 0 only at the end.
    public func read(into output: inout OutputSpan<UInt8>, upTo limit: Int) throws(DurableFileError) -> Int {
        precondition(limit >= 0 && limit <= output.freeCapacity)
        return try output.withUnsafeMutableBufferPointer { bytes, filled throws(DurableFileError) in
            let all = UnsafeMutableRawBufferPointer(bytes)
            let count = try read(into: UnsafeMutableRawBufferPointer(rebasing: all[filled..<filled + limit]))
            filled += count
            return count
        }
    }

    /// Reads at most so many bytes at an offset, whatever was read before; fewer where the file ends, or the system likes.
    public func read(_ count: Int, at offset: Int) throws(DurableFileError) -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { bytes, filled throws(DurableFileError) in
            filled = try read(into: UnsafeMutableRawBufferPointer(bytes), at: offset)
        }
    }

    /// Goes on reading at an offset; false where that cannot be, as in a pipe.
    public func seek(to offset: Int) -> Bool { lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset) }

    /// Where reading goes on; 0 in a pipe.
    public var position: Int { max(0, Int(lseek(descriptor, 0, SEEK_CUR))) }

    /// What the file is now; nil if the system does not say.
    public var currentStatus: FileStatus? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? FileStatus(status) : nil
    }

    /// Where the file that is open lies, with no link on the way; nil if the system does not say.
    ///
    /// Of the open file, so that nothing that is put in place of its path changes the answer.
    public var openedPath: String? {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/fd/\(descriptor)", &path, path.count)
        guard count > 0, count < path.count else { return nil }
        return String(decoding: path[..<count].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Reads on to the end, or so many bytes.
    public func read(upTo limit: Int) throws(DurableFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        // In one piece where the size is known and all of it is wanted.
        var pieceBytes = status.kind == .file ? min(limit, status.size + 1) : 1 << 16
        while bytes.count < limit {
            let wanted = max(1, min(pieceBytes, limit - bytes.count))
            var failure: DurableFileError?
            let piece = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                do throws(DurableFileError) {
                    count = try fill(UnsafeMutableRawBufferPointer(buffer))
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            if piece.count < wanted { break }
            pieceBytes = 1 << 16
        }
        return bytes
    }

    /// Reads a whole file that anybody may have written.
    ///
    /// - Throws: ``DurableFileError``; `EFBIG` for one with more bytes than the limit.
    public static func contents(
        of path: String, limit: Int, _ options: Options = []
    ) throws(DurableFileError) -> [UInt8] {
        let file = try ReadableFile(path, options)
        // One byte more tells whether there are more.
        let bytes = try file.read(upTo: limit == .max ? limit : limit + 1)
        guard bytes.count <= limit else { throw DurableFileError(path: path, call: "read", errno: EFBIG) }
        return bytes
    }
}
