// SPDX-License-Identifier: Apache-2.0
import DurableFiles
public import MailFeatures

/// A segment, memory-mapped: opened in time that grows with its index only.
///
/// Header and index are checked when it is opened, records by ``verify()`` or as they are read.
public final class SegmentReader: Sendable {
    /// The segment's file.
    public let path: String
    /// What its features were made with.
    public let extraction: Extraction
    /// The number of messages.
    public let count: Int

    private let file: MappedFile
    private let indexOffset: Int

    /// Maps a segment.
    ///
    /// Checks, cheapest first: size, magic, version, header's checksum, views, length, index's checksum, and that the records lie
    /// one after the other between header and index.
    public init(path: String) throws(SegmentError) {
        typealias Offset = SegmentFormat.Offset
        func fail(_ problem: SegmentError.Problem) -> SegmentError { SegmentError(path: path, problem: problem) }
        self.path = path
        do throws(DurableFileError) {
            file = try MappedFile(path)
        } catch {
            throw SegmentError(path: path, problem: .failed(call: error.call, errno: error.number))
        }
        let bytes = file.bytes
        guard bytes.count >= SegmentFormat.headerBytes else { throw fail(.tooSmall(bytes: bytes.count)) }
        guard bytes.prefix(SegmentFormat.magic.count).elementsEqual(SegmentFormat.magic) else {
            throw fail(.notASegment)
        }
        let version: UInt32 = bytes.number(at: Offset.version)
        guard version == SegmentFormat.version else { throw fail(.unsupportedVersion(found: version)) }
        guard bytes.number(at: Offset.headerLength) as UInt32 == UInt32(SegmentFormat.headerBytes),
            bytes.number(at: Offset.headerChecksum) as UInt64 == SegmentFormat.headerChecksum(bytes),
            bytes[Offset.zeros..<SegmentFormat.headerBytes].allSatisfy({ $0 == 0 })
        else { throw fail(.headerDamaged) }
        let views = FeatureViews(rawValue: bytes.number(at: Offset.views))
        guard FeatureViews.all.isSuperset(of: views) else {
            throw fail(.unknownViews(views.subtracting(.all).rawValue))
        }
        let total = Int(clamping: bytes.number(at: Offset.totalLength) as UInt64)
        guard total == bytes.count else { throw fail(.wrongLength(found: bytes.count, expected: total)) }
        let count = Int(clamping: bytes.number(at: Offset.messages) as UInt64)
        let index = Int(clamping: bytes.number(at: Offset.index) as UInt64)
        let (indexBytes, overflow) = count.multipliedReportingOverflow(by: SegmentFormat.entryBytes)
        guard !overflow, index >= SegmentFormat.headerBytes, index <= bytes.count, bytes.count - index == indexBytes,
            XXH64.hash(UnsafeRawBufferPointer(rebasing: bytes[index...])) == bytes.number(at: Offset.indexChecksum)
        else { throw fail(.indexDamaged(entry: nil)) }
        self.count = count
        indexOffset = index
        extraction = Extraction(
            keyID: bytes.number(at: Offset.keyID), version: bytes.number(at: Offset.extractor),
            views: views, settings: bytes.number(at: Offset.settings))
        var end = SegmentFormat.headerBytes
        for message in 0..<count {
            guard let record = record(message), record.lowerBound == end else {
                throw fail(.indexDamaged(entry: message))
            }
            end = record.upperBound
        }
        guard end == index else { throw fail(.indexDamaged(entry: nil)) }
    }

    /// What is known about a message besides its features.
    ///
    /// - Precondition: `0 <= message < count`.
    public func message(_ message: Int) -> StoredMessage {
        let bytes = file.bytes
        let entry = self.entry(message)
        let messageID: UInt64 = bytes.number(at: entry + SegmentFormat.Entry.messageID)
        let date: Int64 = bytes.number(at: entry + SegmentFormat.Entry.date)
        let label = bytes[entry + SegmentFormat.Entry.label]
        return StoredMessage(
            digest: digest(message), messageID: messageID == 0 ? nil : messageID,
            date: StoredMessage.dates.contains(date) ? date : nil,
            size: Int(clamping: bytes.number(at: entry + SegmentFormat.Entry.size) as UInt64),
            isSpam: label > 1 ? nil : label == 1)
    }

    /// A message's digest alone.
    public func digest(_ message: Int) -> [UInt8] {
        let start = entry(message) + SegmentFormat.Entry.digest
        return Array(file.bytes[start..<(start + SegmentFormat.digestBytes)])
    }

    /// A message's features.
    ///
    /// - Parameter views: those that are asked for; the others are left out.
    /// - Throws: ``SegmentError/Problem/recordDamaged(message:offset:)`` if they are not what was written.
    public func features(_ message: Int, of views: FeatureViews = .all) throws(SegmentError) -> FeatureVector {
        let bytes = try checkedRecord(message)
        guard var features = FeatureRecord.decode(bytes, views: extraction.views, wanted: views) else {
            throw damaged(message)
        }
        features.sender = sender(message)
        return features
    }

    /// The keyed digest of a message's sender (`FeatureVector.sender`), from the index alone; 0: none, or none was kept.
    ///
    /// - Precondition: `0 <= message < count`.
    package func sender(_ message: Int) -> UInt64 { file.bytes.number(at: entry(message) + SegmentFormat.Entry.sender) }

    /// Reads every record and checks it.
    public func verify() throws(SegmentError) { try verify(0..<count) }

    /// Reads some records and checks them; in the order of the file it reads ahead.
    func verify(_ messages: some Sequence<Int>) throws(SegmentError) {
        for message in messages { _ = try features(message) }
        file.releasePages()
    }

    /// The bytes of a message's record.
    package func recordBytes(_ message: Int) -> Int { record(message)?.count ?? 0 }

    /// Returns the memory of what was read to the system: pages of a mapped file count as a process's own.
    package func releasePages() { file.releasePages() }

    private func checkedRecord(_ message: Int) throws(SegmentError) -> UnsafeRawBufferPointer {
        guard message >= 0, message < count, let range = record(message) else { throw damaged(message) }
        let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
        guard XXH64.hash(bytes) == file.bytes.number(at: entry(message) + SegmentFormat.Entry.checksum) else {
            throw damaged(message)
        }
        return bytes
    }

    private func damaged(_ message: Int) -> SegmentError {
        SegmentError(
            path: path, problem: .recordDamaged(message: message, offset: record(message)?.lowerBound ?? 0))
    }

    private func entry(_ message: Int) -> Int { indexOffset + message * SegmentFormat.entryBytes }

    /// Where a record lies, if that is between header and index.
    private func record(_ message: Int) -> Range<Int>? {
        guard message >= 0, message < count else { return nil }
        let start = Int(clamping: file.bytes.number(at: entry(message) + SegmentFormat.Entry.offset) as UInt64)
        let length = Int(file.bytes.number(at: entry(message) + SegmentFormat.Entry.length) as UInt32)
        guard start >= SegmentFormat.headerBytes, start <= indexOffset, length <= indexOffset - start else {
            return nil
        }
        return start..<(start + length)
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func number<Value: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Value {
        Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}
