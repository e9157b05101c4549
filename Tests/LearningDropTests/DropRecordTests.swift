// SPDX-License-Identifier: Apache-2.0
import LearningDrop
import TestSupport
import Testing

@Suite("Records of the drop folder")
struct DropRecordTests {
    private static let records = [
        DropRecord(
            .spam, message: Array("Subject: x\r\n\r\nBody\r\n".utf8), account: "ann", origin: "imapsieve", time: 1),
        DropRecord(.ham, message: [0], origin: "command", time: .max),
        DropRecord(
            .forget, message: Array("spreu-drop 1 00000000 0\n\n\n".utf8), account: "a%\n\u{7F}: ü\r\0@example.com",
            origin: "", time: -1, verdict: "{\"verdict\":\"ham\"}"),
        DropRecord(
            .spam, message: Array(repeating: 0xFF, count: 70_000), account: "%41", origin: "x", time: 0, verdict: ""),
    ]

    @Test("what is written is read", arguments: records.indices)
    func roundTrip(index: Int) throws {
        let record = Self.records[index]
        #expect(try DropRecord(encoded: record.encoded()) == record)
    }

    @Test("a record cut short at any byte is none", arguments: 0..<3)
    func truncation(index: Int) {
        let bytes = Self.records[index].encoded()
        for count in 0..<bytes.count {
            #expect(throws: DropRecord.FormatError.self) { try DropRecord(encoded: Array(bytes.prefix(count))) }
        }
        #expect(throws: DropRecord.FormatError.self) { try DropRecord(encoded: bytes + [0]) }
    }

    @Test("a record with any bit flipped is none", arguments: 0..<3)
    func flippedBits(index: Int) throws {
        let record = Self.records[index]
        let bytes = record.encoded()
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(bit)
                // A bit of the checksum's hex digits may only turn a to A, which says the same.
                if let read = try? DropRecord(encoded: damaged) { #expect(read == record) }
            }
        }
    }

    @Test("a later version of the format is told from damage")
    func laterVersion() {
        #expect(throws: DropRecord.FormatError.unknownVersion) {
            try DropRecord(encoded: Array("spreu-drop 2 00000000 0\n".utf8))
        }
    }

    /// A whole record of these fields, with its frame.
    private static func framed(_ fields: String) -> [UInt8] {
        let payload = Array((fields + "\nSubject: x\n\nBody\n").utf8)
        var checksum = UInt32.max
        for byte in payload {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return Array("spreu-drop 1 \(String(~checksum, radix: 16)) \(payload.count)\n".utf8) + payload
    }

    private static let fields = "lesson: spam\ntime: 1\naccount: a\norigin: b\n"

    @Test("fields that are not known are skipped")
    func unknownFields() throws {
        let record = DropRecord(
            .spam, message: Array("Subject: x\n\nBody\n".utf8), account: "a", origin: "b", time: 1)
        #expect(try DropRecord(encoded: Self.framed("later: x\n" + Self.fields)) == record)
    }

    @Test("a header longer than all fields may be together is refused")
    func longHeader() {
        let many = (0..<20_000).map { "\(String($0, radix: 16)):\n" }.joined()
        for header in [many + Self.fields, String(repeating: "x", count: 50_000) + ":\n" + Self.fields] {
            #expect(throws: DropRecord.FormatError.badField("header")) {
                try DropRecord(encoded: Self.framed(header))
            }
        }
    }

    @Test("random bytes are read without a crash")
    func randomBytes() {
        var generator = SplitMix64(seed: 5)
        let head = Array("spreu-drop 1 ".utf8)
        for _ in 0..<2000 {
            let tail = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                UInt8.random(in: 0...127, using: &generator)
            }
            _ = try? DropRecord(encoded: head + tail)
        }
    }
}

@Suite("Records that earlier versions wrote")
struct GoldenRecordTests {
    @Test("a record of format 1 is read, and written the same")
    func format1() throws {
        let bytes = try GoldenFiles().bytes("drop-1")
        let record = try DropRecord(encoded: bytes)
        #expect(
            record
                == DropRecord(
                    .spam, message: Array("From: a@example.com\r\nSubject: cheap\r\n\r\nBuy it now.\r\n".utf8),
                    account: "anna%x@example.org", origin: "imapsieve", time: 1_795_934_016_072_217_465,
                    verdict: "ham, probability=0.02"))
        #expect(record.encoded() == bytes)
    }
}
