// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

@Suite("any bytes are a message")
struct RobustnessTests {
    /// Reads everything that can be asked of a message, each part with a limit; returns the bytes decoded.
    @discardableResult
    private func readAll(_ message: Message) -> Int {
        var output: [UInt8] = []
        _ = (message.subject, message.from, message.to, message.cc, message.date, message.messageID, message.received)
        for field in message.header.fields {
            output.removeAll(keepingCapacity: true)
            field.appendDecoded(to: &output, limit: 500)
            #expect(output.count <= 500)
        }
        var count = 0
        for part in message.parts {
            _ = (part.filename, part.disposition, part.contentID, part.isAttachment)
            output.removeAll(keepingCapacity: true)
            part.appendDecodedBody(to: &output, limit: 1_000)
            #expect(output.count <= 1_000)
            count += output.count
            output.removeAll(keepingCapacity: true)
            part.appendText(to: &output, limit: 1_000)
            #expect(output.count <= 1_000)
            #expect(String(validating: output, as: UTF8.self) != nil)
        }
        return count
    }

    @Test(
        "mutated messages of the suites are read to their end",
        .enabled(if: Suite.isPresent, "../shared/mime is absent"))
    func mutations() throws {
        var random = SplitMix64(seed: 1)
        let files = ["malformed", "thirdparty", "rfc"].flatMap { folder in
            Suite.files("stalwart/eml/" + folder, suffix: ".eml").map { "stalwart/eml/\(folder)/\($0)" }
        }
        let syntax = Array("\n\r\t :;,=?()<>@\"\\-.[]/*'%\0\u{7F}".utf8) + [0x80, 0xC3, 0xFF]
        for file in files {
            let original = try Suite.bytes(file)
            guard !original.isEmpty else { continue }
            for _ in 0..<20 {
                var bytes = original
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: bytes[place] = syntax[Int.random(in: 0..<syntax.count, using: &random)]
                    case 2: bytes.insert(contentsOf: bytes[place..<min(place + 40, bytes.count)], at: place)
                    default: if bytes.count > 60 { bytes.removeSubrange(place..<min(place + 40, bytes.count)) }
                    }
                }
                readAll(Message(bytes))
            }
        }
    }

    @Test("nesting, parts and fields beyond the limits are cut, and the cut is told")
    func limits() {
        var deep = ""
        for level in 0..<60 { deep += "Content-Type: multipart/mixed; boundary=b\(level)x\n\n--b\(level)x\n" }
        let nested = Message(Array(deep.utf8), limits: MessageLimits(maxDepth: 10))
        #expect(nested.cuts.map(\.limit) == [.depth])
        #expect(nested.parts.count == 11)

        let many = "Content-Type: multipart/mixed; boundary=x\n\n" + String(repeating: "--x\n\na\n", count: 50)
        let parts = Message(Array(many.utf8), limits: MessageLimits(maxParts: 20))
        #expect(parts.cuts.map(\.limit) == [.parts])
        #expect(parts.parts.count == 20)

        let fields = Message(
            Array((String(repeating: "a: b\n", count: 50) + "\nbody").utf8), limits: MessageLimits(maxHeaderFields: 20))
        #expect(fields.cuts.map(\.limit) == [.headerFields])
        #expect(fields.header.fields.count == 20)
        #expect(fields.root.withBody { Array($0) } == Array("body".utf8))
        #expect(fields.defects.contains(.cut))
    }

    @Test(
        "empty, blank and headless input is a message", arguments: ["", "\n", "\r\n\r\n", "--", "=?", ":", "a:", "\0"])
    func small(_ text: String) {
        readAll(Message(Array(text.utf8)))
    }
}
