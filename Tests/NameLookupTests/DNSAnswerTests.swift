// SPDX-License-Identifier: Apache-2.0
import NameLookup
import TestSupport
import Testing

@Suite("Answers of the DNS")
struct DNSAnswerTests {
    private static let question = DNSQuestion("example.com", .txt)

    /// A message: header, the question, records.
    private static func message(
        _ question: DNSQuestion = question, flags: UInt16 = 0x8180, answers: [[UInt8]] = [],
        authorities: [[UInt8]] = []
    ) -> [UInt8] {
        var bytes: [UInt8] = [0x12, 0x34] + number(flags) + number(1)
        bytes += number(UInt16(answers.count)) + number(UInt16(authorities.count)) + number(0)
        bytes += name(question.name) + number(question.type.rawValue) + number(1)
        return bytes + answers.joined() + authorities.joined()
    }

    private static func number(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xff)] }

    private static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    /// A record at the name of the question, to which a pointer leads.
    private static func record(
        _ type: UInt16, _ data: [UInt8], owner: [UInt8] = [0xc0, 12], seconds: UInt16 = 300
    ) -> [UInt8] {
        owner + number(type) + number(1) + [0, 0] + number(seconds) + number(UInt16(data.count)) + data
    }

    private static func text(_ strings: String...) -> [UInt8] {
        strings.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    }

    private func read(_ bytes: [UInt8], _ question: DNSQuestion = question) throws(DNSFailure) -> DNSAnswer {
        try DNSAnswer(bytes.span, to: question)
    }

    @Test("records of all types are read")
    func types() throws {
        #expect(
            try read(Self.message(answers: [Self.record(16, Self.text("v=spf1 ", "-all"))])).records
                == [.text("v=spf1 -all")])
        let cases: [(DNSType, [UInt8], DNSData)] = [
            (.a, [192, 0, 2, 1], .address("192.0.2.1")),
            (.aaaa, [0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [1], .address("2001:db8::1")),
            (.mx, [0, 10, 4] + Array("MAIL".utf8) + [0xc0, 12], .exchange(preference: 10, host: "mail.example.com")),
            (.mx, [0, 0, 0], .exchange(preference: 0, host: "")),
            (.ptr, [4] + Array("mail".utf8) + [0xc0, 12], .pointer("mail.example.com")),
            (
                .tlsa, [3, 1, 1, 0xaa, 0xbb],
                .association(TLSAssociation(usage: 3, selector: 1, matching: 1, data: [0xaa, 0xbb]))
            ),
        ]
        for (type, data, expected) in cases {
            let question = DNSQuestion("example.com", type)
            let answer = try read(
                Self.message(question, answers: [Self.record(type.rawValue, data)]), question)
            #expect(answer.records == [expected] && answer.seconds == 300)
        }
    }

    @Test("aliases are followed, and others' records are passed over")
    func aliases() throws {
        let question = DNSQuestion("example.com", .a)
        let target = Self.name("host.example.net")
        let answer = try read(
            Self.message(
                question,
                answers: [
                    Self.record(5, target), Self.record(1, [192, 0, 2, 1], owner: target, seconds: 60),
                    Self.record(1, [6, 6, 6, 6], owner: Self.name("evil.example")), Self.record(99, [1, 2, 3]),
                ]), question)
        #expect(answer.records == [.address("192.0.2.1")] && answer.aliases == ["host.example.net"])
        #expect(answer.seconds == 60)
    }

    @Test("no such name, no such record, and for how long, are told apart")
    func negative() throws {
        let authority = Self.record(
            6,
            Self.name("ns.example.com") + Self.name("h.example.com") + [UInt8](repeating: 0, count: 16) + [0, 0, 0, 30])
        let none = try read(Self.message(flags: 0x8183, authorities: [authority]))
        #expect(none.isNoSuchName && none.records.isEmpty && none.seconds == 30)
        let noData = try read(Self.message())
        #expect(!noData.isNoSuchName && noData.records.isEmpty)
        #expect(try read(Self.message(flags: 0x81a0)).isAuthenticated)
    }

    @Test(
        "a server's refusals have their names",
        arguments: [(UInt16(2), DNSFailure.serverFailed), (5, .refused), (1, .code(1))])
    func failures(code: UInt16, failure: DNSFailure) {
        #expect(throws: failure) { try read(Self.message(flags: 0x8180 | code)) }
    }

    @Test(
        "what breaks the rules is no answer",
        arguments: [
            // A name that points at itself, forward, into the middle of nowhere; one with a label of another kind.
            message(answers: [record(16, text("x"), owner: [0xc0, 29])]),
            message(answers: [record(16, text("x"), owner: [0xc0, 40])]),
            message(answers: [record(16, text("x"), owner: [0xff, 0xff])]),
            message(answers: [record(16, text("x"), owner: [0x80, 1])]),
            message(answers: [
                record(16, text("x"), owner: Array(repeating: [1, 0x61], count: 200).flatMap { $0 } + [0])
            ]),
            // A string longer than its record, a record longer than the message, addresses of another length.
            message(answers: [record(16, [9, 0x61])]),
            message(answers: [Array(record(16, text("xyz")).dropLast())]),
            message(answers: [record(1, [1, 2, 3])]), message(answers: [record(28, [1, 2, 3, 4])]),
            message(answers: [record(15, [0])]), message(answers: [record(52, [3, 1])]),
            // A question, another name's answer, one that is cut off, and one with very many records.
            message(flags: 0x0100), message(DNSQuestion("example.net", .txt)),
            message(DNSQuestion("example.com", .a)), message(flags: 0x8380), [], [0],
            message(answers: Array(repeating: record(16, text("x")), count: 257)),
        ])
    func malformed(bytes: [UInt8]) {
        #expect(throws: DNSFailure.malformed) { try read(bytes) }
    }

    @Test("whatever bytes come, nothing is read beyond them")
    func hostile() {
        var random = SplitMix64(seed: 20_261_130)
        let whole = Self.message(
            answers: [
                Self.record(5, Self.name("a.example")),
                Self.record(16, Self.text("hello"), owner: Self.name("a.example")),
                Self.record(15, [0, 1, 0xc0, 12]),
            ], authorities: [Self.record(6, [0, 0] + [UInt8](repeating: 1, count: 20))])
        for length in 0..<whole.count { _ = try? read(Array(whole[..<length])) }
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? read(bytes)
        }
    }
}
