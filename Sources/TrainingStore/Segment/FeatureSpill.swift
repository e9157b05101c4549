// SPDX-License-Identifier: Apache-2.0
package import DurableFiles
package import MailFeatures
import Synchronization

/// Features of more messages than memory should hold, in a file without a name, gone when nobody needs it any more.
///
/// A segment keeps features for years, checked and in a third of the space; reading one back costs more than learning it. Here they
/// lie as they are in memory, for the hundred times that an inspection reads them.
///
///     var spill = try FeatureSpill(in: "/var/tmp")
///     let place = try spill.append(features)
///     let archive = try spill.finish()
///     archive.features(of: .all, at: place)
package struct FeatureSpill: ~Copyable {
    /// Bytes that are gathered before they are written.
    private static let bufferBytes = 1 << 20

    private let file: NamelessFile
    private var buffer: [UInt8] = []
    private var records: [SpilledFeatures.Record] = []
    private var written = 0

    /// Begins a spill.
    ///
    /// - Parameter folder: on whose file system it lies.
    /// - Throws: ``DurableFileError``, as all methods.
    package init(in folder: String) throws(DurableFileError) { file = try NamelessFile(in: folder) }

    /// Appends a message's features; returns where they are.
    package mutating func append(_ features: FeatureVector) throws(DurableFileError) -> Int {
        records.append(
            SpilledFeatures.Record(
                start: (written + buffer.count) / MemoryLayout<UInt32>.size,
                ends: features.starts.dropFirst().map { UInt32(clamping: $0) },
                sender: features.sender))
        features.hashes.withUnsafeBytes { buffer.append(contentsOf: $0) }
        if buffer.count >= Self.bufferBytes { try flush() }
        return records.count - 1
    }

    /// Ends the spill: the file goes when the archive goes.
    package consuming func finish() throws(DurableFileError) -> any FeatureArchive {
        try flush()
        let records = records
        return SpilledFeatures(records, try file.map())
    }

    private mutating func flush() throws(DurableFileError) {
        guard !buffer.isEmpty else { return }
        try file.writeBytes(buffer)
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}

/// The features of a spill.
private final class SpilledFeatures: FeatureArchive {
    /// Where a message's features are.
    struct Record {
        /// The number of the first hash in the file.
        var start: Int
        /// Where each view ends.
        var ends: [UInt32]
        var sender: UInt64
    }

    /// Bytes that are brought into memory before pages are released.
    private static let residentBytes = 128 << 20

    private let records: [Record]
    private let file: MappedFile
    private let bytesRead = Atomic(0)

    init(_ records: [Record], _ file: MappedFile) {
        self.records = records
        self.file = file
    }

    func features(of views: FeatureViews, at place: Int) -> FeatureVector {
        let record = records[place]
        let starts = [0] + record.ends.map(Int.init)
        let count = starts.last ?? 0
        guard count > 0 else { return FeatureVector(hashes: [], starts: starts, sender: record.sender) }
        let source = UnsafeRawBufferPointer(rebasing: file.bytes[record.start * 4..<(record.start + count) * 4])
        let hashes = [UInt32](unsafeUninitializedCapacity: count) { buffer, filled in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
            filled = count
        }
        let read = bytesRead.add(source.count, ordering: .relaxed).newValue
        if read / Self.residentBytes != (read - source.count) / Self.residentBytes { file.releasePages() }
        return FeatureVector(hashes: hashes, starts: starts, sender: record.sender)
    }

    /// The file has no name: nobody else can write to it.
    var failure: (any Error)? { nil }
}
