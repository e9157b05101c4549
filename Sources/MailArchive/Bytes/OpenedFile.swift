// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailMessage

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
    /// What the head of a compressed file was read through, until somebody reads on.
    private var openedWindow: ByteWindow?

    /// What the first bytes look like.
    var content: FileContent {
        // A property of an object lends no span.
        let head = head
        return FileContent(head.span, isComplete: isHeadComplete)
    }

    /// Hands over the (expanded) bytes from the start on, to the one who reads them.
    func takeWindow() -> ByteWindow {
        if let window = openedWindow.take() { return window }
        return ByteWindow(source)
    }

    /// The bytes from an offset on; nil for a compressed file, and one that is no longer so long.
    func window(from offset: Int) -> ByteWindow? {
        guard compression == nil, let size = file.size, offset <= size, file.seek(to: offset) else { return nil }
        return ByteWindow(file, offset: offset)
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
        switch FileSignature(first.span) {
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
            var window = ByteWindow(expanding)
            window.fill(to: Self.headBytes)
            let head = window.bytes.array(0..<min(window.count, Self.headBytes))
            self.head = head
            if let failure = window.failure, head.isEmpty { throw failure }
            if case .unsupported(let format, let remedy) = FileSignature(head.span) {
                throw SourceFailure(problem: .unsupported(format: format, remedy: remedy))
            }
            openedWindow = consume window
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
        var failure: FailurePlace?
        if compression == nil, let size = file.size {
            isCut = size > limit
            bytes = readFile(min(size, limit), context)
        } else {
            var window = takeWindow()
            window.fill(to: limit + 1)
            isCut = window.count > limit
            bytes = window.bytes.array(0..<min(window.count, limit))
            failure = window.failurePlace
        }
        if isCut {
            let length = compression == nil ? file.size : nil
            context.warn(name, .messageTooLong(bytes: length), "the first \(limit) bytes were kept")
        }
        finish(context, failure, isPartlyRead: isCut)
        guard !bytes.isEmpty else {
            context.warn(name, .empty, "skipped")
            return nil
        }
        return bytes
    }

    private func readFile(_ count: Int, _ context: ReadContext) -> [UInt8] {
        var failure: SourceFailure?
        let bytes = [UInt8](capacity: count) { output in
            while !output.isFull {
                let filled = output.count
                do throws(SourceFailure) {
                    try file.read(into: &output)
                    if output.count == filled { break }
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
    ///
    /// - Parameter failure: of the window that the file was read through.
    func finish(_ context: ReadContext, _ failure: FailurePlace?, isPartlyRead: Bool = false) {
        if let failure {
            context.warn(name, at: failure.offset, failure.problem, "what came before was kept, the rest is lost")
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
