// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import TestSupport
import Testing

@Suite("Budgets and hostile input")
struct BudgetTests {
    @Test("what is beyond a budget changes nothing")
    func beyond() {
        var options = FeatureOptions(views: [.textGrams, .words, .wordPairs])
        options.budgets.textGramBytes = 100
        options.budgets.textBytes = 1_000
        options.budgets.words = 50
        var extractor = FeatureExtractor(key: TestKeys.first, options: options)
        let text = (0..<300).map { "w\($0)" }.joined(separator: " ")
        let vector = extractor.extract("A: b\n\n" + text + "\n")
        #expect(vector.count(of: .textGrams) <= 96)
        #expect(vector.count(of: .words) == 50)
        #expect(vector.count(of: .wordPairs) == 49 + 48 + 47 + 46)
        #expect(vector == extractor.extract("A: b\n\n" + text + " and more\n"))
    }

    @Test("the header's budgets hold")
    func header() {
        var extractor = FeatureExtractor(
            key: TestKeys.first, options: FeatureOptions(views: [.headerGrams, .headerWords, .headerPairs]))
        let fields = (0..<1_000).map { "X-Field-\($0): " + String(repeating: "word\($0) ", count: 100) }
        let vector = extractor.extract(fields.joined(separator: "\n") + "\n\n")
        #expect(vector.count(of: .headerGrams) < 6_000 + 1_000)
        #expect(vector.count(of: .headerWords) < 1_500 + 3 * 1_000)
        #expect(vector.count(of: .headerPairs) <= 1_500)
    }

    @Test(
        "a megabyte of one thing is read in linear time",
        arguments: [
            "x", "x ", "\u{0}", "\u{1}\u{0} ", "\u{FF}", "<b>", "<a href=http://a.b/c>x</a>", "http://a.b/ ", "免",
            "a@b ",
            "jmusterling ", "j", "&amp;", "=", "\r", "\n", "\u{301}", "\u{200B}", "a.", "(", "&#x430;a ",
        ])
    func hostileBody(unit: String) {
        var extractor = FeatureExtractor(key: TestKeys.first)
        let head = "To: jmusterling@example.net\nMIME-Version: 1.0\nContent-Type: "
        for type in ["text/plain", "text/html"] {
            var vector = FeatureVector()
            let excess = LinearTime(small: 1 << 17, large: 1 << 20, floor: 0.02).excess(of: { size in
                SampleMessages.message(
                    head + type + "\n\n" + String(repeating: unit, count: size / unit.utf8.count))
            }) {
                extractor.extract($0, into: &vector)
            }
            #expect(excess == nil, "\(type): \(excess ?? "")")
            #expect(vector.hashes.count < 100_000)
        }
    }

    /// A header by what it repeats: a log of tests is no place for megabytes.
    struct Hostile: Sendable, CustomTestStringConvertible {
        let start, unit, end: String
        let count: Int

        init(_ start: String, _ unit: String, _ count: Int, _ end: String = "") {
            (self.start, self.unit, self.count, self.end) = (start, unit, count, end)
        }

        func text(_ share: Double) -> String {
            start + String(repeating: unit, count: Int(share * Double(count))) + end
        }
        var testDescription: String { "\(start.debugDescription), \(count) times \(unit.debugDescription)" }
    }

    @Test(
        "hostile headers are read in linear time",
        arguments: [
            Hostile("Subject: ", "x", 1_000_000), Hostile("", "A: b\n", 200_000),
            Hostile("To: ", "name@example.net, ", 50_000), Hostile("To: ", "a", 1_000_000, "@example.net"),
            Hostile("Received: from ", "a.", 500_000, " by b"),
            Hostile("", "Received: from a (b [1.2.3.4]) by c with SMTP; date\n", 2_000),
            Hostile("Content-Type: multipart/mixed; boundary=", "b", 100_000), Hostile("", "x", 1_000_000),
            Hostile("From: ", "\u{0}", 100_000), Hostile("Subject: ", "=?utf-8?q?=F0=9F?= ", 50_000),
            Hostile("To: \"", "name surname ", 80_000, "\" <a@example.net>"),
            Hostile("To: ", "abcd.", 200_000, "@b.example"),
            Hostile("To: ", "\"surname name\" <abcd.efgh@ijkl.example>, ", 25_000),
            Hostile("To: \"", "\u{1F1E6}", 250_000, "\" <a@example.net>"), Hostile("To: ", "<\\\",", 250_000),
            Hostile("Cc: ", "abcd", 250_000, "@example.net"),
        ])
    func hostileHeader(header: Hostile) {
        var extractor = FeatureExtractor(key: TestKeys.first)
        let body = String(repeating: "surname abcd name efgh ", count: 1_000)
        let excess = LinearTime(small: 1, large: 8, floor: 0.02).excess(of: { eighths in
            SampleMessages.message(header.text(Double(eighths) / 8) + "\n\n" + body)
        }) {
            _ = extractor.extract($0)
        }
        #expect(excess == nil, "\(excess ?? "")")
    }

    @Test("any bytes are a message with features, the same each time")
    func anyBytes() {
        var generator = SplitMix64(seed: 11)
        var first = FeatureExtractor(key: TestKeys.first)
        var second = FeatureExtractor(key: TestKeys.first)
        let pieces = SampleMessages.all.map(\.bytes)
        for round in 0..<400 {
            var bytes = pieces[round % pieces.count]
            for _ in 0..<Int.random(in: 0...40, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0...2, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                }
            }
            let message = Message(bytes)
            let vector = first.extract(message)
            #expect(vector == second.extract(message))
            let (features, spans) = first.extractWithSpans(message)
            #expect(features == vector && spans.map(\.hash) == vector.hashes)
        }
    }
}
