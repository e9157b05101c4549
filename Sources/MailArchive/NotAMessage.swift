// SPDX-License-Identifier: Apache-2.0

/// Why bytes are no message: what they are instead, and what to do about it.
public struct NotAMessage: Error, Sendable, Equatable, CustomStringConvertible {
    /// In the words in which archives are told of.
    public let problem: ArchiveWarning.Problem

    /// Makes an objection.
    public init(_ problem: ArchiveWarning.Problem) { self.problem = problem }

    /// A few words for a report.
    public var description: String { problem == .notMail ? "it does not look like mail" : "it \(problem)" }
}

extension MessageFile {
    /// A file's last bytes that are all NUL say that its end was never written: XFS and ext4 leave such ones after a crash.
    private static let unwrittenBytes = 512

    /// Refuses what cannot be a message: nothing, compressed or encrypted bytes, and what has no field of a header.
    ///
    /// One test for files of a mailbox and for whatever is handed over: learned as mail, such bytes would teach that noise is
    /// ham, or spam. It looks at the beginning and the end alone.
    ///
    /// - Parameter isDelivered: a mail server says that it is mail: then text without a header is a message, too.
    public static func require(_ bytes: [UInt8], isDelivered: Bool = false) throws(NotAMessage) {
        let problem: ArchiveWarning.Problem? = bytes.withUnsafeBytes { bytes in
            let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(OpenedFile.headBytes))
            switch FileSignature(head) {
            case .compressed(let format):
                return .unsupported(format: format.rawValue, remedy: format.remedy)
            case .unsupported(let format, let remedy): return .unsupported(format: format, remedy: remedy)
            case .plain: break
            }
            if bytes.isEmpty { return .empty }
            let isWritten = bytes.count < unwrittenBytes || bytes.suffix(unwrittenBytes).contains { $0 != 0 }
            return isWritten && FileContent.isMessage(head, isDelivered: isDelivered) ? nil : .notMail
        }
        if let problem { throw NotAMessage(problem) }
    }

    /// Reads a file of a mailbox; nil after a warning.
    static func readDelivered(_ opened: OpenedFile, provenance: Provenance, context: ReadContext) -> ArchivedMessage? {
        guard let message = read(opened, provenance: provenance, context: context) else { return nil }
        do throws(NotAMessage) {
            try require(message.bytes, isDelivered: true)
            return message
        } catch {
            context.warn(opened.name, error.problem, "skipped")
            return nil
        }
    }

    /// The message in bytes that were handed over, expanded where they are compressed as a Maildir's files may be.
    public static func message(
        in bytes: [UInt8], limits: ArchiveLimits = .standard
    ) throws(NotAMessage) -> [UInt8] {
        guard case .compressed(let compression) = bytes.withUnsafeBytes({ FileSignature($0) }) else {
            try require(bytes)
            return bytes
        }
        let window: ByteWindow
        do throws(SourceFailure) {
            window = ByteWindow(try ExpandingSource(ArraySource(bytes), compression: compression, limits: limits))
        } catch {
            throw NotAMessage(error.problem)
        }
        let isTooLong = window.fill(to: limits.maxMessageBytes + 1)
        if let failure = window.failure { throw NotAMessage(failure.problem) }
        if isTooLong { throw NotAMessage(.messageTooLong(bytes: nil)) }
        let message = Array(window.bytes)
        try require(message)
        return message
    }
}

/// Bytes in memory.
private final class ArraySource: ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        let piece = rest.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        rest = rest.dropFirst(piece.count)
        return piece.count
    }
}
