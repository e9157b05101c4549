// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import TestSupport
import Testing
import TrainingStore

@Suite("Segments")
struct SegmentTests {
    /// A segment of few, short messages, so that each of its bytes can be tried.
    private func small(_ folder: ScratchFolder) throws -> [UInt8] {
        var writer = try SegmentWriter(path: folder.path("small"), extraction: StoreSamples.extraction)
        for number in 0..<3 {
            try writer.append(
                StoreSamples.message(number, isSpam: number == 1), StoreSamples.features(number, count: 2))
        }
        try writer.commit()
        return try folder.bytes("small")
    }

    private func verify(_ path: String) throws(SegmentError) {
        try SegmentReader(path: path).verify()
    }

    @Test("what is written is read, in any order", arguments: [0, 1, 500])
    func roundTrip(count: Int) throws {
        let folder = try ScratchFolder()
        var writer = try SegmentWriter(path: folder.path("s"), extraction: StoreSamples.extraction)
        for number in 0..<count {
            let isSpam: Bool? = number % 3 == 0 ? nil : number % 3 == 1
            let message = StoreSamples.message(number, isSpam: isSpam, date: number % 5 == 0 ? nil : 1_700_000_000)
            #expect(try writer.append(message, StoreSamples.features(number)) == number)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("s")))
        try writer.commit()
        let reader = try SegmentReader(path: folder.path("s"))
        try reader.verify()
        #expect(reader.count == count && reader.extraction == StoreSamples.extraction)
        for number in (0..<count).reversed() {
            #expect(try reader.features(number) == StoreSamples.features(number))
            #expect(reader.message(number).digest == StoreSamples.message(number).digest)
            #expect(reader.message(number).isSpam == (number % 3 == 0 ? nil : number % 3 == 1))
            #expect(reader.message(number).date == (number % 5 == 0 ? nil : 1_700_000_000 + Int64(number)))
        }
    }

    @Test("the same messages give the same bytes, for the owner alone, and no other file stays")
    func bytes() throws {
        let folder = try ScratchFolder()
        let first = try small(folder)
        #expect(try folder.mode("small") == 0o600)
        #expect(try small(folder) == first)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root) == ["small"])
    }

    @Test("a segment that is given up leaves nothing behind")
    func abandoned() throws {
        let folder = try ScratchFolder()
        do {
            var writer = try SegmentWriter(path: folder.path("s"), extraction: StoreSamples.extraction)
            try writer.append(StoreSamples.message(1), StoreSamples.features(1))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root).isEmpty)
    }

    @Test("cut short at any byte it is refused")
    func truncation() throws {
        let folder = try ScratchFolder()
        let whole = try small(folder)
        for count in 0..<whole.count {
            try folder.write(Array(whole[..<count]), to: "cut")
            #expect(throws: SegmentError.self, "cut to \(count) bytes") { try verify(folder.path("cut")) }
        }
        try folder.write(whole + [0], to: "long")
        #expect(throws: SegmentError.self) { try verify(folder.path("long")) }
    }

    @Test("with any bit flipped it is refused")
    func flippedBits() throws {
        let folder = try ScratchFolder()
        let whole = try small(folder)
        for bit in 0..<(8 * whole.count) {
            var flipped = whole
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            try folder.write(flipped, to: "flipped")
            #expect(throws: SegmentError.self, "bit \(bit)") { try verify(folder.path("flipped")) }
        }
    }

