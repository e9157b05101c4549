// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerLogs
import TestSupport
import Testing

@Suite("Log files")
struct LogReaderTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A log of messages, a minute apart, each with all that is logged of it.
    private static func log(_ numbers: Range<Int>, host: String = "mx") -> String {
        numbers.map { number in
            let id = "A" + String(0x10000 + number, radix: 16).uppercased()
            let minute = "2026-03-01T\(String(10 + number / 60)):\(String(100 + number % 60).suffix(2))"
            return [
                "smtpd[1]: \(id): client=mail.example.net[192.0.2.1]",
                "cleanup[1]: \(id): message-id=<\(number)@example.net>",
                "qmgr[1]: \(id): from=<a@example.net>, size=1000, nrcpt=1 (queue active)",
                "lmtp[1]: \(id): to=<b@example.com>, relay=mx[private/lmtp], delay=1, delays=1/0/0/0, dsn=2.0.0, "
                    + "status=sent (250 2.0.0 Saved)", "qmgr[1]: \(id): removed",
            ].enumerated().map { "\(minute):1\($0)Z \(host) postfix/\($1)\n" }.joined()
        }.joined()
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
        return folder.path(name)
    }

    private func read(_ paths: [String]) -> (LogTables, LogReader) {
        var analysis = LogAnalysis(seed: 1)
        var reader = LogReader(LogReader.Options(now: 1_800_000_000))
        reader.read(paths, into: &analysis)
        analysis.finishAll()
        return (analysis.tables, reader)
    }

    @Test("files in any order, compressed or not, of several hosts, are one log")
    func order() throws {
        let old = try write("old.gz", gzipCompressed(Array(Self.log(0..<40).utf8)))
        let middle = try write("middle.zst", zstdCompressed(Array(Self.log(40..<80).utf8)))
        let new = try write("new", Array(Self.log(80..<120).utf8))
        let other = try write("other", Array(Self.log(0..<120, host: "mx2").utf8))
        let (tables, reader) = read([new, other, old, middle])
        #expect(reader.problems == [])
        #expect(tables.received == 240 && tables.totals.deliveredHere == 240)
        #expect(tables.lines.total == 1_200 && tables.totals.lost == 0)
    }

    @Test("a file without a log line is an error, an empty one is not, a missing one is")
    func problems() throws {
        let prose = try write("prose", Array("This is no log.\nAnd neither is this line, however long it is.\n".utf8))
        let empty = try write("empty", [])
        #expect(read([prose]).1.problems.map(\.kind) == [.noLogLines])
        #expect(read([empty]).1.problems == [])
        let missing = read([folder.path("missing")]).1.problems
        #expect(missing.count == 1 && missing.first?.description.contains("missing") == true)
    }

    @Test("the same log gives the same tables, whatever addresses are hashed with")
    func determinism() throws {
        let path = try write("mail.log", Array((Self.log(0..<50) + Self.log(50..<90, host: "mx2")).utf8))
        let found = [1, 2].map { (seed: UInt64) in
            var analysis = LogAnalysis(seed: seed)
            var reader = LogReader(LogReader.Options(now: 1_800_000_000))
            reader.read([path], into: &analysis)
            analysis.finishAll()
            let tables = analysis.tables
            return [
                String(describing: tables.totals), String(tables.senders.estimate), String(tables.recipients.estimate),
                String(describing: tables.recipientDomains.top(9) { $0.delivered }),
            ]
        }
        #expect(found[0] == found[1])
    }

    @Test("distinct things are counted within a few percent", arguments: [1, 100, 3_000, 50_000])
    func distinct(count: Int) {
        let lines = (0..<count).map {
            "2026-03-01T10:00:00Z mx postfix/qmgr[1]: \(100_000 + $0)A: from=<user\($0)@example.net>, size=1, nrcpt=1 (queue active)"
        }
        let estimate = analysis(lines.joined(separator: "\n")).senders.estimate
        #expect(abs(estimate - count) <= max(1, count / 20))
    }

    @Test("a log that is given twice is counted once")
    func repeated() throws {
        let path = try write("mail.log", Array(Self.log(0..<3).utf8))
        let same = try write("mail.info", Array(Self.log(0..<3).utf8))
        let (tables, reader) = read([path, same])
        #expect(tables.received == 3)
        #expect(reader.problems.map(\.kind) == [.repeated(of: path)])
    }

    @Test("what a damaged file has before the damage is counted")
    func damage() throws {
        let packed = gzipCompressed(Array(Self.log(0..<100).utf8))
        let path = try write("cut.gz", Array(packed.prefix(packed.count / 2)))
        let (tables, reader) = read([path])
        #expect(reader.problems.count == 1 && tables.lines.total > 0)
    }

    @Test("a line that is too long is read up to 64 KiB, and the next one whole")
    func longLine() throws {
        let long = "2026-03-01T10:00:00Z mx postfix/smtpd[1]: " + String(repeating: "x", count: 1_000_000) + "\n"
        let path = try write("long", Array((long + Self.log(0..<1)).utf8))
        let (tables, _) = read([path])
        #expect(tables.lines.cut == 1 && tables.received == 1 && tables.lines.total == 6)
    }

    @Test(
        "a log that is read in two runs gives the same totals as in one",
        arguments: Array(stride(from: 0, through: 2_400, by: 97)))
    func resumption(cut: Int) throws {
        let whole = Array(Self.log(0..<6).utf8)
        let at = min(cut, whole.count)
        let path = folder.path("mail.log")
        let statePath = folder.path("state")
        var sums = LogTotals()
        var lines = 0
        for (round, part) in [Array(whole.prefix(at)), whole].enumerated() {
            _ = try write("mail.log", part)
            let state = try LogState.read(statePath) ?? LogState()
            var analysis = LogAnalysis(seed: state.seed)
            analysis.resume(state)
            var options = LogReader.Options(now: 1_800_000_000)
            options.isIncremental = true
            var reader = LogReader(options, places: state.places)
            reader.read([path], into: &analysis)
            analysis.finishAll(keepsRecent: round == 0)
            try LogState(seed: state.seed, places: reader.places, unfinished: analysis).write(to: statePath)
            lines += analysis.tables.lines.total
            sums.deliveredHere += analysis.tables.totals.deliveredHere
            sums.bytesReceived += analysis.tables.totals.bytesReceived
            sums.queued += round == 1 ? analysis.tables.totals.queued : 0
            sums.lost += analysis.tables.totals.lost
        }
        #expect(lines == 30)
        #expect(sums.deliveredHere == 6 && sums.bytesReceived == 6_000 && sums.lost == 0 && sums.queued == 0)
        let state = try String(contentsOfFile: statePath, encoding: .utf8)
        #expect(!state.contains("b@") && !state.contains("a@"))
    }

    @Test("a next run knows a message by its host's name, whichever hosts it reads")
    func hostsInRuns() throws {
        let state = folder.path("state")
        var delivered = 0
        // The first run reads both hosts up to the messages' arrival, the second the rest of the second host.
        for hosts in [["mx", "mx2"], ["mx2"]] {
            let isFirst = hosts.count == 2
            let paths = try hosts.map { host in
                let lines = Self.log(host == "mx" ? 0..<1 : 1..<2, host: host).split(separator: "\n").map { $0 + "\n" }
                return try write(host, Array(lines.prefix(isFirst ? 3 : 5).joined().utf8))
            }
            let earlier = try LogState.read(state) ?? LogState()
            var analysis = LogAnalysis(seed: earlier.seed)
            analysis.resume(earlier)
            var options = LogReader.Options(now: 1_800_000_000)
            options.isIncremental = true
            var reader = LogReader(options, places: earlier.places)
            reader.read(paths, into: &analysis)
            analysis.finishAll(keepsRecent: isFirst)
            try LogState(seed: earlier.seed, places: reader.places, unfinished: analysis).write(to: state)
            delivered += analysis.tables.totals.bytesDelivered
            // The first host's message still waits.
            #expect(analysis.tables.totals.queued == (isFirst ? 2 : 1))
        }
        #expect(delivered == 1_000)
    }

    @Test("a rotated file is known by its first line", arguments: [10, 12])
    func rotation(messages: Int) throws {
        let first = try write("mail.log", Array(Self.log(0..<10).utf8))
        var analysis = LogAnalysis(seed: 1)
        var options = LogReader.Options(now: 1_800_000_000)
        options.isIncremental = true
        var reader = LogReader(options)
        reader.read([first], into: &analysis)
        let rotated = try write("mail.log.1.gz", gzipCompressed(Array(Self.log(0..<messages).utf8)))
        let new = try write("mail.log", Array(Self.log(12..<15).utf8))
        var next = LogReader(options, places: reader.places)
        next.read([new, rotated], into: &analysis)
        #expect(analysis.tables.lines.total == 5 * messages + 15)
    }

    @Test(
        "a state that is none is refused with its line",
        arguments: ["x", "spreu-logs 3 ff\nmessage 1 2\n", "spreu-logs 2 ff\n"])
    func badState(text: String) throws {
        let path = try write("state", Array(text.utf8))
        #expect(throws: LogState.Problem.self) { try LogState.read(path) }
    }

    @Test("whatever bytes there are, reading ends without a crash", arguments: 0..<200 as Range<UInt64>)
    func hostile(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces = [
            "Mar  1 10:20:30 mx ", "2026-03-01T10:20:30Z mx ", "2026-03-01 10:20:30 ", "postfix/smtpd[1]: ",
            "dovecot: ",
            "exim[1]: ", "AAAAA1: ", "to=<", "from=<", ">", "relay=", "[", "]", ":", "delays=1/", "status=sent (", ")",
            " ",
            "imap-login: ", "auth(", "user=<", "rip=", "NOQUEUE: reject: ", "RCPT from ", "; from=<", "550 5.7.1 ",
            "H=", "=> ",
            "1abCDe-0000Ab-2C ", "{\"MESSAGE\":\"", "\",\"__REALTIME_TIMESTAMP\":\"", "99999999999999999999", "\\u",
            "\\", "<= ",
            "statistics: max ", "CONNECT from ", "lmtp(", "msgid=<", "sieve: ", "warning: ", "host ", " said: ",
            "\u{FF}", "@4",
        ]
        var analysis = LogAnalysis(seed: seed)
        var parser = LineParser(written: 1_800_000_000)
        for _ in 0..<300 {
            var line: [UInt8] = []
            for _ in 0..<Int.random(in: 1...14, using: &random) {
                line += Array(pieces.randomElement(using: &random)?.utf8 ?? "".utf8)
            }
            if !line.isEmpty, Bool.random(using: &random) {
                line[Int.random(in: 0..<line.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            // Cut anywhere, too: also in the middle of a phrase.
            for end in stride(from: line.count, through: 0, by: -3) {
                analysis.add(line.span.extracting(first: end), &parser)
            }
        }
        analysis.finishAll()
        #expect(analysis.tables.lines.total > 0)
    }
}
