// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import Synchronization

/// The features in some segments, by numbers that go through all of them.
final class SegmentArchive: FeatureArchive {
    /// Bytes that are brought into memory before pages are released: what bounds the memory that a training shows.
    private static let residentBytes = 64 << 20
    /// What a record brings into memory beside itself: Linux maps the pages around one that is asked for.
    private static let faultAround = 64 << 10

    private let readers: [SegmentReader]
    /// The number of each segment's first message.
    private let starts: [Int]
    private let indices: [Int64: Int]
    private let bytesRead = Atomic(0)
    private let firstFailure = Mutex<StoreError?>(nil)

    init(_ segments: [(number: Int64, reader: SegmentReader)]) {
        readers = segments.map(\.reader)
        var starts: [Int] = []
        var count = 0
        for reader in readers {
            starts.append(count)
            count += reader.count
        }
        self.starts = starts
        indices = Dictionary(uniqueKeysWithValues: segments.enumerated().map { ($1.number, $0) })
    }

    /// The number of a message of a segment; nil unless it is the one with that digest.
    func location(_ segment: Int64, _ position: Int, digest: [UInt8]) -> Int? {
        guard let index = indices[segment], position >= 0, position < readers[index].count,
            readers[index].digest(position) == digest
        else { return nil }
        return starts[index] + position
    }

    /// The digest of a message's sender, without its features.
    func sender(at location: Int) -> UInt64 {
        let segment = segment(of: location)
        return readers[segment].sender(location - starts[segment])
    }

    /// The position among the readers of the one that has a position.
    private func segment(of location: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= location { low = middle } else { high = middle }
        }
        return low
    }

    func features(of views: FeatureViews, at location: Int) -> FeatureVector {
        let low = segment(of: location)
        let reader = readers[low]
        let bytes = reader.recordBytes(location - starts[low]) + Self.faultAround
        let read = bytesRead.add(bytes, ordering: .relaxed).newValue
        if read / Self.residentBytes != (read - bytes) / Self.residentBytes {
            for reader in readers { reader.releasePages() }
        }
        do throws(SegmentError) {
            return try reader.features(location - starts[low], of: views)
        } catch {
            // Every record was verified before: the disk is failing, or somebody is writing to the segment.
            firstFailure.withLock { $0 = $0 ?? .segment(error) }
            return FeatureVector()
        }
    }

    var failure: (any Error)? { firstFailure.withLock { $0 } }
}
