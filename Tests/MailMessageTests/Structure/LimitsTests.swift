// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("limits: what is cut is told by the message") struct LimitsTests {
    private func message(_ text: String, _ limits: MessageLimits) -> Message {
        Message(Array(text.utf8), limits: limits)
    }

    private func expect(_ message: Message, cutBy limits: [Cut.Limit]) {
        #expect(message.cuts.map(\.limit) == limits)
        #expect(message.defects.contains(.cut) == !limits.isEmpty)
        #expect(message.defects.names.contains("cut") == !limits.isEmpty)
    }

    private static let deep = (0..<60).map { "Content-Type: multipart/mixed; boundary=b\($0)x\n\n--b\($0)x\n" }.joined()
    private static let enclosed = String(repeating: "Content-Type: message/rfc822\n\n", count: 60) + "Subject: a\n\nb\n"

    @Test("nested multiparts and messages beyond the depth stay undivided", arguments: [deep, enclosed], [0, 1, 10])
    func depth(_ text: String, _ depth: Int) {
        let cut = message(text, MessageLimits(maxDepth: depth))
        expect(cut, cutBy: [.depth])
        #expect(cut.parts.count == depth + 1)
        #expect(cut.parts.last?.defects.contains(.cut) == true)
        #expect(cut.cuts.first.map { $0.offset + $0.byteCount } == cut.bytes.count)
        expect(message(text, MessageLimits(maxDepth: 100)), cutBy: [])
    }

    @Test("a depth beyond what a thread's stack bears is not taken")
    func depthCeiling() {
        let text = (0..<5_000).map { "Content-Type: multipart/mixed; boundary=b\($0)x\n\n--b\($0)x\n" }.joined()
        expect(message(text, MessageLimits(maxDepth: .max)), cutBy: [.depth])
    }

    @Test("further parts belong to the last one, those of enclosed messages count", arguments: [1, 2, 20, 51])
    func parts(_ limit: Int) {
        let part = "--x\n\na\n"
        let many = "Content-Type: multipart/mixed; boundary=x\n\n" + String(repeating: part, count: 50)
        let cut = message(many, MessageLimits(maxParts: limit))
        expect(cut, cutBy: limit > 50 ? [] : [.parts])
        #expect(cut.parts.count == limit)
    }

    @Test("an enclosed message beyond the number of parts stays undivided", arguments: [1, 2, 30])
    func enclosedParts(_ limit: Int) {
        let cut = message(Self.enclosed, MessageLimits(maxDepth: 100, maxParts: limit))
        expect(cut, cutBy: [.parts])
        #expect(cut.parts.count == limit)
    }

    @Test("fields beyond the count are not listed, but the body is found", arguments: [0, 1, 20, 50])
    func headerFields(_ limit: Int) {
        let text = String(repeating: "a: b\n", count: 50) + "\nbody"
        let cut = message(text, MessageLimits(maxHeaderFields: limit))
        expect(cut, cutBy: limit < 50 ? [.headerFields] : [])
        #expect(cut.header.fields.count == max(limit, 1))
        #expect(cut.cuts.first.map(\.byteCount) ?? 0 == (50 - max(limit, 1)) * 5)
        #expect([UInt8](cut.root.body) == Array("body".utf8))
    }

    @Test("header bytes beyond the limit are not read, in the message and in each part")
    func headerBytes() {
        let long = String(repeating: "x-long: " + String(repeating: "y", count: 92) + "\n", count: 30)
        let cut = message(long + "\nbody", MessageLimits(maxHeaderBytes: 1_000))
        expect(cut, cutBy: [.headerBytes])
        #expect(cut.header.fields.count == 10)
        #expect([UInt8](cut.root.body) == Array("body".utf8))
        let part = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\(long)\nbody\n--b\n\nsecond\n--b--\n"
        let inPart = message(part, MessageLimits(maxHeaderBytes: 1_000))
        expect(inPart, cutBy: [.headerBytes])
        #expect(
            inPart.root.children.map { String(decoding: [UInt8]($0.body), as: UTF8.self) } == [
                "body", "second",
            ])
        #expect(inPart.root.children.map { $0.defects.contains(.cut) } == [true, false])
    }

    @Test("a header that is cut ends at a boundary, too")
    func boundaryAfterCut() {
        let fields = String(repeating: "a: b\n", count: 50)
        let text = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\(fields)--b\n\nsecond\n--b--\n"
        let cut = message(text, MessageLimits(maxHeaderFields: 20))
        expect(cut, cutBy: [.headerFields])
        #expect(cut.root.children.map(\.header.fields.count) == [20, 0])
    }

    @Test("encoded messages are decoded as far as the sum of their decoded bytes allows")
    func decodedBytes() {
        // "Subject: a", an empty line, "b" and a line feed: 14 bytes each.
        let encoded = "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogYQoKYgo=\n"
        let text = "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: encoded, count: 3) + "--b--\n"
        expect(message(text, MessageLimits(maxDecodedBytes: 42)), cutBy: [])
        let cut = message(text, MessageLimits(maxDecodedBytes: 20))
        expect(cut, cutBy: [.decodedBytes, .decodedBytes])
        #expect(cut.root.children.map { $0.children.first?.bodyBytes.count ?? -1 } == [2, 6, 0])
        #expect(cut.root.children.map { $0.defects.contains(.cut) } == [false, true, true])
    }

    @Test("a cut in an enclosed encoded message reaches the message")
    func innerCut() {
        // Three fields, an empty line and a body.
        let text = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nYTogMQpiOiAyCmM6IDMKCnQK\n"
        expect(message(text, MessageLimits(maxHeaderFields: 2)), cutBy: [.headerFields])
    }

    // MARK: Other readings

    /// The parts of all readings.
    private func count(_ part: Part) -> Int {
        1 + (part.children + part.otherReadings).reduce(0) { $0 + count($1) }
    }

    /// Messages within each other, each transfer-encoded, around a short one.
    private func encoded(_ fields: String, levels: Int) -> String {
        String(repeating: "\(fields)Content-Transfer-Encoding: quoted-printable\n\n", count: levels)
            + "Subject: a\n\nb\n"
    }

    @Test(
        "messages within each other that are read in two or more ways do not double the parts with every level",
        arguments: [
            "Content-Type: message/rfc822\nX: a\rY: b\n",
            "Content-Type: message/rfc822\nContent-Type: message/rfc822; name=a\n",
            "Content-Type: message/rfc822\nContent-Type: message/global\n",
        ])
    func nestedReadings(_ fields: String) {
        let few = message(encoded(fields, levels: 6), .standard)
        let many = message(encoded(fields, levels: 12), .standard)
        // Readings of four times the message, each of as many levels as are below it: no more than the square.
        #expect(count(many.root) <= 4 * count(few.root))
        #expect(many.parts.count == 13)
        #expect(many.cuts.allSatisfy { $0.limit == .otherReadings })
        #expect(many.defects.contains(.ambiguous))
    }

    @Test("what other readings decode is not taken from the tree")
    func decodedBytesOfReadings() {
        let plain = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogYQoKYgo=\n"
        let text =
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/global\n\(plain)--b\n\(plain)--b--\n"
        let read = message(text, MessageLimits(maxDecodedBytes: 28))
        expect(read, cutBy: [])
        #expect(read.root.children.map { $0.children.first?.bodyBytes.count ?? -1 } == [2, 2])
        #expect(read.root.children.map { $0.otherReadings.flatMap(\.children).count } == [1, 0])
    }

    @Test("nor are the parts that they list, and what has no room is told")
    func partsOfReadings() {
        var text = "Content-Type: multipart/mixed; boundary=a\n\n"
        for number in 0..<4 {
            let part = "Content-Type: multipart/mixed; boundary=b\(number); boundary=c\(number)\n\n"
            text += "--a\n\(part)--b\(number)\n\none\n--c\(number)\n\ntwo\n"
        }
        expect(message(text + "--a--\n", MessageLimits(maxParts: 9)), cutBy: [])
        let nested = (0..<20).map { level in
            "Content-Type: multipart/mixed; boundary=b\(level)x; boundary=c\(level)x\n\n--b\(level)x\n"
        }
        expect(message(nested.joined() + "\ntext\n", .standard), cutBy: [.otherReadings])
    }

    @Test("the limits are kept whatever they are", arguments: [Int.min, -1, 0, 1, Int.max])
    func extremes(_ limit: Int) {
        let limits = MessageLimits(
            maxDepth: limit, maxParts: limit, maxHeaderBytes: limit, maxHeaderFields: limit, maxDecodedBytes: limit)
        for text in SyntheticMail.all {
            let message = message(text, limits)
            #expect(message.cuts.isEmpty != message.defects.contains(.cut))
        }
    }

    @Test("behind its deadline nothing more of a message is read, and that is said")
    func deadline() {
        let part = "--b\nContent-Type: text/html\n\n" + String(repeating: "<p>text\n", count: 100_000)
        let text = "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + part + part + "--b--\n"
        let bytes = Array(text.utf8)
        var limits = MessageLimits()
        limits.deadline = WorkDeadline(nanosecondsFromNow: 0)
        let late = Message(bytes, limits: limits)
        expect(late, cutBy: [.deadline])
        #expect(late.subject == "x" && late.content().visibleText.isEmpty)
        #expect(late.content().contentFlags.contains(.cut))
        limits.deadline = WorkDeadline(nanosecondsFromNow: .max)
        let inTime = Message(bytes, limits: limits)
        expect(inTime, cutBy: [])
        #expect(inTime.content().visibleText == Message(bytes).content().visibleText)
        #expect(!inTime.content().visibleText.isEmpty)
        // A page that is being read when the time is up ends within a thousand tokens.
        var budget = ContentBudget()
        budget.deadline = WorkDeadline(nanosecondsFromNow: 0)
        let page = HTMLReader.read(Array(String(repeating: "<p>text\n", count: 20_000).utf8), budget: budget)
        #expect(page.isCut && page.visible.count < 5 * 1_024)
    }
}
