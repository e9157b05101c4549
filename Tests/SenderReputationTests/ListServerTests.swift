// SPDX-License-Identifier: Apache-2.0
import Foundation
import NameLookup
import SenderReputation
import TestSupport
import Testing

/// Lists that a real rbldnsd serves, asked as users ask them.
@Suite("Lists of a real server")
struct ListServerTests {
    private static let rbldnsd = Program(path: "/usr/sbin/rbldnsd")

    /// An error of each kind, for whoever asks for anything.
    private static let errors = [
        "typo": "127.255.255.252", "public": "127.255.255.254", "many": "127.255.255.255", "parked": "203.0.113.9",
    ]

    @Test(
        "rbldnsd's lists are tested and asked: whole ones, silent ones, and such that answer with errors",
        .enabled(if: rbldnsd.exists, "rbldnsd is missing: run scripts/setup --tests"))
    func lists() throws {
        let folder = try ScratchFolder()
        chmod(folder.root, 0o755)
        func write(_ name: String, _ text: String) throws {
            try Data("$NS 1h ns.example\n\(text)".utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        }
        try write("bl", "127.0.0.2 :127.0.0.2:test\n192.0.2.1 :127.0.0.4:bad\n")
        try write("bl6", "::ffff:7f00:2 :127.0.0.2:test\n2001:db8::/32 :127.0.0.3:bad\n")
        try write("empty", "198.51.100.1 :127.0.0.2:other\n")
        try write("all", "127.0.0.0/8 :127.0.0.2:all\n")
        try write("dom", ".test :127.0.1.2:test\nbad.example :127.0.1.5:bad\n")
        for (name, answer) in Self.errors { try write(name, "127.0.0.0/8 :\(answer):error\n") }
        let port = 41_000 + Int(getpid()) % 10_000
        var arguments = [
            "-n", "-b", "127.0.0.1/\(port)", "-w", folder.root, "bl.example:ip4set:bl", "bl.example:ip6trie:bl6",
            "empty.example:ip4set:empty", "all.example:ip4set:all", "dom.example:dnset:dom",
        ]
        arguments += Self.errors.keys.sorted().map { "\($0).example:ip4set:\($0)" }
        let server = try RunningProgram(Self.rbldnsd.path, arguments, log: folder.root + ".log")
        defer { server.stop() }
        let resolver = try #require(Resolver(server: "127.0.0.1@\(port)", seconds: 2, tries: 1))
        let isUp = eventually(within: 30) {
            (try? resolver.ask(DNSQuestion("2.0.0.127.bl.example", .a)).records) == [.address("127.0.0.2")]
        }
        #expect(isUp, "\(server.log)")

        var asker = ListAsker(ListLedger(now: 1_800_000_000)) { question throws(DNSFailure) in
            try resolver.ask(question)
        }
        func test(_ text: String) throws -> ListSelfTest { asker.test(try #require(AskedList(text))) }
        let whole = try test("bl.example=127.0.0.[2..11]")
        #expect(whole.verdict == .works && whole.listsVersion6 == true, "\(whole)")
        let domains = try test("dom.example")
        #expect(domains.verdict == .works && domains.hasDomains && domains.listsBelow == true, "\(domains)")
        #expect(try test("empty.example").verdict == .notProtected)
        #expect(try test("all.example").verdict == .listsEverything)
        #expect(try test("typo.example").verdict == .error(.wrongName))
        #expect(try test("public.example").verdict == .error(.publicResolver))
        #expect(try test("many.example").verdict == .error(.tooMany))
        #expect(try test("parked.example").verdict == .error(.foreign("203.0.113.9")))
        // A zone that the server does not have.
        #expect(try test("none.example").verdict == .error(.failed(.refused)))

        let lists = try ["bl.example", "dom.example", "public.example"].map { try #require(AskedList($0)) }
        let found = asker.presences(
            lists, addresses: ["192.0.2.1", "192.0.2.2", "2001:db8::1"], domains: ["bad.example", "good.example"])
        #expect(
            found.map(\.outcome) == [
                .listed(["127.0.0.4"]), .notListed, .listed(["127.0.0.3"]), .listed(["127.0.1.5"]), .notListed,
                .error(.publicResolver),
            ])
    }
}