    @Test("damage in one message's features is that message's")
    func damagedRecord() throws {
        let folder = try ScratchFolder()
        var whole = try small(folder)
        whole[140] ^= 1
        try folder.write(whole, to: "damaged")
        let reader = try SegmentReader(path: folder.path("damaged"))
        #expect(throws: SegmentError(path: reader.path, problem: .recordDamaged(message: 0, offset: 128))) {
            try reader.features(0)
        }
        #expect(try reader.features(1) == StoreSamples.features(1, count: 2))
    }

    @Test("records are read from any bytes without a crash")
    func arbitraryRecords() {
        var generator = SplitMix64(seed: 7)
        for round in 0..<20_000 {
            var bytes: [UInt8] = []
            if round % 2 == 0 {
                FeatureRecord.encode(StoreSamples.features(round % 50, count: 3), views: .all, into: &bytes)
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            } else {
                let count = Int.random(in: 0..<60, using: &generator)
                bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            }
            if let features = bytes.withUnsafeBytes({ FeatureRecord.decode($0, views: .all) }) {
                #expect(features.hashes.count <= bytes.count)
                for view in FeatureView.allCases {
                    let hashes = features.withView(view) { Array($0) }
                    #expect(zip(hashes, hashes.dropFirst()).allSatisfy { $0 < $1 })
                }
            }
        }
    }

    @Test("differences of every length come back, also as the last bytes of a record")
    func lengths() {
        // The first and last number of each length, so that each stands in front of each other.
        let ends = [0, 7, 14, 21, 28].map { UInt32(1) << $0 } + [7, 14, 21, 28].map { (UInt32(1) << $0) - 1 }
        for first in ends {
            for second in ends {
                for count in 1...6 {
                    var hashes: [UInt32] = []
                    for place in 0..<count {
                        let difference = place % 2 == 0 ? first : second
                        let (hash, overflow) = (hashes.last ?? 0).addingReportingOverflow(difference)
                        if overflow { break }
                        hashes.append(hash)
                    }
                    let starts = [0, 0, 0] + [Int](repeating: hashes.count, count: FeatureView.allCases.count - 2)
                    let features = FeatureVector(hashes: hashes, starts: starts)
                    var bytes: [UInt8] = []
                    FeatureRecord.encode(features, views: .all, into: &bytes)
                    #expect(bytes.withUnsafeBytes { FeatureRecord.decode($0, views: .all) } == features)
                    let cut = bytes.dropLast()
                    #expect(cut.withUnsafeBytes { FeatureRecord.decode($0, views: .all) } == nil)
                    #expect(cut.withUnsafeBytes { FeatureRecord.decode($0, views: .all, wanted: .none) } == nil)
                    bytes.append(1)
                    #expect(bytes.withUnsafeBytes { FeatureRecord.decode($0, views: .all) } == nil)
                    #expect(bytes.withUnsafeBytes { FeatureRecord.decode($0, views: .all, wanted: .none) } == nil)
                }
            }
        }
        // 33 bits, and a number of six bytes.
        for wrong: [UInt8] in [[0xff, 0xff, 0xff, 0xff, 0x1f], [0x80, 0x80, 0x80, 0x80, 0x80, 0x01]] {
            let bytes: [UInt8] = [1] + wrong + [0, 0, 0, 0]
            #expect(bytes.withUnsafeBytes { FeatureRecord.decode($0, views: .headerGrams) } == nil)
        }
    }

    @Test(
        "of a record no more is read than the views that are asked for, which are what they are in the whole",
        arguments: [.words, [.headerGrams, .structure], [.textGrams, .headerPairs], .none] as [FeatureViews])
    func wantedViews(wanted: FeatureViews) {
        for number in 0..<50 {
            let whole = StoreSamples.features(number)
            var bytes: [UInt8] = []
            FeatureRecord.encode(whole, views: .all, into: &bytes)
            let features = bytes.withUnsafeBytes { FeatureRecord.decode($0, views: .all, wanted: wanted) }
            for view in FeatureView.allCases {
                let expected = wanted.contains(view) ? whole.withView(view) { Array($0) } : []
                #expect(features?.withView(view) { Array($0) } == expected)
            }
        }
    }

    @Test(
        "a segment of fewer views is read: the others have no features",
        arguments: [.words, [.headerGrams, .structure], .none, .all.subtracting(.headerPairs)] as [FeatureViews])
    func fewerViews(views: FeatureViews) throws {
        let folder = try ScratchFolder()
        var extraction = StoreSamples.extraction
        extraction.views = views
        var writer = try SegmentWriter(path: folder.path("s"), extraction: extraction)
        for number in 0..<6 { try writer.append(StoreSamples.message(number), StoreSamples.features(number)) }
        try writer.commit()
        let reader = try SegmentReader(path: folder.path("s"))
        try reader.verify()
        #expect(reader.extraction.views == views)
        for number in 0..<6 {
            let features = try reader.features(number)
            let whole = StoreSamples.features(number)
            for view in FeatureView.allCases {
                let expected = views.contains(view) ? whole.withView(view) { Array($0) } : []
                #expect(features.withView(view) { Array($0) } == expected)
            }
        }
    }

    @Test("the record of a later view leaves those of before as they are")
    func laterView() throws {
        var before: [UInt8] = []
        FeatureRecord.encode(StoreSamples.features(2), views: .all.subtracting(.headerPairs), into: &before)
        let features = before.withUnsafeBytes { FeatureRecord.decode($0, views: .all.subtracting(.headerPairs)) }
        #expect(features != nil && features?.count(of: .headerPairs) == 0)
        #expect(before.withUnsafeBytes { FeatureRecord.decode($0, views: .all) } == nil)
    }

    @Test("a segment with a view that nobody knows yet is refused by name")
    func unknownView() throws {
        let folder = try ScratchFolder()
        var extraction = StoreSamples.extraction
        extraction.views = FeatureViews(rawValue: FeatureViews.all.rawValue | 1 << 30)
        let path = folder.path("s")
        var writer = try SegmentWriter(path: path, extraction: extraction)
        try writer.append(StoreSamples.message(1), StoreSamples.features(1))
        try writer.commit()
        #expect(throws: SegmentError(path: path, problem: .unknownViews(1 << 30))) { try SegmentReader(path: path) }
    }

    @Test("another file, a folder and a missing one are refused by name")
    func notASegment() throws {
        let folder = try ScratchFolder()
        try folder.write(Array(repeating: 65, count: 500), to: "other")
        #expect(throws: SegmentError(path: folder.path("other"), problem: .notASegment)) {
            try verify(folder.path("other"))
        }
        #expect(throws: SegmentError.self) { try verify(folder.root) }
        #expect(throws: SegmentError.self) { try verify(folder.path("none")) }
    }
}
