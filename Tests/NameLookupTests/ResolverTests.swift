// SPDX-License-Identifier: Apache-2.0
import NameLookup
import TestSupport
import Testing

@Suite("Asking a resolver")
struct ResolverTests {
    private let question = DNSQuestion("example.com", .txt)

    private func ask(
        _ question: DNSQuestion? = nil, _ answer: @escaping @Sendable ([UInt8]) -> [UInt8]?
    ) throws -> (Result<DNSAnswer, DNSFailure>, questions: Int) {
        let server = try NameServer(answer: answer)
        defer { server.stop() }
        let resolver = try #require(Resolver(server: "127.0.0.1@\(server.port)", seconds: 1, tries: 1))
        let result: Result<DNSAnswer, DNSFailure>
        do throws(DNSFailure) {
            result = .success(try resolver.ask(question ?? self.question))
        } catch {
            result = .failure(error)
        }
        return (result, server.questions)
    }

    @Test("an answer comes from the server that was named")
    func answer() throws {
        let (result, _) = try ask { NameServer.reply($0, [(16, [2] + Array("hi".utf8))]) }
        #expect(try result.get().records == [.text("hi")] && result.get().seconds == 300)
    }

    @Test(
        "codes of servers are told apart",
        arguments: [(UInt8(2), DNSFailure.serverFailed), (5, .refused), (9, .code(9))])
    func codes(code: UInt8, failure: DNSFailure) throws {
        #expect(try ask { NameServer.reply($0, code: code) }.0 == .failure(failure))
        #expect(try ask { NameServer.reply($0, code: 3) }.0.get().isNoSuchName)
    }

    @Test("a server that does not know EDNS is asked without")
    func withoutExtension() throws {
        let (result, questions) = try ask { question in
            NameServer.reply(question, code: question[11] > 0 ? 1 : 0, question[11] > 0 ? [] : [(16, [1, 0x61])])
        }
        #expect(try result.get().records == [.text("a")] && questions == 2)
    }

    @Test("what is hostile, for somebody else, or nothing, is no answer")
    func hostile() throws {
        #expect(try ask { _ in nil }.0 == .failure(.noReply))
        // Another number, another name: passed over until the time is up.
        #expect(try ask { NameServer.reply([$0[0] ^ 1] + $0.dropFirst(), [(16, [1, 0x61])]) }.0 == .failure(.noReply))
        #expect(
            try ask { question in
                var reply = NameServer.reply(question, [(16, [1, 0x61])])
                reply[13] = 0x78
                return reply
            }.0 == .failure(.noReply))
        // A record that is longer than the message, and a name that points at itself.
        #expect(try ask { Array(NameServer.reply($0, [(16, [200, 0x61])])) }.0 == .failure(.malformed))
        #expect(try ask { NameServer.reply($0, [(16, [1, 0x61])]).dropLast() }.0 == .failure(.malformed))
        let exchange = DNSQuestion("example.com", .mx)
        #expect(try ask(exchange) { NameServer.reply($0, [(15, [0, 1, 0xc0, 43])]) }.0 == .failure(.malformed))
    }

    @Test("only addresses are servers, and only names are asked for")
    func wrong() throws {
        for server in ["example.com", "", "127.0.0.1@0", "127.0.0.1@x", "127.0.0.1@70000"] {
            #expect(Resolver(server: server) == nil, "\(server)")
        }
        #expect(Resolver(server: "::1@53")?.address == "::1")
        let resolver = try #require(Resolver(server: "127.0.0.1"))
        #expect(throws: DNSFailure.badName) { try resolver.ask(DNSQuestion("a b", .a)) }
    }
}
