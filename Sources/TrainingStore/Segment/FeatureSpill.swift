// SPDX-License-Identifier: Apache-2.0
package import DurableFiles
package import MailFeatures
import Synchronization

/// Features of more messages than memory should hold, in a file that is gone when nobody needs it any more.
///
/// A segment keeps features for years, checked and in a third of the space; reading one back costs more than learning it. Here they
/// lie as they are in memory, for the hundred times that an inspection reads them.
///
///     var spill = try FeatureSpill(beside: "/var/tmp/spreu")
///     let place = try spill.append(features)
///     let archive = try spill.finish()
///     archive.features(at: place)
package struct FeatureSpill: ~Copyable {
    /// Bytes that are gathered before they are written.
    private static let bufferBytes = 1 << 20

    private let folder: DurableFolder
    private let path: String
    private var file: DurableFile
    private var buffer: [UInt8] = []
    private var records: [SpilledFeatures.Record] = []
    private var written = 0

    /// Begins a spill in a folder of its own, its owner's alone.
    ///
    /// - Parameter name: where the folder is made, and what its name begins with.
    /// - Throws: ``DurableFileError``, as all methods.
    package init(beside name: String) throws(DurableFileError) {
        let folder = try DurableFolder(beside: name)
        let path = folder.path + "/features"
        let file = try DurableFile(replacing: path)
        self.folder = folder
        self.path = path
        self.file = file
    }

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

    /// Ends the spill: the file has no name any more, and goes when the archive goes.
    package consuming func finish() throws(DurableFileError) -> any FeatureArchive {
        try flush()
        let path = path
        let records = records
        let isEmpty = written == 0
        let folder = folder
        let file = file
        try file.commit()
        let archive = SpilledFeatures(records, isEmpty ? nil : try MappedFile(path))
        // The file is mapped by now; the folder goes with its name.
        _ = consume folder
        return archive
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
    private let file: MappedFile?
    private let bytesRead = Atomic(0)

    init(_ records: [Record], _ file: MappedFile?) {
        self.records = records
        self.file = file
    }

    func features(at place: Int) -> FeatureVector {
        let record = records[place]
        let starts = [0] + record.ends.map(Int.init)
        let count = starts.last ?? 0
        guard let file, count > 0 else { return FeatureVector(hashes: [], starts: starts, sender: record.sender) }
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
