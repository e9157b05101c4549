// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import TrainingStore

/// Reads the rows of a task's result, one after the other; whatever the file holds, it ends or is refused.
struct ReadingReader {
    /// The line of the task that made it.
    let taskLine: String
    /// The result's digest: of rows and segment.
    let digest: UInt64
    /// XXH64 of the segment that belongs to it.
    let segment: UInt64

    private let path: String
    private let file: MappedFile
    private var position = ReadingFormat.headerBytes
    private let checksum: UInt64

    /// Maps the rows of a result and reads the first one.
    ///
    /// - Throws: ``TaskError/damaged(path:problem:)``; the checksum is not looked at: ``verify()``.
    init(folder: String) throws(TaskError) {
        typealias Offset = ReadingFormat.Offset
        path = folder + "/" + ReadingFormat.rowsName
        do throws(DurableFileError) {
            file = try MappedFile(path)
        } catch {
            throw .damaged(path: path, problem: error.reason)
        }
        let bytes = file.bytes
        guard bytes.count >= ReadingFormat.headerBytes, bytes.starts(with: ReadingFormat.magic) else {
            throw .damaged(path: path, problem: "these are not the rows of a task")
        }
        func number<Number: FixedWidthInteger & BitwiseCopyable>(_ offset: Int) -> Number {
            Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
        }
        guard ReadingFormat.readableVersions.contains(number(Offset.version)) else {
            throw .damaged(path: path, problem: "it has a format of another version of Spreu")
        }
        guard number(Offset.headerLength) == UInt32(ReadingFormat.headerBytes),
            number(Offset.totalLength) == UInt64(bytes.count),
            bytes[Offset.zeros..<ReadingFormat.headerBytes].allSatisfy({ $0 == 0 })
        else { throw .damaged(path: path, problem: "its header is damaged, or it was cut short") }
        checksum = number(Offset.checksum)
        segment = number(Offset.segment)
        digest = checksum ^ segment
        guard bytes.count > position, bytes[position] == ReadingFormat.Kind.task.rawValue else {
            throw .damaged(path: path, problem: "its first row is not its task")
        }
        position += 1
        var cursor = Cursor(bytes: bytes, position: position)
        guard let line = cursor.text() else { throw .damaged(path: path, problem: "its first row is damaged") }
        taskLine = line
        position = cursor.position
    }

    /// Reads all of it and compares the checksum.
    func verify() throws(TaskError) {
        let rows = UnsafeRawBufferPointer(rebasing: file.bytes[ReadingFormat.headerBytes...])
        guard XXH64.hash(rows) == checksum else { throw .damaged(path: path, problem: "its checksum is wrong") }
    }

    /// The next row; nil after the last.
    mutating func next() throws(TaskError) -> ReadingRow? {
        guard position < file.bytes.count else { return nil }
        var cursor = Cursor(bytes: file.bytes, position: position)
        guard let row = cursor.row() else {
            throw .damaged(path: path, problem: "the row at byte \(position) is damaged")
        }
        position = cursor.position
        return row
    }
}

/// A place in the rows; every step is checked.
private struct Cursor {
    let bytes: UnsafeRawBufferPointer
    var position: Int

    mutating func row() -> ReadingRow? {
        switch byte().flatMap({ ReadingFormat.Kind(rawValue: $0) }) {
        case .item:
            guard let index = count(), let root = text() else { return nil }
            return .item(index, root: root)
        case .file: return file().map { .file($0) }
        case .message: return message().map { .message($0) }
        case .tail:
            guard let path = text(), let start = count(), let end = count(), start <= end, let digest = number() else {
                return nil
            }
            return .tail(path: path, range: start..<end, digest: digest)
        case .task, nil: return nil
        }
    }

    private mutating func file() -> ReadFile? {
        typealias Bit = ReadingFormat.FileBit
        guard let bits = byte(), let opened = text(), let shown = text(), let absolute = text() else { return nil }
        var provenance = Provenance(archive: "", path: shown)
        if bits & Bit.folder != 0 {
            guard let folder = text() else { return nil }
            provenance.folder = folder
        }
        guard let flags = byte(), let keywordCount = count(), keywordCount <= bytes.count - position else { return nil }
        provenance.flags = MaildirFlags(rawValue: flags)
        for _ in 0..<keywordCount {
            guard let keyword = text() else { return nil }
            provenance.keywords.append(keyword)
        }
        var stamp: FileStamp?
        if bits & Bit.stamp != 0 {
            guard let inode = number(), let size = signed(), let modified = signed() else { return nil }
            stamp = FileStamp(inode: inode, size: Int(size), modified: modified)
        }
        var changed: Int64?
        if bits & Bit.changed != 0 {
            guard let seconds = signed() else { return nil }
            changed = seconds
        }
        if bits & Bit.received != 0 {
            guard let received = signed() else { return nil }
            provenance.received = received
        }
        let file = ArchiveFile(
            bits & Bit.mbox != 0 ? .mbox : .found, provenance, path: opened, isMaildir: bits & Bit.maildir != 0)
        return ReadFile(file: file, absolute: absolute, stamp: stamp, changed: changed)
    }

    private mutating func message() -> ReadMessage? {
        typealias Bit = ReadingFormat.MessageBit
        guard let bits = byte(), let path = text(), let offset = count(), let size = count(),
            !offset.addingReportingOverflow(size).overflow, bytes.count - position >= SegmentDigest.bytes
        else { return nil }
        let digest = Array(bytes[position..<(position + SegmentDigest.bytes)])
        position += SegmentDigest.bytes
        guard let filtering = byte() else { return nil }
        var messageID: UInt64?
        if bits & Bit.messageID != 0 {
            guard let id = number() else { return nil }
            messageID = id
        }
        var date: Int64?
        if bits & Bit.date != 0 {
            guard let seconds = signed() else { return nil }
            date = StoredMessage.dates.contains(seconds) ? seconds : nil
        }
        var network: UInt64?
        if bits & Bit.network != 0 {
            guard let digest = number() else { return nil }
            network = digest
        }
        // A position, or how many recipients follow.
        guard let count = count() else { return nil }
        var content = ReadMessage.Content.features(count)
        if bits & (Bit.sent | Bit.junkDigest) != 0 {
            guard count <= bytes.count - position else { return nil }
            var recipients: [UInt64] = []
            for _ in 0..<count {
                guard let recipient = number() else { return nil }
                recipients.append(recipient)
            }
            let sent = SentMail(recipients: recipients, date: date)
            content = bits & Bit.sent != 0 ? .sent(sent) : .junkDigest(sent)
        }
        return ReadMessage(
            path: path, offset: offset, size: size, digest: digest, filtering: filtering, messageID: messageID,
            date: date, network: network, content: content)
    }

    mutating func byte() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard let byte = byte() else { return nil }
            // The tenth byte has one bit left.
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }

    mutating func count() -> Int? { number().flatMap { Int(exactly: $0) } }

    mutating func signed() -> Int64? { number().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) } }

    mutating func text() -> String? {
        guard let length = count(), length <= bytes.count - position else { return nil }
        defer { position += length }
        return String(decoding: bytes[position..<(position + length)], as: UTF8.self)
    }
}

/// The digest of a message as segments have it.
enum SegmentDigest {
    /// SHA-256.
    static let bytes = 32
}
