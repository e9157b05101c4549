// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import Testing

/// Clear text and TLS, told apart by lines that stand before those of the messages.
@Suite("Transport in logs")
struct TransportTests {
    private static func tables(_ lines: [String]) throws -> TransportTables {
        var options = LogAnalysis.Options()
        options.transport = TransportWatch(
            site: WatchedSite(domains: ["example.com"], networks: []), networks: [], clouds: [])
        var analysis = LogAnalysis(options, seed: 42)
        var parser = LineParser(written: 1_800_000_000, year: 2026)
        for line in lines {
            let bytes = Array("2026-03-02T10:00:00+00:00 mx \(line)".utf8)
            analysis.add(bytes.span, &parser)
        }
        analysis.finishAll()
        return try #require(analysis.transportTables)
    }

    private static func sent(_ id: String, _ process: Int, to domain: String, by address: String = "198.51.100.7")
        -> String
    {
        "postfix/smtp[\(process)]: \(id): to=<x@\(domain)>, relay=mx.example[\(address)]:25, delay=1, "
            + "delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)"
    }

    private static let established =
        "Trusted TLS connection established to mx.example[198.51.100.7]:25: TLSv1.3 with cipher X (256/256 bits)"

    @Test("a connection's TLS is that of the message that comes next on its process, with all its recipients")
    func sending() throws {
        let tables = try Self.tables([
            "postfix/smtp[5]: \(Self.established)", Self.sent("4A0D1E1", 5, to: "one.example"),
            Self.sent("4A0D1E1", 5, to: "two.example"),
            // Another message on the same process, to the same server: no line said TLS.
            Self.sent("4A0D1E2", 5, to: "plain.example"),
            // Another process.
            Self.sent("4A0D1E3", 6, to: "plain.example"),
            // Another server than that of the line.
            "postfix/smtp[7]: \(Self.established)", Self.sent("4A0D1E4", 7, to: "plain.example", by: "198.51.100.8"),
            "postfix/smtp[8]: \(Self.established.replacing("established to", with: "reused to"))",
            Self.sent("4A0D1E5", 8, to: "one.example"),
        ])
        let found = Dictionary(
            uniqueKeysWithValues: tables.sent.top(10) { $0.clear + $0.secured }.map { ($0.name, $0.value) })
        #expect(found["one.example"]?.secured == 2 && found["one.example"]?.clear == 0)
        #expect(found["two.example"]?.secured == 1)
        #expect(found["plain.example"]?.clear == 3 && found["plain.example"]?.secured == 0)
    }

    @Test("a login from this machine, over TLS, or through a proxy that has it, is none in clear text")
    func logins() throws {
        func login(_ rest: String) -> String {
            "dovecot: imap-login: Login: user=<u>, method=PLAIN, \(rest), session=<a>"
        }
        let tables = try Self.tables([
            login("rip=198.51.100.1, lip=192.0.2.1, mpid=1, TLS"),
            login("rip=127.0.0.1, lip=127.0.0.1, mpid=1, secured"),
            login("rip=198.51.100.1, lip=192.0.2.1, mpid=1, secured"), login("rip=192.0.2.1, lip=192.0.2.1, mpid=1"),
            login("rip=198.51.100.1, lip=192.0.2.1, mpid=1"), login("rip=198.51.100.2, lip=192.0.2.1, mpid=1"),
        ])
        #expect(tables.clearLogins.count == 2)
        #expect(tables.clearLogins.accountCount == 1)
        #expect(tables.logins == 5)
    }
}
