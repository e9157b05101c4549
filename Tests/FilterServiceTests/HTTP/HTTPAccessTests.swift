// SPDX-License-Identifier: Apache-2.0
import FilterService
import HTTPTypes
import TestSupport
import Testing

@Suite("Who may change something over HTTP") struct HTTPAccessTests {
    private static let token = "0f8b3c5d7a9e1246Zz+/-_=~0f8b3c5d"
    private let access = HTTPAccess(token: token)

    @Test("the token opens, as a password and as a bearer token")
    func rightToken() throws {
        let password = try #require(HTTPField.Name("Password"))
        #expect(access.allows([password: Self.token], isLocal: false))
        #expect(access.allows([.authorization: "Bearer \(Self.token)"], isLocal: false))
        #expect(access.allows([.authorization: "bearer   \(Self.token) "], isLocal: false))
    }

    @Test("a token that differs in exactly one place is refused, whatever the place and the bit", arguments: 0..<32)
    func differsInOnePlace(_ place: Int) throws {
        let password = try #require(HTTPField.Name("Password"))
        for bit in 0..<7 {
            var bytes = Array(Self.token.utf8)
            bytes[place] ^= 1 << UInt8(bit)
            // Control characters never get into a field.
            guard bytes[place] > 0x20, bytes[place] < 0x7f else { continue }
            #expect(!access.allows([password: String(decoding: bytes, as: UTF8.self)], isLocal: false))
        }
    }

    @Test("none of ten thousand random tokens of the right length is accepted")
    func randomTokens() throws {
        let password = try #require(HTTPField.Name("Password"))
        var random = SplitMix64(seed: 5)
        let letters = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/".utf8)
        for _ in 0..<10_000 {
            let guess = (0..<Self.token.utf8.count).map { _ in letters[Int(random.next() % 64)] }
            #expect(!access.allows([password: String(decoding: guess, as: UTF8.self)], isLocal: true))
        }
    }

    @Test("shorter, longer, empty and missing tokens are refused")
    func otherLengths() throws {
        let password = try #require(HTTPField.Name("Password"))
        for wrong in [String(Self.token.dropLast()), String(Self.token.dropFirst()), Self.token + "0", "x", ""] {
            #expect(!access.allows([password: wrong], isLocal: true))
        }
        #expect(!access.allows([:], isLocal: true))
    }

    @Test("without a token only clients on this machine may, and no page in a browser")
    func noToken() {
        let access = HTTPAccess(token: nil)
        #expect(access.allows([:], isLocal: true))
        #expect(!access.allows([:], isLocal: false))
        #expect(!access.allows([.origin: "http://evil.example"], isLocal: true))
    }
}
