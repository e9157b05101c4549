// SPDX-License-Identifier: Apache-2.0
import Foundation
import SenderReputation
import TestSupport
import Testing

@Suite("Exported lists")
struct ListFileTests {
    private static func selection() throws -> ListSelection {
        var mail = (0..<3).map { Mailbox.Mail(day: 3, spf: "pass", body: "http://www.pills.example/x", number: $0 + 1) }
        mail += (0..<3).map { Mailbox.Mail(day: 4, address: "192.0.2.9", spf: "pass", number: $0 + 1) }
        mail += (0..<4).map {
            Mailbox.Mail(day: 5, address: "2001:db8:7::9", author: "a@other.example", number: $0 + 1)
        }
        return ListSelection(try Mailbox.table(mail, day: 5), ListPolicy())
    }

    private static func files(rejects: Bool = false, now: Int64 = Mailbox.end(of: 5)) throws -> [String: String] {
        let selection = try selection()
        return ListFile.all.reduce(into: [:]) { files, file in
            files[file.name] = file.text(selection, now: now, days: 7, rejects: rejects)
        }
    }

    @Test("every file says when it was made and when each entry ends, and has its own kinds alone")
    func texts() throws {
        let files = try Self.files()
        let plain = try #require(files["addresses.txt"])
        #expect(
            plain.hasPrefix(
                "# spreu reputation list, format 1, plain\n# made 2026-11-05T23:59:59Z, 4 entries; all end by 2026-11-13\n"
            ))
        #expect(
            plain.contains(
                "# ends 2026-11-11\n192.0.2.1\n# ends 2026-11-12\n192.0.2.9\n192.0.2.0/24\n# ends 2026-11-13\n2001:db8:7::9\n"
            ))
        #expect(files["links.txt"]?.contains("\npills.example\n") == true)
        #expect(files["senders.txt"]?.contains("\nbulk.example\n") == true)
        #expect(files["senders.txt"]?.contains("other.example") == false, "nothing proves that domain")
        #expect(
            files["clients.cidr"]?.contains(
                "192.0.2.1 PREPEND X-Spreu-Reputation: client 192.0.2.1, 3 spam messages, no ham, until 2026-11-11")
                == true)
        #expect(files["clients.cidr"]?.contains("REJECT") == false)
        #expect(try Self.files(rejects: true)["clients.cidr"]?.contains("192.0.2.0/24 REJECT 5.7.1 ") == true)
        for text in files.values { #expect(!text.contains("secret") && !text.contains("anna")) }
    }

    @Test("what has ended goes, and nothing else; a file of others stays as it is")
    func expiry() throws {
        let text = try #require(try Self.files()["addresses.txt"])
        let later = try ListExpiry(text, now: Mailbox.end(of: 11))
        #expect(later.ended == 1 && later.left == 3 && !later.text.contains("192.0.2.1\n"))
        let same = try ListExpiry(text, now: Mailbox.end(of: 10))
        #expect(same.ended == 0 && same.text == text)
        let over = try ListExpiry(text, now: Mailbox.end(of: 30))
        #expect(over.ended == 4 && over.left == 0)
        #expect(throws: ListExpiry.Problem.unknown) { try ListExpiry("192.0.2.1 OK\n", now: 0) }
        for (name, file) in try Self.files() {
            let left = try ListExpiry(file, now: Mailbox.end(of: 30))
            #expect(left.left == 0, "\(name)")
        }
    }

    @Test("a list is stale when nothing is left and its day has passed, also if nothing was ever in it")
    func stale() throws {
        let text = try #require(try Self.files()["addresses.txt"])
        #expect(try !ListExpiry(text, now: Mailbox.end(of: 10)).isStale)
        let over = try ListExpiry(text, now: Mailbox.end(of: 30))
        #expect(over.isStale)
        #expect(try ListExpiry(over.text, now: Mailbox.end(of: 30)).isStale)
        let empty = try #require(ListFile.all.last).text(
            ListSelection(ReputationTable(asOf: 0), ListPolicy()), now: Mailbox.end(of: 5), days: 7, rejects: false)
        #expect(try !ListExpiry(empty, now: Mailbox.end(of: 6)).isStale)
        #expect(try ListExpiry(empty, now: Mailbox.end(of: 30)).isStale)
    }

    @Test("rbldnsd's files end together, and a link to an address is in none of them")
    func zoneEnds() throws {
        var table = ReputationTable(asOf: Mailbox.end(of: 5))
        for _ in 0..<3 {
            table.take(
                SenderSighting(
                    Testimony(isSpam: true), date: Mailbox.end(of: 3),
                    names: [.init(.link, "192.0.2.77"), .init(.link, "pills.example"), .init(.address, "192.0.2.1")]))
        }
        let selection = ListSelection(table, ListPolicy())
        let texts = ListFile.all.map { file in
            (file, file.text(selection, now: Mailbox.end(of: 5), days: 7, rejects: false))
        }
        for (file, text) in texts where file.format == .rbldnsd {
            #expect(text.contains("$TIMESTAMP 2026:11:05:23:59:59 2026:11:13:00:00:00\n"), "\(file.name)")
            #expect(!text.contains("192.0.2.77"), "\(file.name)")
        }
        #expect(texts.first { $0.0.name == "links.txt" }?.1.contains("192.0.2.77") == true)
    }

    private static let postmap = Program(path: "/usr/sbin/postmap")

    @Test(
        "Postfix finds listed clients and senders in the maps, and no others",
        .enabled(if: postmap.exists, "postmap is missing: run scripts/setup --tests"))
    func maps() throws {
        let folder = try ScratchFolder()
        for (name, text) in try Self.files() { try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name))) }
        try Data("compatibility_level = 3.6\n".utf8).write(to: URL(fileURLWithPath: folder.path("main.cf")))
        func query(_ key: String, _ map: String) throws -> String {
            try Self.postmap.run(["-c", folder.root, "-q", key, map]).text
        }
        let cidr = "cidr:" + folder.path("clients.cidr")
        #expect(try query("192.0.2.1", cidr).hasPrefix("PREPEND X-Spreu-Reputation: client 192.0.2.1, "))
        #expect(try query("192.0.2.200", cidr).hasPrefix("PREPEND X-Spreu-Reputation: network 192.0.2.0/24, "))
        #expect(try query("2001:db8:7::9", cidr).hasPrefix("PREPEND"))
        #expect(try query("198.51.100.1", cidr).isEmpty)
        let hash = "hash:" + folder.path("senders")
        let made = try Self.postmap.run(["-c", folder.root, hash])
        #expect(made.code == 0 && made.errors.isEmpty, "\(made.errors)")
        #expect(try query("bulk.example", hash).hasPrefix("PREPEND X-Spreu-Reputation: sender bulk.example"))
        #expect(try query("friend.example", hash).isEmpty)
    }

    // MARK: rbldnsd

    private static let rbldnsd = Program(path: "/usr/sbin/rbldnsd")
    private static let dig = Program(path: "/usr/bin/dig")

    /// Asks a zone as mail servers do; the answer's address, or its status.
    private static func ask(_ name: String, port: Int) throws -> String {
        let outcome = try dig.run(["@127.0.0.1", "-p", "\(port)", "+time=2", "+tries=1", "+norecurse", name, "A"])
        if let answer = outcome.text.firstMatch(of: /\sIN\s+A\s+([0-9.]+)/) { return String(answer.1) }
        return outcome.text.firstMatch(of: /status: (\w+)/).map { String($0.1) } ?? "nothing"
    }

    @Test(
        "rbldnsd answers for what is listed, with an answer of its own for each kind, and stops when the zone has ended",
        .enabled(if: rbldnsd.exists && dig.exists, "rbldnsd or dig is missing: run scripts/setup --tests"))
    func zones() throws {
        let folder = try ScratchFolder()
        chmod(folder.root, 0o755)
        // rbldnsd goes by the clock.
        let now = Int64(Date().timeIntervalSince1970)
        let selection = try Self.fresh(now)
        for file in ListFile.all {
            let text = file.text(selection, now: now - 60, days: 7, rejects: false)
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(file.name)))
        }
        let old = try #require(ListFile.all.first { $0.name == "addresses.ip4trie" })
            .text(try Self.selection(), now: Mailbox.end(of: 5) - 400 * 86_400, days: 7, rejects: false)
        try Data(old.replacing("2026:11:", with: "2025:11:").utf8).write(to: URL(fileURLWithPath: folder.path("old")))
        let port = 20_000 + Int(getpid()) % 20_000
        let server = try RunningProgram(
            Self.rbldnsd.path,
            [
                "-n", "-b", "127.0.0.1/\(port)", "-w", folder.root,
                "bl.example:ip4trie:addresses.ip4trie", "bl6.example:ip6trie:addresses.ip6trie",
                "uri.example:dnset:links.dnset", "from.example:dnset:senders.dnset", "old.example:ip4trie:old",
            ], log: folder.root + ".log")
        defer { server.stop() }
        #expect(
            try eventually(within: 30) { try Self.ask("2.0.0.127.bl.example", port: port) == "127.0.0.2" },
            "\(server.log)")
        #expect(try Self.ask("1.0.0.127.bl.example", port: port) == "NXDOMAIN")
        #expect(try Self.ask("1.2.0.192.bl.example", port: port) == "127.0.0.2")
        #expect(try Self.ask("200.2.0.192.bl.example", port: port) == "127.0.0.3")
        #expect(try Self.ask("1.100.51.198.bl.example", port: port) == "NXDOMAIN")
        let version6 = "9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.7.0.0.0.8.b.d.0.1.0.0.2"
        #expect(try Self.ask("\(version6).bl6.example", port: port) == "127.0.0.2")
        #expect(try Self.ask("pills.example.uri.example", port: port) == "127.0.0.4")
        #expect(try Self.ask("www.pills.example.uri.example", port: port) == "127.0.0.4")
        #expect(try Self.ask("friend.example.uri.example", port: port) == "NXDOMAIN")
        #expect(try Self.ask("bulk.example.from.example", port: port) == "127.0.0.5")
        #expect(try Self.ask("test.uri.example", port: port) == "127.0.0.2")
        #expect(try Self.ask("invalid.uri.example", port: port) == "NXDOMAIN")
        #expect(try Self.ask("1.2.0.192.old.example", port: port) != "127.0.0.2", "the zone ended a year ago")
    }

    /// The same selection, of spam of today.
    private static func fresh(_ now: Int64) throws -> ListSelection {
        var table = ReputationTable(asOf: now)
        func take(_ names: [SenderSighting.Name], _ count: Int) {
            for _ in 0..<count { table.take(SenderSighting(Testimony(isSpam: true), date: now - 3_600, names: names)) }
        }
        let domains = [
            SenderSighting.Name(.envelope, "bulk.example", isProven: true), .init(.link, "pills.example"),
        ]
        take([.init(.address, "192.0.2.1"), .init(.network, "192.0.2.0/24")] + domains, 3)
        take([.init(.address, "192.0.2.9"), .init(.network, "192.0.2.0/24")], 3)
        take([.init(.address, "2001:db8:7::9"), .init(.network, "2001:db8:7::/48")], 3)
        return ListSelection(table, ListPolicy())
    }
}
