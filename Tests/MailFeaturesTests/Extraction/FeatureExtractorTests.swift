// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import MailMessage
import TestSupport
import Testing

@Suite("Feature extraction")
struct FeatureExtractorTests {
    @Test("vectors are in order: views one after another, hashes distinct and ascending")
    func order() {
        var extractor = FeatureExtractor(key: TestKeys.first)
        for message in SampleMessages.all {
            let vector = extractor.extract(message)
            #expect(vector.starts.count == FeatureView.allCases.count + 1)
            #expect(vector.starts.first == 0 && vector.starts.last == vector.hashes.count)
            for view in FeatureView.allCases {
                let hashes = vector.hashes(of: view)
                #expect(zip(hashes, hashes.dropFirst()).allSatisfy { $0 < $1 }, "\(view)")
                #expect(hashes.count == vector.count(of: view))
            }
        }
    }

    @Test("each view finds something in the samples", arguments: FeatureView.allCases)
    func views(view: FeatureView) {
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: FeatureViews(view)))
        #expect(SampleMessages.all.contains { extractor.extract($0).count(of: view) > 3 })
    }

    @Test("the same message gives the same features, whatever came before")
    func deterministic() {
        var used = FeatureExtractor(key: TestKeys.first)
        for message in SampleMessages.all { _ = used.extract(message) }
        var vector = FeatureVector()
        for message in SampleMessages.all.reversed() {
            var fresh = FeatureExtractor(key: TestKeys.first)
            used.extract(message, into: &vector)
            #expect(vector == fresh.extract(message))
        }
    }

    // The digest by which copies are known says that they are one message: which of them comes first must not matter.
    @Test("copies with other line ends, or more or fewer blank lines at the end, have the same features")
    func copies() {
        for message in SampleMessages.all + SampleMessages.endingInAttachments {
            expectSameFeaturesOfCopies(of: message)
        }
    }

    @Test(
        "the same of real mail",
        .enabled(if: SharedFiles.exists("corpora/csdmc"), "needs ../shared/corpora/csdmc"))
    func copiesOfRealMail() throws {
        let folder = SharedFiles.path("corpora/csdmc/data")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted().prefix(300) {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
            // A CR without an LF is no line end that a server would change.
            expectSameFeaturesOfCopies(of: Message(bytes.filter { $0 != 13 }), name)
        }
    }

    private func expectSameFeaturesOfCopies(of message: Message, _ name: String = "") {
        var extractor = FeatureExtractor(key: TestKeys.first)
        let digest = SiteMessage(message).canonicalDigest()
        let features = extractor.extract(message)
        var bare = message.bytes[...]
        while bare.last == 10 { bare.removeLast() }
        for copy in [[], [10], [10, 10, 10]].map({ bare + $0 }) {
            for copy in [Array(copy), copy.flatMap { $0 == 10 ? [13, 10] : [$0] }].map({ Message($0) }) {
                #expect(SiteMessage(copy).canonicalDigest() == digest, "\(name)")
                let found = extractor.extract(copy)
                let others = FeatureView.allCases.filter { found.hashes(of: $0) != features.hashes(of: $0) }
                #expect(others.isEmpty, "\(name)")
            }
        }
    }

    @Test("a view's features do not depend on which others are asked for", arguments: FeatureView.allCases)
    func independent(view: FeatureView) {
        var alone = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: FeatureViews(view)))
        var all = FeatureExtractor(key: TestKeys.first)
        for message in SampleMessages.all {
            let vector = alone.extract(message)
            #expect(vector.hashes(of: view) == all.extract(message).hashes(of: view))
            #expect(vector.hashes.count == vector.count(of: view))
        }
    }

    @Test("features of different keys have nothing in common")
    func keys() {
        var first = FeatureExtractor(key: TestKeys.first)
        var second = FeatureExtractor(key: TestKeys.second)
        for message in SampleMessages.all {
            let common = Set(first.extract(message).hashes).intersection(second.extract(message).hashes)
            #expect(common.count <= 1)
        }
    }

    @Test("features of different views have nothing in common")
    func viewSeeds() {
        var extractor = FeatureExtractor(key: TestKeys.first)
        for message in SampleMessages.all {
            let vector = extractor.extract(message)
            #expect(vector.hashes.count - Set(vector.hashes).count <= 1)
        }
    }

    @Test("spans are the same features, with their text")
    func spans() {
        var extractor = FeatureExtractor(key: TestKeys.first)
        for message in SampleMessages.all {
            let vector = extractor.extract(message)
            let spans = extractor.extractWithSpans(message).spans
            for view in FeatureView.allCases {
                #expect(spans.filter { $0.view == view }.map(\.hash) == vector.hashes(of: view), "\(view)")
            }
        }
        let words = extractor.extractWithSpans(SampleMessages.all[0]).spans.filter { $0.view == .words }
        #expect(words.contains { $0.text == Array("Protokoll".utf8) })
        let header = extractor.extractWithSpans(SampleMessages.all[0]).spans.filter { $0.view == .headerWords }
        #expect(header.contains { $0.text == Array("Sitzung".utf8) && $0.label == Array("Subject".utf8) })
    }

    @Test("words and their pairs are those of the visible text")
    func words() {
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: [.words, .wordPairs]))
        let spans = extractor.extractWithSpans(SampleMessages.message("Subject: none\n\none two three four five six\n"))
            .spans
        let words = spans.filter { $0.view == .words }.sorted { $0.offset < $1.offset }
        #expect(
            words.map { String(decoding: $0.text, as: UTF8.self) } == ["one", "two", "three", "four", "five", "six"])
        let pairs = spans.filter { $0.view == .wordPairs }
        // Six words: 5 pairs of neighbours, 4 two apart, 3 three apart, 2 four apart.
        #expect(pairs.count == 5 + 4 + 3 + 2)
        #expect(pairs.contains { $0.text == Array("one two three four five".utf8) })
        #expect(!pairs.contains { $0.text == Array("one two three four five six".utf8) })
    }

    @Test("the place of words does not count, nor how often they occur")
    func sets() {
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: .words))
        let vector = extractor.extract("Subject: x\n\nred green blue\n")
        #expect(vector == extractor.extract("Subject: x\n\nblue red\nred green, green blue\n"))
        #expect(vector != extractor.extract("Subject: x\n\nred green Blue\n"))
    }

    @Test(
        "the same word in another field, or in the text, is another feature",
        arguments: [FeatureView.headerWords, .headerGrams, .headerPairs])
    func fields(view: FeatureView) {
        var extractor = FeatureExtractor(
            key: TestKeys.first, options: FeatureOptions(views: [.words, FeatureViews(view)]))
        let one = extractor.extract("X-One: lottery winner\n\n")
        let two = extractor.extract("X-Two: lottery winner\n\n")
        let body = extractor.extract("X-Three: none\n\nlottery winner\n")
        #expect(Set(one.hashes).isDisjoint(with: two.hashes))
        #expect(Set(one.hashes).isDisjoint(with: body.hashes))
    }

    @Test("names of fields count without their case, and once as they are written")
    func fieldNames() {
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: .headerWords))
        let first = Set(extractor.extract("Subject: offer\nX-Mailer: tool\n\n").hashes)
        let second = Set(extractor.extract("SUBJECT: offer\nX-Mailer: tool\n\n").hashes)
        #expect(first.subtracting(second).count == 1)
        #expect(second.subtracting(first).count == 1)
    }

    @Test("words that are too long count by their length only")
    func longWords() {
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: .words))
        let first = String(repeating: "x", count: 45)
        let second = String(repeating: "y", count: 49)
        let third = String(repeating: "y", count: 51)
        #expect(extractor.extract("A: b\n\n\(first)\n") == extractor.extract("A: b\n\n\(second)\n"))
        #expect(extractor.extract("A: b\n\n\(second)\n") != extractor.extract("A: b\n\n\(third)\n"))
        let greek = String(repeating: "λ", count: 39)
        #expect(extractor.extract("A: b\n\n\(greek)α\n") != extractor.extract("A: b\n\n\(greek)β\n"))
    }
}
