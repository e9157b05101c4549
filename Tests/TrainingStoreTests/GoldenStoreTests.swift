// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import TestSupport
import Testing
import TrainingStore

@Suite("Stores that earlier versions wrote")
struct GoldenStoreTests {
    /// A store as a version wrote it: six messages, every other one spam (`StoreSamples.fill`).
    struct Version: Sendable, CustomTestStringConvertible {
        var ledger: Int
        var extractor: UInt32
        var segment: String { "extractor-\(extractor).segment" }
        var extraction: Extraction {
            var extraction = StoreSamples.extraction
            extraction.version = extractor
            return extraction
        }
        var testDescription: String { "ledger \(ledger), extractor \(extractor)" }

        /// Puts the store into a folder; returns its path.
        func unpack(into folder: ScratchFolder) throws -> String {
            let golden = GoldenFiles()
            let store = folder.path("store")
            for path in [store, store + "/segments"] {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
            try folder.write(try golden.expanded("ledger-\(ledger).sqlite.gz"), to: "store/ledger.sqlite")
            try folder.write(try golden.bytes(segment), to: "store/segments/1.segment")
            return store
        }

        func open(_ path: String, _ access: TrainingStore.Access = .writing) throws -> TrainingStore {
            try TrainingStore(path, access, extraction: extraction, who: "a test")
        }
    }

    static let versions = [
        Version(ledger: 1, extractor: 2), Version(ledger: 2, extractor: 2), Version(ledger: 3, extractor: 3),
        Version(ledger: 4, extractor: 3), Version(ledger: 5, extractor: 3), Version(ledger: 6, extractor: 3),
        Version(ledger: 7, extractor: 3), Version(ledger: 8, extractor: 3),
    ]

    @Test("a segment is read as it was written", arguments: ["extractor-2.segment", "extractor-3.segment"])
    func segment(name: String) throws {
        let reader = try SegmentReader(path: GoldenFiles().path(name))
        try reader.verify()
        #expect(reader.count == 6 && reader.extraction.keyID == StoreSamples.key.id)
        #expect(reader.extraction.views.rawValue == 0x1FFF && reader.extraction.settings == 0)
        for number in 0..<6 {
            #expect(try reader.features(number) == StoreSamples.features(number))
            #expect(reader.message(number).digest == StoreSamples.message(number).digest)
            #expect(reader.message(number).date == 1_700_000_000 + Int64(number))
        }
    }

    @Test("a store is opened, sound, and gives what was put into it", arguments: versions)
    func opens(version: Version) throws {
        let folder = try ScratchFolder()
        let path = try version.unpack(into: folder)
        let store = try version.open(path)
        let report = try store.check()
        #expect(report.problems.isEmpty && report.leftovers == 0)
        #expect(report.segments == 1 && report.messages == 6)
        let messages = try store.labelled()
        #expect(messages.count == 6 && messages.filter(\.isSpam).count == 3)
        for message in messages {
            let number = try #require((0..<6).first { StoreSamples.message($0).digest == message.digest })
            #expect(message.isSpam == (number % 2 == 1) && message.account == "anna" && message.origin == "test")
            #expect(message.features.features == StoreSamples.features(number))
        }
        // What an older ledger does not say is taken from the label.
        for message in try store.observed() {
            let evidence = message.label?.isSpam == true ? Evidence.statedSpam : .statedHam
            #expect(message.votes == [Vote(account: "anna", evidence)])
            #expect(message.network == nil)
        }
    }

    @Test("a store is compacted, and takes further messages", arguments: versions)
    func compacts(version: Version) throws {
        let folder = try ScratchFolder()
        let store = try version.open(try version.unpack(into: folder))
        _ = try store.forget(.messageID(1), now: 1_800_000_000)
        #expect(try store.compact(all: true, now: 1_800_000_000).segments == 1)
        try StoreSamples.fill(store, 6..<9)
        #expect(try store.check().problems.isEmpty)
        #expect(try store.labelled().count == 8)
        #expect(try store.runs(last: 1).isEmpty)
    }

    @Test("who only reads gets the same, without changing a byte of the ledger", arguments: versions)
    func reads(version: Version) throws {
        let folder = try ScratchFolder()
        let path = try version.unpack(into: folder)
        let before = try folder.bytes("store/ledger.sqlite")
        let store = try version.open(path, .reading)
        #expect(try store.labelled().count == 6)
        #expect(try store.observed().allSatisfy { $0.network == nil })
        #expect(try store.check().problems.isEmpty)
        #expect(try folder.bytes("store/ledger.sqlite") == before)
    }

    @Test("a store takes networks of what comes from now on", arguments: versions)
    func networks(version: Version) throws {
        let folder = try ScratchFolder()
        let store = try version.open(try version.unpack(into: folder))
        let source = try store.source("/mail/anna", account: "anna")
        var batch = IngestBatch()
        for number in 6..<8 {
            var message = StoreSamples.message(number)
            message.network = number == 6 ? .max : 7
            let position = batch.add(message, StoreSamples.features(number))
            batch.see(
                .new(position), at: StoreSamples.location(source, number), before: nil,
                opinion: Opinion(isSpam: true, origin: "test"))
        }
        try store.commit(batch, now: 1_800_000_000)
        let networks = try store.observed().compactMap(\.network).sorted()
        #expect(try store.observed().count == 8 && networks == [7, .max])
    }

    @Test("features of another extractor are kept and not learned", arguments: versions.filter { $0.extractor < 3 })
    func otherExtractor(version: Version) throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(try version.unpack(into: folder))
        #expect(try store.labelled().isEmpty)
        let outdated = try store.outdatedCount()
        #expect(outdated.waiting + outdated.stranded == 6)
    }
}
