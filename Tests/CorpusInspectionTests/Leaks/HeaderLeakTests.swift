// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import MailMessage
import Testing

/// What a filter wrote into the archive is no feature of the mail.
@Suite("Header fields that foretell the label")
struct HeaderLeakTests {
    private let key = SiteKey(bytes: Array(1...16)) ?? .random()

    private func message(_ number: Int, _ fields: String = "") -> Message {
        let text = """
            From: Person \(number) <p\(number)@sender\(number % 17).example>
            To: someone@firma.example
            Subject: Number \(number)
            Message-ID: <\(number)@sender\(number % 17).example>
            \(fields)
            Hello.
            """
        return Message(Array(text.utf8))
    }

    /// The leaks of 120 ham and 100 spam, to which fields are added.
    private func leaks(
        ham: (Int) -> String = { _ in "" }, spam: (Int) -> String = { _ in "" },
        _ count: (ham: Int, spam: Int) = (120, 100),
        settings: SiteSettings = SiteSettings(), share: Double = HeaderLeaks.standardShare
    ) -> [HeaderLeak] {
        var extractor = FeatureExtractor(key: key, options: settings.features(.headerWords))
        let messages =
            (0..<count.ham).map { (message($0, ham($0)), MessageClass.ham) }
            + (0..<count.spam).map { (message(1_000 + $0, spam($0)), .spam) }
        var search = HeaderLeaks(share: share)
        for (message, messageClass) in messages { search.add(extractor.extract(message), messageClass) }
        var names = HeaderLeakNames(search, key: key, settings: settings)
        for (message, _) in messages { names.offer(message) }
        return names.found
    }

    @Test("a field that most spam and no ham has is named, with the counts")
    func presence() {
        let found = leaks(spam: { $0 % 10 == 0 ? "" : "X-Corp-Rating: \($0)\n" })
        #expect(found.map(\.field) == ["x-corp-rating"] && found.first?.messageClass == .spam)
        #expect(found.first?.isWord == false && found.first?.own == HeaderLeak.Share(messages: 90, all: 100))
        #expect(found.first?.other == HeaderLeak.Share(messages: 0, all: 120))
        #expect(found.first?.description.contains("name it under 'ignore-fields'") == true)
    }

    @Test("a field that all have is named if a word in it tells")
    func word() {
        let found = leaks(ham: { _ in "X-Class: green\n" }, spam: { _ in "X-Class: red\n" })
        #expect(found.map(\.field) == ["x-class"] && found.allSatisfy(\.isWord))
    }

    @Test("what ham has and spam has not is found as well")
    func ham() {
        let found = leaks(ham: { _ in "X-Checked: yes\n" })
        #expect(found.map(\.messageClass) == [.ham] && found.map(\.field) == ["x-checked"])
    }

    @Test(
        "honest mail has none, nor has a field of half the spam, of both classes, that is ignored, or of few messages")
    func none() {
        #expect(leaks() == [])
        #expect(leaks(spam: { $0 % 2 == 0 ? "X-Half: 1\n" : "" }) == [])
        #expect(leaks(ham: { $0 % 50 == 0 ? "X-Both: 1\n" : "" }, spam: { _ in "X-Both: 1\n" }) == [])
        #expect(leaks(spam: { _ in "X-Corp-Rating: 1\n" }, (120, 49)) == [])
        var settings = SiteSettings()
        settings.ignoredFields = ["X-Corp-Rating"]
        #expect(leaks(spam: { _ in "X-Corp-Rating: 1\n" }, settings: settings) == [])
    }

    @Test("a share that is asked for is enough, and messages that have the field are named")
    func share() {
        let spam = { (number: Int) in number % 4 == 0 ? "X-Quarter: 1\n" : "" }
        #expect(leaks(spam: spam) == [])
        #expect(leaks(spam: spam, share: 0.25).map(\.field) == ["x-quarter"])
        #expect(leaks(spam: spam, share: 0.26) == [])
        var search = HeaderLeaks(share: 0.25)
        var extractor = FeatureExtractor(key: key, options: SiteSettings().features(.headerWords))
        for number in 0..<200 {
            let isSpam = number >= 100
            search.add(
                extractor.extract(message(number, isSpam ? spam(number) : "")), isSpam ? .spam : .ham, id: number)
        }
        let examples = HeaderLeakNames(search, key: key, settings: SiteSettings()).examples
        #expect(!examples.isEmpty && examples.allSatisfy { $0 >= 100 && $0 % 4 == 0 })
    }

    @Test("of many messages some are looked at, from all of them")
    func sample() {
        let found = leaks(spam: { $0 < 3_000 ? "" : "X-Late: 1\n" }, (200, 6_000))
        #expect(found == [])
        let all = leaks(spam: { _ in "X-Always: 1\n" }, (200, 6_000))
        #expect(all.first.map { (500...1_000).contains($0.own.all) } == true)
    }

    @Test("what no message is there to name is told without a name")
    func unnamed() {
        var extractor = FeatureExtractor(key: key, options: SiteSettings().features(.headerWords))
        var search = HeaderLeaks()
        for number in 0..<60 {
            search.add(extractor.extract(message(number)), .ham)
            search.add(extractor.extract(message(number, "X-Corp-Rating: high\n")), .spam)
        }
        let found = HeaderLeakNames(search, key: key, settings: SiteSettings()).found
        #expect(found.map(\.field) == [nil] && found.first?.own.messages == 60)
        #expect(
            found.first?.description.hasPrefix("a header field whose name no message is left to tell is in 60") == true)
    }
}
