// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import Logging
import SpamModel
import TestSupport
import Testing

@Suite("Log") struct ServiceLogTests {
    /// What is written in a format.
    private static func lines(_ format: String, _ body: (Logger) -> Void) throws -> [Substring] {
        let folder = try ScratchFolder()
        let descriptor = open(folder.path("log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        let configuration = try FilterConfiguration(
            path: "t", text: "model: /m\nkey: /k\nmilter: {listen: systemd}\nlog: {format: \(format)}")
        body(
            Logger(label: "test") {
                ServiceLogHandler(label: $0, configuration: configuration.log, descriptor: descriptor)
            })
        return try String(contentsOfFile: folder.path("log"), encoding: .utf8).split(separator: "\n")
    }

    private static func note(_ logger: Logger) {
        let log = MessageLog(
            protocolName: "milter", logger: logger, metrics: FilterMetrics(registry: MetricsRegistry()))
        let score = MessageScore(
            score: Score(rank: 0, logOdds: 2, verdict: .unsure), thresholds: Thresholds(ham: -3, spam: 3),
            modelID: "0123456789abcdef", isPartial: false)
        log.note(
            queueID: "4A=\n\u{9B}\u{2028}\u{202E}B", source: .outside, outcome: .scored(score), size: 17, action: .tag,
            wouldReject: false, nanoseconds: 1_234_567)
        log.note(
            queueID: nil, source: .local, outcome: .unfiltered(.noModel), size: 5, action: .accept,
            wouldReject: false, nanoseconds: 10)
    }

    @Test("a message is one line, whatever its queue id holds", arguments: ["plain", "journald"])
    func text(format: String) throws {
        let lines = try Self.lines(format, Self.note)
        #expect(lines.count == 2)
        let expected =
            #"message action=tag model=0123456789abcdef ms=1.23 probability=0.880797 protocol=milter queue="4A=\n\u{009B}\u{2028}\u{202E}B" size=17 source=outside verdict=unsure"#
        #expect(lines[0].hasSuffix(expected), "\(lines[0])")
        #expect(
            lines[1].hasSuffix(
                "message action=accept ms=0.00 protocol=milter reason=no-model size=5 source=local verdict=unfiltered"))
        if format == "journald" {
            #expect(lines[0] == "<6>" + expected && lines[1].hasPrefix("<4>message"))
        } else {
            #expect(lines[0].prefixMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info message/) != nil)
        }
    }

    @Test("what a threshold on trial would refuse is told in the message's line, and counted")
    func trial() throws {
        let metrics = FilterMetrics(registry: MetricsRegistry())
        let lines = try Self.lines("plain") { logger in
            let log = MessageLog(protocolName: "milter", logger: logger, metrics: metrics)
            let score = MessageScore(
                score: Score(rank: 0, logOdds: 9, verdict: .spam), thresholds: Thresholds(ham: -3, spam: 3),
                modelID: "0123456789abcdef", isPartial: false)
            for wouldReject in [true, false] {
                log.note(
                    queueID: nil, source: .outside, outcome: .scored(score), size: 17, action: .tag,
                    wouldReject: wouldReject, nanoseconds: 10)
            }
        }
        #expect(lines.map { $0.hasSuffix(" verdict=spam would=reject") } == [true, false], "\(lines)")
        #expect(metrics.registry.total("spreu_would_reject_total", where: "protocol=\"milter\"") == 1)
    }

    @Test("as JSON, each line is an object")
    func json() throws {
        let lines = try Self.lines("json") { logger in
            Self.note(logger)
            logger.error("quote \" backslash \\ tab \t", metadata: ["a": "ü"])
        }
        let objects = try lines.map { try JSON(Array($0.utf8)) }
        #expect(objects.count == 3)
        #expect(
            objects[0]["queue"].string == "4A=\n\u{9B}\u{2028}\u{202E}B" && objects[0]["verdict"].string == "unsure")
        #expect(objects[1]["level"].string == "warning")
        #expect(objects[2]["message"].string == "quote \" backslash \\ tab \t" && objects[2]["a"].string == "ü")
    }

    @Test(
        "a log that nobody reads holds nobody up, and tells later how many lines were lost",
        arguments: ["plain", "json"])
    func unread(format: String) async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        defer { close(reading) }
        let configuration = try FilterConfiguration(
            path: "t", text: "model: /m\nkey: /k\nmilter: {listen: systemd}\nlog: {format: \(format)}")
        let logger = Logger(label: "test") {
            ServiceLogHandler(label: $0, configuration: configuration.log, descriptor: writing)
        }
        // More than a pipe holds, in lines longer than are written at once.
        let long = String(repeating: "x", count: 5_000)
        let count = 100
        let isDone = Flag()
        Thread.detachNewThread {
            for _ in 0..<count { logger.info("\(long)") }
            isDone.set()
        }
        let isFree = await eventually { isDone.isSet }
        #expect(isFree)
        guard isFree else { return }

        #expect(fcntl(reading, F_SETFL, O_NONBLOCK) == 0)
        func drained() -> String {
            var bytes: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            while case let got = read(reading, &piece, piece.count), got > 0 { bytes += piece[..<got] }
            return String(decoding: bytes, as: UTF8.self)
        }
        let first = drained()
        logger.info("again")
        close(writing)
        let lines = (first + drained()).split(separator: "\n")
        let whole = lines.count { $0.contains(long) }
        #expect(whole > 5 && whole < count)
        #expect(lines.last?.contains("again") == true)
        let notice = try #require(lines.dropLast().last)
        #expect(notice.contains("log lines were lost") && notice.contains("\(count - whole)"), "\(notice)")
        if format == "json" { for line in lines.suffix(2) { _ = try JSON(Array(line.utf8)) } }
    }

    @Test("a queue id is cut to 64 bytes, whatever its characters")
    func longQueueID() throws {
        let lines = try Self.lines("plain") { logger in
            MessageLog(protocolName: "milter", logger: logger, metrics: FilterMetrics(registry: MetricsRegistry()))
                .note(
                    queueID: "e" + String(repeating: "\u{301}", count: 1_000), source: .local,
                    outcome: .unfiltered(.noModel), size: 5, action: .accept, wouldReject: false, nanoseconds: 10)
        }
        #expect(lines[0].contains(" queue=e\(String(repeating: "\u{301}", count: 31)) "))
    }

    @Test("lines below the level are left out")
    func level() throws {
        let lines = try Self.lines("plain") { logger in
            logger.debug("no")
            logger.info("yes")
        }
        #expect(lines.count == 1)
    }
}
