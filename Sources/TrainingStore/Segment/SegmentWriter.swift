// SPDX-License-Identifier: Apache-2.0
import DurableFiles
public import MailFeatures

/// Writes one segment, message by message; it has its name only when it is whole and on disk.
public struct SegmentWriter: ~Copyable {
    /// Bytes that are gathered before they are written.
    private static let bufferBytes = 1 << 20

    private let path: String
    private let extraction: Extraction
    private var file: DurableFile
    private var buffer: [UInt8] = []
    private var index: [UInt8] = []
    private var offset = SegmentFormat.headerBytes

    /// The messages so far.
    public private(set) var count = 0
    /// The bytes that the segment has so far.
    public var byteCount: Int { offset + index.count }

    /// Begins a segment.
    public init(path: String, extraction: Extraction) throws(SegmentError) {
        self.path = path
        self.extraction = extraction
        do throws(DurableFileError) {
            file = try DurableFile(replacing: path)
        } catch {
            throw SegmentError(path: path, problem: .failed(call: error.call, errno: error.number))
        }
        buffer.reserveCapacity(Self.bufferBytes + (1 << 16))
        // The header is written last, over these.
        buffer.append(contentsOf: repeatElement(0, count: SegmentFormat.headerBytes))
    }

    /// Appends a message; returns its position.
    ///
    /// - Precondition: its digest has 32 bytes.
    @discardableResult
    public mutating func append(_ message: StoredMessage, _ features: FeatureVector) throws(SegmentError) -> Int {
        precondition(message.digest.count == SegmentFormat.digestBytes, "a digest of 32 bytes")
        let start = buffer.count
        FeatureRecord.encode(features, views: extraction.views, into: &buffer)
        let length = buffer.count - start
        let checksum = buffer.withUnsafeBytes { XXH64.hash(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        index.appendNumber(UInt64(offset))
        index.appendNumber(UInt32(length))
        index.append(message.isSpam.map { $0 ? 1 : 0 } ?? 255)
        index.append(contentsOf: [0, 0, 0])
        index.appendNumber(checksum)
        index.append(contentsOf: message.digest)
        index.appendNumber(message.messageID ?? 0)
        index.appendNumber(message.date ?? .min)
        index.appendNumber(UInt64(message.size))
        index.appendNumber(features.sender)
        offset += length
        count += 1
        if buffer.count >= Self.bufferBytes { try flush() }
        return count - 1
    }

    /// Puts the segment on disk and under its name.
    public consuming func commit() throws(SegmentError) {
        try flush()
        let header = header()
        do throws(DurableFileError) {
            try file.writeBytes(index)
            try file.overwrite(header, at: 0)
            try file.commit()
        } catch {
            throw SegmentError(path: path, problem: .failed(call: error.call, errno: error.number))
        }
    }

    private mutating func flush() throws(SegmentError) {
        do throws(DurableFileError) {
            try file.writeBytes(buffer)
        } catch {
            throw SegmentError(path: path, problem: .failed(call: error.call, errno: error.number))
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func header() -> [UInt8] {
        var header = SegmentFormat.magic
        header.appendNumber(SegmentFormat.version)
        header.appendNumber(UInt32(SegmentFormat.headerBytes))
        header.appendNumber(UInt64(0))
        header.appendNumber(UInt64(offset + index.count))
        header.appendNumber(extraction.keyID)
        header.appendNumber(extraction.version)
        header.appendNumber(extraction.views.rawValue)
        header.appendNumber(extraction.settings)
        header.appendNumber(UInt64(count))
        header.appendNumber(UInt64(offset))
        header.appendNumber(XXH64.hash(index))
        header.append(contentsOf: repeatElement(0, count: SegmentFormat.headerBytes - header.count))
        let checksum = header.withUnsafeBytes { SegmentFormat.headerChecksum($0) }
        withUnsafeBytes(of: checksum.littleEndian) { bytes in
            let location = SegmentFormat.Offset.headerChecksum
            header.replaceSubrange(location..<(location + 8), with: bytes)
        }
        return header
    }
}

extension [UInt8] {
    fileprivate mutating func appendNumber(_ number: some FixedWidthInteger & BitwiseCopyable) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }
}
