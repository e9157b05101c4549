// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Clients that are slow, rude, or broken: each costs one line of a metric at most, never another client's mail.
@Suite("spreud: hostile clients")
struct HostileClientTests {
    private let spam: [UInt8]

    init() throws { spam = [UInt8](try SampleCorpus.data("new/spam.eml")) }

    private static let strict = """
        limits:
          command-seconds: 5
          idle-seconds: 1
          message-bytes: 100000
          memory-bytes: 4000000
        """

    private func expectAlive(_ filter: FilterProcess) throws {
        let head = "CHECK SPAMC/1.5\r\nContent-length: \(spam.count)\r\n\r\n"
        #expect(try filter.spamd(head, spam).contains("Spam: True ; "))
        #expect(try filter.request("POST", "/v1/classify", spam).json["verdict"].string == "spam")
    }

    @Test("who sends nothing, or a byte now and then, is dropped in time")
    func slowLoris() throws {
        let filter = try FilterProcess(Self.strict)
        let silent = try RawClient(port: filter.spamdPort)
        #expect(silent.isClosed())

        let head = Array("CHECK SPAMC/1.5\r\nContent-length: 1000000\r\n\r\n".utf8)
        for ports in [
            (filter.spamdPort, head),
            (filter.httpPort, Array("POST /v1/classify HTTP/1.1\r\nContent-Length: 10000\r\n\r\n".utf8)),
        ] {
            let client = try RawClient(port: ports.0)
            var sent = 0
            // A byte every few milliseconds keeps no idle timer quiet for long enough.
            let ended = eventually {
                let byte = sent < ports.1.count ? ports.1[sent] : UInt8(ascii: "x")
                sent += 1
                return (try? client.send([byte])) == nil
            }
            #expect(ended, "port \(ports.0)")
        }
        #expect(
            eventually { (try? filter.metric("spreu_protocol_errors_total{protocol=\"spamd\",kind=\"timeout\"}")) == 1 }
        )
        #expect(
            eventually { (try? filter.metric("spreu_protocol_errors_total{protocol=\"http\",kind=\"timeout\"}")) == 1 })
        try expectAlive(filter)
    }

    @Test("who never reads the answer is dropped in time and costs no one else")
    func neverReads() throws {
        let filter = try FilterProcess(Self.strict)
        let clients = try (0..<20).map { _ in
            let client = try RawClient(port: filter.spamdPort)
            let body = [UInt8](repeating: UInt8(ascii: "x"), count: 90_000)
            try client.send("PROCESS SPAMC/1.5\r\nContent-length: \(body.count)\r\n\r\n")
            try client.send(body)
            return client
        }
        try expectAlive(filter)
        withExtendedLifetime(clients) {}
    }

    @Test("garbage is refused in the protocol's own words")
    func garbage() throws {
        let filter = try FilterProcess()
        #expect(try filter.spamd("GET / HTTP/1.1\r\n\r\n").hasPrefix("SPAMD/1.0 76 Bad header line: "))
        #expect(try filter.spamd("\0\u{1}\u{2}\r\n").hasPrefix("SPAMD/1.0 76 "))
        let client = try RawClient(port: filter.httpPort)
        try client.send("NOT HTTP\r\n\r\n")
        #expect(String(decoding: try client.readAll(), as: UTF8.self).hasPrefix("HTTP/1.1 400 "))
        var generator = SplitMix64(seed: 3)
        for port in [filter.spamdPort, filter.httpPort] {
            for _ in 0..<200 {
                let client = try RawClient(port: port)
                // It may be refused, and the connection ended, before all is sent.
                try? client.send(
                    (0..<Int.random(in: 1...2_000, using: &generator)).map { _ in
                        UInt8.random(in: 0...255, using: &generator)
                    })
                client.halfClose()
                _ = try? client.readAll()
            }
        }
        try expectAlive(filter)
    }

    @Test("lines and headers without end are cut off")
    func endlessHead() throws {
        let filter = try FilterProcess()
        for (port, start) in [(filter.spamdPort, "CHECK SPAMC/1.5\r\n"), (filter.httpPort, "GET /ping HTTP/1.1\r\n")] {
            let client = try RawClient(port: port)
            try client.send(start)
            let field = [UInt8](repeating: UInt8(ascii: "A"), count: 60_000)
            let ended = eventually { (try? client.send(field)) == nil }
            #expect(ended, "port \(port)")
        }
        try expectAlive(filter)
    }

    @Test("of a message beyond the limit the first part is scored, and the answer says so; it is not handed back")
    func oversize() throws {
        let filter = try FilterProcess(Self.strict.replacing("seconds: 5", with: "seconds: 60"))
        let body = spam + [UInt8](repeating: UInt8(ascii: "x"), count: 5_000_000)
        let length = "Content-length: \(body.count)\r\n\r\n"
        let report = try filter.spamd("REPORT SPAMC/1.5\r\n" + length, body)
        #expect(report.contains("scanned=first-part"))
        #expect(try filter.spamd("SYMBOLS SPAMC/1.5\r\n" + length, body).hasSuffix(",SPREU_PARTIAL"))
        // The client has the message still: it passes it on as it was.
        #expect(try filter.spamd("PROCESS SPAMC/1.5\r\n" + length, body).hasPrefix("SPAMD/1.0 65 "))
        #expect(
            try filter.spamd("TELL SPAMC/1.5\r\nMessage-class: spam\r\nSet: local\r\n" + length, body).hasPrefix(
                "SPAMD/1.0 69 "))
        #expect(try filter.request("POST", "/v1/classify", body).json["partial"].bool == true)
        #expect(try filter.request("POST", "/learnspam", body).status == 413)
        #expect(try filter.feedback().isEmpty)
        #expect(try #require(try filter.metric("process_resident_memory_bytes")) < 300e6)
        try expectAlive(filter)
    }

    @Test("a bomb of zlib is unpacked no further than a message may be large")
    func bomb() throws {
        let filter = try FilterProcess()
        let packed = zlibCompressed([UInt8](repeating: UInt8(ascii: "a"), count: 300 << 20))
        let head = "REPORT SPAMC/1.5\r\nCompress: zlib\r\nContent-length: \(packed.count)\r\n\r\n"
        #expect(try filter.spamd(head, packed).contains("scanned=first-part"))
        try expectAlive(filter)
    }

    @Test("connections that end in the middle cost nothing")
    func cutShort() throws {
        let filter = try FilterProcess()
        let starts = [
            (filter.spamdPort, "CHECK SPAMC/1.5\r\nContent-length: 1000\r\n\r\nabc"), (filter.spamdPort, "CHECK SP"),
            (filter.httpPort, "POST /v1/classify HTTP/1.1\r\nContent-Length: 1000\r\n\r\nabc"),
            (filter.httpPort, "POST /v1"),
        ]
        for (port, text) in starts {
            for halfCloses in [true, false] {
                let client = try RawClient(port: port)
                try client.send(text)
                if halfCloses {
                    client.halfClose()
                    #expect((try? client.readAll()) != nil)
                }
            }
        }
        #expect(try filter.spamd("CHECK SPAMC/1.5\r\nContent-length: 1000\r\n\r\nabc").hasPrefix("SPAMD/1.0 76 "))
        try expectAlive(filter)
        #expect(eventually { (try? filter.metric("spreu_connections{protocol=\"spamd\"}")) == 0 })
    }

    @Test("beyond the limit of connections clients wait for their turn, and all are served")
    func connectionLimit() throws {
        let filter = try FilterProcess("limits: {connections: 4}")
        let head = "CHECK SPAMC/1.5\r\nContent-length: \(spam.count)\r\n\r\n"
        let clients = try (0..<40).map { _ in try RawClient(port: filter.spamdPort) }
        for client in clients { try client.send(Array(head.utf8) + spam) }
        for client in clients {
            #expect(String(decoding: try client.readAll(), as: UTF8.self).contains("Spam: True ; "))
        }
        #expect(try filter.metric("spreu_messages_total{protocol=\"spamd\",verdict=\"spam\",source=\"unknown\"}") == 40)
    }

    @Test("beyond the limit of the queue messages are left unfiltered, and none is lost")
    func queueLimit() throws {
        let filter = try FilterProcess("limits: {queue: 1, threads: 1}")
        let large = spam + Array(String(repeating: "A line with some words 1234 in it.\n", count: 50_000).utf8)
        let head = "CHECK SPAMC/1.5\r\nContent-length: \(large.count)\r\n\r\n"
        let clients = try (0..<20).map { _ in try RawClient(port: filter.spamdPort) }
        for client in clients { try client.send(Array(head.utf8) + large) }
        for client in clients {
            #expect(String(decoding: try client.readAll(), as: UTF8.self).hasPrefix("SPAMD/1.1 0 EX_OK\r\nSpam: "))
        }
        try expectAlive(filter)
    }

    @Test("at a shutdown messages in work are answered, and idle connections ended")
    func shutdown() throws {
        let filter = try FilterProcess()
        let idle = try RawClient(port: filter.httpPort)
        try idle.send("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try !idle.read().isEmpty)
        // More than sockets hold: once so much is sent, the filter has begun to read.
        let body = spam + [UInt8](repeating: UInt8(ascii: "x"), count: 24 << 20)
        let busy = try RawClient(port: filter.spamdPort)
        try busy.send("CHECK SPAMC/1.5\r\nContent-length: \(body.count)\r\n\r\n")
        try busy.send(Array(body.prefix(20 << 20)))
        filter.process.terminate()
        #expect(idle.isClosed())
        try busy.send(Array(body.dropFirst(20 << 20)))
        #expect(String(decoding: try busy.readAll(), as: UTF8.self).hasPrefix("SPAMD/1.1 0 EX_OK\r\nSpam: "))
        filter.process.waitUntilExit()
        #expect(filter.process.terminationStatus == 0)
    }
}
