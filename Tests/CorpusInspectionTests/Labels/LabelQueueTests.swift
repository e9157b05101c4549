// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import Testing

@Suite("Going through suspect labels")
struct LabelQueueTests {
    private func decisions(_ keys: String, of count: Int = 3) -> [LabelQueue.Decision] {
        var queue = LabelQueue(
            (0..<count).map { SuspectLabel(message: 10 + $0, label: .ham, probability: 0.5, score: 1) })
        for key in keys.utf8 { LabelQueue.Answer(key: key).map { queue.take($0) } }
        return queue.decisions
    }

    @Test(
        "keys decide of one message after the other, and undo takes back",
        arguments: [
            ("hs", [(10, MessageClass.ham), (11, .spam)]), ("h s", [(10, .ham), (12, .spam)]),
            ("hnS", [(10, .ham), (12, .spam)]),
            ("huh", [(10, .ham)]), ("hsuus", [(10, .spam)]), ("uuh", [(10, .ham)]), ("hqs", [(10, .ham)]),
            ("xhy", [(10, .ham)]), ("hs\u{3}", []), ("hs\u{1B}", []), ("", []),
            ("hhhhhh", [(10, .ham), (11, .ham), (12, .ham)]),
        ] as [(String, [(Int, MessageClass)])])
    func answers(keys: String, expected: [(Int, MessageClass)]) {
        #expect(decisions(keys).map(\.message) == expected.map(\.0))
        #expect(decisions(keys).map(\.label) == expected.map(\.1))
    }

    @Test("it knows which one is asked about, until all are answered")
    func current() {
        var queue = LabelQueue((0..<2).map { SuspectLabel(message: $0, label: .spam, probability: 0.5, score: 1) })
        #expect(queue.current?.message == 0)
        queue.take(.skip)
        #expect(queue.current?.message == 1 && queue.answered == 1)
        queue.take(.label(.ham))
        #expect(queue.current == nil && queue.decisions.map(\.message) == [1])
    }
}
