// SPDX-License-Identifier: Apache-2.0
import MailMessage

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
        let head = bytes.span.extracting(first: OpenedFile.headBytes)
        switch FileSignature(head) {
        case .compressed(let format):
            throw NotAMessage(.unsupported(format: format.rawValue, remedy: format.remedy))
        case .unsupported(let format, let remedy): throw NotAMessage(.unsupported(format: format, remedy: remedy))
        case .plain: break
        }
        if bytes.isEmpty { throw NotAMessage(.empty) }
        let isWritten = bytes.count < unwrittenBytes || bytes.suffix(unwrittenBytes).contains { $0 != 0 }
        guard isWritten, FileContent.isMessage(head, isDelivered: isDelivered) else { throw NotAMessage(.notMail) }
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
        guard case .compressed(let compression) = FileSignature(bytes.span) else {
            try require(bytes)
            return bytes
        }
        var window: ByteWindow
        do throws(SourceFailure) {
            window = ByteWindow(try ExpandingSource(ArraySource(bytes), compression: compression, limits: limits))
        } catch {
            throw NotAMessage(error.problem)
        }
        let isTooLong = window.fill(to: limits.maxMessageBytes + 1)
        if let failure = window.failure { throw NotAMessage(failure.problem) }
        if isTooLong { throw NotAMessage(.messageTooLong(bytes: nil)) }
        let message = window.bytes.array(0..<window.count)
        try require(message)
        return message
    }
}

/// Bytes in memory.
private final class ArraySource: ByteSource {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(into output: inout OutputSpan<UInt8>) throws(SourceFailure) {
        // A property of an object lends no span.
        let bytes = bytes
        let count = min(output.freeCapacity, bytes.count - position)
        output.append(bytes.span.extracting(position..<position + count))
        position += count
    }
}
