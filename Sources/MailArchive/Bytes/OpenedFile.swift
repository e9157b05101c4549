// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file opened for reading mail: its compression undone, its first bytes known.
final class OpenedFile {
    /// Bytes at the start that tell what a file is.
    static let headBytes = 4096

    /// The path, as warnings and provenance show it.
    let name: String
    let file: FileSource
    let compression: Compression?
    /// The first (expanded) bytes; all of them in a shorter file.
    let head: [UInt8]

    private let source: any ByteSource
    private var openedWindow: ByteWindow?

    /// The (expanded) bytes from the start on.
    var window: ByteWindow {
        if let openedWindow { return openedWindow }
        let window = ByteWindow(source)
        openedWindow = window
        return window
    }

    /// The bytes from an offset on; of a compressed file, and of one that is no longer so long, from the start.
    func window(from offset: Int) -> ByteWindow {
        guard compression == nil, let size = file.size, offset <= size, file.seek(to: offset) else { return window }
        let window = ByteWindow(file, offset: offset)
        openedWindow = window
        return window
    }

    /// Opens `path`; nil after a warning where it cannot be read as mail at all.
    ///
    /// - Parameter isListed: whether a folder or an index named it: then it must be a regular file, and one that is
    ///   missing was removed.
    static func open(_ path: BytePath, name: String, isListed: Bool, context: ReadContext) -> OpenedFile? {
        do throws(SourceFailure) {
            let file = try FileSource(opening: path, allowsPipes: !isListed, within: context.bounds)
            return try OpenedFile(file, name: name, limits: context.limits)
        } catch {
            var problem = error.problem
            if problem == .cannotOpen(code: ENOENT) { problem = isListed ? .removed : .notFound }
            context.warn(name, problem, "skipped")
            return nil
        }
    }

    static func standardInput(context: ReadContext) -> OpenedFile? {
        do throws(SourceFailure) {
            return try OpenedFile(
                FileSource(standardInput: ()), name: "-", limits: context.limits)
        } catch {
            context.warn("-", error.problem, "skipped")
            return nil
        }
    }

    /// Opens a regular file; the caller tells of the failure.
    convenience init(_ path: BytePath, context: ReadContext) throws(SourceFailure) {
        try self.init(
            FileSource(opening: path, within: context.bounds), name: path.text, limits: context.limits)
    }

    private init(_ file: FileSource, name: String, limits: ArchiveLimits) throws(SourceFailure) {
        self.name = name
        self.file = file
        let first = try file.firstBytes(Self.headBytes)
        switch first.withUnsafeBytes({ FileSignature($0) }) {
        case .plain:
            compression = nil
            source = file
            head = first
        case .unsupported(let format, let remedy):
            throw SourceFailure(problem: .unsupported(format: format, remedy: remedy))
        case .compressed(let found):
            compression = found
            let expanding = try ExpandingSource(file, compression: found, limits: limits)
            source = expanding
            let window = ByteWindow(expanding)
            window.fill(to: Self.headBytes)
            head = Array(window.bytes.prefix(Self.headBytes))
            if let failure = window.failure, head.isEmpty { throw failure }
            if case .unsupported(let format, let remedy) = head.withUnsafeBytes({ FileSignature($0) }) {
                throw SourceFailure(problem: .unsupported(format: format, remedy: remedy))
            }
            openedWindow = window
        }
    }

    /// Whether the head is the whole file.
    var isHeadComplete: Bool { head.count < Self.headBytes }

    /// Reads the whole file as one message of at most the limit's bytes; nil after a warning when it is empty.
    ///
    /// One allocation, of the file's size, where that is known; a file beyond the limit is not read to its end.
    func readMessage(context: ReadContext) -> [UInt8]? {
        let limit = context.limits.maxMessageBytes
        let bytes: [UInt8]
        var isCut = false
        if compression == nil, let size = file.size {
            isCut = size > limit
            bytes = readFile(min(size, limit), context)
        } else {
            window.fill(to: limit + 1)
            isCut = window.count > limit
            bytes = Array(window.bytes.prefix(limit))
        }
        if isCut {
            let length = compression == nil ? file.size : nil
            context.warn(name, .messageTooLong(bytes: length), "the first \(limit) bytes were kept")
        }
        finish(context, isPartlyRead: isCut)
        guard !bytes.isEmpty else {
            context.warn(name, .empty, "skipped")
            return nil
        }
        return bytes
    }

    private func readFile(_ count: Int, _ context: ReadContext) -> [UInt8] {
        var failure: SourceFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let whole = UnsafeMutableRawBufferPointer(buffer)
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: whole[filled..<count])
                do throws(SourceFailure) {
                    let got = try file.read(into: rest)
                    if got == 0 { break }
                    filled += got
                } catch {
                    failure = error
                    break
                }
            }
        }
        if let failure { context.warn(name, at: bytes.count, failure.problem, "what came before was kept") }
        return bytes
    }

    /// Tells of what went wrong up to the end: damage in compressed data, a file that changed.
    func finish(_ context: ReadContext, isPartlyRead: Bool = false) {
        if let window = openedWindow, let failure = window.failure {
            context.warn(
                name, at: window.offset + window.count, failure.problem,
                "what came before was kept, the rest is lost")
        }
        switch file.change() {
        case .shrank: context.warn(name, .changedWhileRead, "it became shorter; what was there was kept")
        case .grew where !isPartlyRead:
            context.warn(name, .changedWhileRead, "it grew; read up to where it ended when it was opened")
        case .rewritten: context.warn(name, .changedWhileRead, "it was rewritten; messages may be mixed up")
        case .grew, nil: break
        }
    }
}
