// SPDX-License-Identifier: Apache-2.0
import Announcements
import Foundation
import JunkDigest
import MailArchive
import MailIngest
import NightlyBatch
import TestSupport
import Testing
import TrainingStore

@Suite("Digests and the night")
struct LearningTests {
    @Test("a digest is never learned, wherever it lies and whatever is said of it; a mail with a forged mark is")
    func neverLearned() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna")
        _ = try site.run()
        let text = try #require(site.sent.first).text
        let root = site.folder.path("vmail/example.org/anna/Maildir")
        func put(_ text: String, _ place: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(root)/\(place):2,S"))
        }
        try put(text, "cur/1699000000.M1P1.mx")
        try put(text, ".Junk/cur/1699000001.M2P1.mx")
        try put(text.replacing("X-Spreu-Digest: ", with: "X-Spreu-Digest: 0"), "cur/1699000002.M3P1.mx")
        let sources = try site.configuration().findSources().sources
        let store = try TrainingStore(
            site.folder.path("store"), .writing, extraction: Extraction(key: site.key), who: "a test")
        for night in 1...3 {
            let ingest = Ingest(
                store, key: site.key, pipeline: MessagePipeline.Options(), now: site.now + Int64(night) * 86_400)
            var report = try ingest.run(sources)
            #expect(report.new == (night == 1 ? 2 : 0), "the offer in Junk, and the forged one")
            let feedback = [true, false].map { isSpam in
                FeedbackMessage(
                    ArchivedMessage(bytes: Array(text.utf8), provenance: Provenance(archive: "drop", path: "x")),
                    name: "\(night) \(isSpam)", opinion: Opinion(isSpam: isSpam, origin: "drop test"), account: "anna")
            }
            try ingest.take(feedback, from: "drop", into: &report)
            #expect(report.new == (night == 1 ? 2 : 0))
        }
    }

    @Test("what is kept of an account is forgotten with it")
    func forgotten() throws {
        let site = try DigestSite()
        for account in ["anna", "bert"] { try site.deliver(to: "example.org/\(account)") }
        _ = try site.run()
        let configuration = try site.configuration()
        let store = try TrainingStore(
            site.folder.path("store"), .writing, extraction: Extraction(key: site.key), who: "a test")
        let erasure = try Erasure([.account("example.org/anna")], in: store, of: configuration, key: site.key)
        #expect(try erasure().digests == 1)
        let told = try String(contentsOfFile: site.folder.path("digest/told"), encoding: .utf8)
        #expect(told.split(separator: "\n").count == 3)
        // A day later both are told, of what is new.
        site.now += 86_400
        try site.deliver(to: "example.org/anna")
        #expect(try site.run().told.count == 1)
    }
}
