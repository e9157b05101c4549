// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import Testing

@Suite("Texts with the places of their features")
struct AnnotatedTextTests {
    private func read(
        _ message: Message
    ) -> (features: FeatureVector, spans: [FeatureSpan], texts: [AnnotatedText]) {
        var extractor = FeatureExtractor(key: TestKeys.first)
        return extractor.extractWithTexts(message)
    }

    @Test("the features are those that are extracted without texts", arguments: SampleMessages.all.indices)
    func same(index: Int) {
        let message = SampleMessages.all[index]
        var extractor = FeatureExtractor(key: TestKeys.first)
        let (features, spans, _) = read(message)
        #expect(features == extractor.extract(message))
        #expect(spans == extractor.extractWithSpans(message).spans)
    }

    @Test(
        "each feature of header, subject and text has a place, where its text stands but for case",
        arguments: SampleMessages.all.indices)
    func places(index: Int) {
        let (_, spans, texts) = read(SampleMessages.all[index])
        let views: [AnnotatedText.Section: Set<FeatureView>] = [
            .header: [.headerGrams, .headerWords, .headerPairs], .subject: [.subject],
            .text: [.textGrams, .words, .wordPairs], .hiddenText: [.hiddenText],
        ]
        for text in texts {
            let found = Set(text.places.map(\.feature))
            let expected = spans.indices.filter { views[text.section]?.contains(spans[$0].view) == true }
            #expect(found == Set(expected.filter { !spans[$0].text.isEmpty }), "\(text.section)")
            for place in text.places where [.textGrams, .words].contains(spans[place.feature].view) {
                let (bytes, feature) = (text.bytes[place.range], spans[place.feature].text)
                // Letters beyond ASCII lose their case in ways of their own.
                guard (bytes + feature).allSatisfy({ $0 < 0x80 }) else { continue }
                #expect(lowered(bytes) == lowered(feature))
            }
        }
    }

    @Test("a letter that becomes two without case does not move what stands behind it")
    func folding() throws {
        // U+1E9E is three bytes, and folds to two letters; U+0130 is two bytes, and folds to three.
        let body = "\u{1E9E}\u{0130}\u{1E9E} unverbindlich \u{0130} Angebot"
        let message = SampleMessages.message(
            "Subject: none\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n\(body)\n")
        let (_, spans, texts) = read(message)
        let text = try #require(texts.first { $0.section == .text })
        let windows = text.places.filter { spans[$0.feature].view == .textGrams }
        #expect(windows.contains { spans[$0.feature].text == Array("angeb".utf8) })
        for place in windows where spans[place.feature].text.allSatisfy({ $0 < 0x80 && $0 > 0x20 }) {
            let shown = String(decoding: text.bytes[place.range], as: UTF8.self)
            // A window that begins or ends within such a letter stands for all of it.
            guard shown.utf8.allSatisfy({ $0 < 0x80 }) else { continue }
            #expect(shown.lowercased() == String(decoding: spans[place.feature].text, as: UTF8.self))
        }
    }

    private func lowered(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { 0x41...0x5a ~= $0 ? $0 | 0x20 : $0 }
    }
}
