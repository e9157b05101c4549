// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import TrainingStore

/// Writes the rows of a task's result; the file has its name only when it is whole and on disk.
struct ReadingWriter: ~Copyable {
    private static let bufferBytes = 1 << 20

    private var file: DurableFile
    private var buffer: [UInt8] = []
    private var checksum = XXH64()
    private var total = ReadingFormat.headerBytes

    init(path: String, task: ReadingTask) throws(DurableFileError) {
        var file = try DurableFile(replacing: path)
        try file.writeBytes([UInt8](repeating: 0, count: ReadingFormat.headerBytes))
        self.file = file
        buffer.append(ReadingFormat.Kind.task.rawValue)
        buffer.append(text: task.line)
    }

    mutating func append(_ row: ReadingRow) throws(DurableFileError) {
        switch row {
        case .item(let index, let root):
            buffer.append(ReadingFormat.Kind.item.rawValue)
            buffer.append(number: UInt64(index))
            buffer.append(text: root)
        case .file(let file):
            buffer.append(ReadingFormat.Kind.file.rawValue)
            append(file)
        case .message(let message):
            buffer.append(ReadingFormat.Kind.message.rawValue)
            append(message)
        case .tail(let path, let range, let digest):
            buffer.append(ReadingFormat.Kind.tail.rawValue)
            buffer.append(text: path)
            buffer.append(number: UInt64(range.lowerBound))
            buffer.append(number: UInt64(range.upperBound))
            buffer.append(number: digest)
        }
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    private mutating func append(_ read: ReadFile) {
        typealias Bit = ReadingFormat.FileBit
        let (file, provenance) = (read.file, read.file.provenance)
        var bits: UInt8 = 0
        if file.stage == .mbox { bits |= Bit.mbox }
        if file.isMaildir { bits |= Bit.maildir }
        if provenance.folder != nil { bits |= Bit.folder }
        if read.stamp != nil { bits |= Bit.stamp }
        if read.changed != nil { bits |= Bit.changed }
        if provenance.received != nil { bits |= Bit.received }
        buffer.append(bits)
        for text in [file.path, provenance.path, read.absolute] { buffer.append(text: text) }
        if let folder = provenance.folder { buffer.append(text: folder) }
        buffer.append(provenance.flags.rawValue)
        buffer.append(number: UInt64(provenance.keywords.count))
        for keyword in provenance.keywords { buffer.append(text: keyword) }
        if let stamp = read.stamp {
            buffer.append(number: stamp.inode)
            buffer.append(signed: Int64(stamp.size))
            buffer.append(signed: stamp.modified)
        }
        if let changed = read.changed { buffer.append(signed: changed) }
        if let received = provenance.received { buffer.append(signed: received) }
    }

    private mutating func append(_ message: ReadMessage) {
        typealias Bit = ReadingFormat.MessageBit
        var bits: UInt8 = 0
        var sent: SentMail?
        switch message.content {
        case .features: break
        case .sent(let mail): (bits, sent) = (Bit.sent, mail)
        case .junkDigest(let mail): (bits, sent) = (Bit.junkDigest, mail)
        }
        let date = sent == nil ? message.date : sent?.date
        if message.messageID != nil { bits |= Bit.messageID }
        if date != nil { bits |= Bit.date }
        if message.network != nil { bits |= Bit.network }
        buffer.append(bits)
        buffer.append(text: message.path)
        buffer.append(number: UInt64(message.offset))
        buffer.append(number: UInt64(message.size))
        buffer.append(contentsOf: message.digest)
        buffer.append(message.filtering)
        if let messageID = message.messageID { buffer.append(number: messageID) }
        if let date { buffer.append(signed: date) }
        if let network = message.network { buffer.append(number: network) }
        if case .features(let position) = message.content { buffer.append(number: UInt64(position)) }
        guard let sent else { return }
        buffer.append(number: UInt64(sent.recipients.count))
        for recipient in sent.recipients { buffer.append(number: recipient) }
    }

    /// Puts the rows on disk; returns their checksum, which stands for the segment, too.
    consuming func commit(segment: UInt64) throws(DurableFileError) -> UInt64 {
        try flush()
        let sum = checksum.finish()
        var header = ReadingFormat.magic
        header.append(fixed: ReadingFormat.version)
        header.append(fixed: UInt32(ReadingFormat.headerBytes))
        header.append(fixed: sum)
        header.append(fixed: UInt64(total))
        header.append(fixed: segment)
        header.append(contentsOf: repeatElement(0, count: ReadingFormat.headerBytes - header.count))
        try file.overwrite(header, at: 0)
        try file.commit()
        return sum ^ segment
    }

    private mutating func flush() throws(DurableFileError) {
        buffer.withUnsafeBytes { checksum.update($0) }
        total += buffer.count
        try file.writeBytes(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

extension [UInt8] {
    fileprivate mutating func append(fixed number: some FixedWidthInteger & BitwiseCopyable) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// Seven bits a byte, the lowest first.
    fileprivate mutating func append(number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// A number of either sign: the sign is the lowest bit.
    fileprivate mutating func append(signed number: Int64) {
        append(number: UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    fileprivate mutating func append(text: String) {
        append(number: UInt64(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}
