// SPDX-License-Identifier: Apache-2.0

/// Where the messages of a large mbox begin, near any byte of it: so that several readers can share it.
///
/// Only of an mbox that is not compressed and begins with a message, read without a format being asked for: then every evident
/// separator ends a message, whatever a `Content-Length` says, and one is found without reading what comes before.
public struct MboxBorders {
    /// The file's bytes.
    public let size: Int
    private let path: BytePath
    private let context = ReadContext(limits: .standard)

    /// Looks at a file; nil where it is no such mbox.
    public init?(_ path: String) {
        self.path = BytePath(path)
        guard let opened = Self.open(self.path, context), opened.compression == nil, let size = opened.file.size,
            opened.content == .mbox
        else { return nil }
        self.size = size
        guard isBorder(0) else { return nil }
    }

    /// The first byte at an offset or behind it at which a message begins; the file's size if none does, nil where it cannot be
    /// read any more.
    ///
    /// - Precondition: `0 <= offset`.
    public func border(from offset: Int) -> Int? {
        guard offset < size else { return size }
        return Self.open(path, context).map { MboxRecords.border($0, from: offset, context: context) }
    }

    /// Whether a message begins there, or the file ends.
    public func isBorder(_ offset: Int) -> Bool { offset >= 0 && offset <= size && border(from: offset) == offset }

    private static func open(_ path: BytePath, _ context: ReadContext) -> OpenedFile? {
        OpenedFile.open(path, name: path.text, isListed: true, context: context)
    }
}
