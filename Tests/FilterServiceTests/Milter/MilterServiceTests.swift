// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Milter service") struct MilterServiceTests {
    @Test("messages are tagged, one after another on one connection")
    func tags() async throws {
        try await withFilter { filter in
            try await blocking { [path = filter.milterSocket] in
                let client = try MilterClient(path: path)
                try client.negotiate()
                try client.greet()
                for number in 1...5 {
                    let replies = try client.submit(TestMail.message(number))
                    #expect(replies.map(\.letter) == ["i", "c"] && replies.logOdds != nil)
                }
                try client.send("Q")
                #expect(client.isClosed())
            }
            #expect(filter.daemon.context.metrics.actions(.tag) == 5)
            #expect(filter.metrics.contains(#"spreu_actions_total{protocol="milter",action="tag",verdict="#))
        }
    }

    @Test("1,000 models under load: no message fails, and each verdict is one model's")
    func reloads() async throws {
        let seeds: [UInt64] = [1, 2]
        try await withFilter(
            "model-check-seconds: 3600",
            prepare: { folder in
                for seed in seeds { try TestModel.write(to: folder.path("model-\(seed)"), seed: seed) }
                try FileManager.default.createSymbolicLink(atPath: folder.path("model"), withDestinationPath: "model-1")
            }
        ) { filter in
            let messages = (1...20).map { TestMail.message($0, body: "Number \($0)\n") }
            // What each of the two models says of each message, by the models' ids.
            var expected: [String: [Double]] = [:]
            for seed in seeds {
                try Self.link(filter.folder, to: "model-\(seed)")
                filter.daemon.context.scorer.models.reload()
                let id = try #require(filter.daemon.context.scorer.models.current).id
                expected[id] = try await blocking { [path = filter.milterSocket] in
                    let client = try MilterClient(path: path)
                    try client.negotiate()
                    try client.greet()
                    return try messages.map { try client.submit($0).logOdds ?? .nan }
                }
            }
            #expect(expected.count == 2 && Set(expected.values.map { $0[0] }).count == 2)
            let isDone = Flag()
            let scored = Counts()
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { isDone.set() }
                for _ in 0..<4 {
                    group.addTask { [path = filter.milterSocket, expected] in
                        try await blocking {
                            let client = try MilterClient(path: path)
                            try client.negotiate()
                            try client.greet()
                            var index = 0
                            while !isDone.isSet {
                                index = (index + 1) % messages.count
                                let replies = try client.submit(messages[index])
                                let value = replies.field("X-Spreu") ?? ""
                                let model = String(value.suffix(16))
                                let isRight = expected[model]?[index] == replies.logOdds
                                if !isRight { Issue.record("message \(index): \(value)") }
                                scored.add(model)
                            }
                        }
                    }
                }
                for number in 0..<1_000 {
                    try Self.link(filter.folder, to: "model-\(seeds[number % 2])")
                    let reload = await Task.detached { filter.daemon.context.scorer.models.reload() }.value
                    #expect(reload == .loaded(generation: number + 3))
                    // Now and then, with one model and the other in turn, it must be seen that they are served meanwhile.
                    guard number.isMultiple(of: 99) else { continue }
                    let model = try #require(filter.daemon.context.scorer.models.current).id
                    let before = scored[model]
                    #expect(await eventually { scored[model] > before })
                }
                isDone.set()
                try await group.waitForAll()
            }
        }
    }

    /// Points the model's link to another file, as `rename` does: at no time is there none.
    private static func link(_ folder: ScratchFolder, to name: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path("next"), withDestinationPath: name)
        guard rename(folder.path("next"), folder.path("model")) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    @Test(
        "garbage, and packets without end, cost a connection and no more",
        arguments: [
            Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8), [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff, 0x4f],
            MilterClient.packet("Z"), MilterClient.packet("M"), MilterClient.packet("O", [0, 0]),
            MilterClient.packet("L", [1, 2, 3]), [UInt8](repeating: 0x41, count: 100_000),
        ])
    func garbage(bytes: [UInt8]) async throws {
        try await withFilter { filter in
            try await blocking { [path = filter.milterSocket] in
                let bad = try MilterClient(path: path)
                try? bad.sendRaw(bytes)
                #expect(bad.isClosed())
                let good = try MilterClient(path: path)
                try good.negotiate()
                try good.greet()
                #expect(try good.submit(TestMail.message()).logOdds != nil)
            }
            #expect(filter.metrics.contains("spreu_protocol_errors_total"))
        }
    }

    @Test(
        "a client that is too slow in a command, or idle for too long, is hung up on", arguments: ["command", "idle"])
    func slow(kind: String) async throws {
        try await withFilter("limits: {\(kind)-seconds: 1}") { filter in
            try await blocking { [path = filter.milterSocket] in
                let client = try MilterClient(path: path)
                if kind == "command" { try client.sendRaw([0, 0, 0]) }
                #expect(client.isClosed())
            }
            #expect(filter.metrics.contains("spreu_protocol_errors_total"))
        }
    }

    @Test("a client that never reads its answers is not read from, and in time hung up on")
    func unread() async throws {
        try await withFilter("limits: {command-seconds: 1}") { filter in
            try await blocking { [path = filter.milterSocket] in
                let client = try MilterClient(path: path)
                try client.negotiate(steps: 0)
                let commands = [[UInt8]](repeating: MilterClient.packet("N"), count: 20_000).flatMap { $0 }
                var sent = 0
                while sent < 100 << 20, (try? client.sendRaw(commands)) != nil { sent += commands.count }
                // What two sockets hold, and what waits in the filter; a command of five bytes has an answer of five.
                #expect(sent < 4 << 20)
                let other = try MilterClient(path: path)
                try other.negotiate()
                try other.greet()
                #expect(try other.submit(TestMail.message()).logOdds != nil)
            }
            #expect(filter.metrics.contains(#"spreu_protocol_errors_total{protocol="milter",kind="unread"} 1"#))
        }
    }

    @Test("packets that are not whole count in the memory that messages share")
    func packetMemory() async throws {
        try await withFilter("limits: {message-bytes: 1024, memory-bytes: 100000}") { filter in
            try await blocking { [path = filter.milterSocket] in
                let large = MilterClient.packet("B", [UInt8](repeating: 97, count: 1_000_000))
                let holding = try MilterClient(path: path)
                try holding.sendRaw(Array(large.prefix(60_000)))
                // A budget this small sets nothing aside.
                #expect(eventually { filter.daemon.context.scorer.memory.usedBytes > 60_000 })
                let refused = try MilterClient(path: path)
                // The filter may have hung up before all is sent.
                try? refused.sendRaw(Array(large.prefix(150_000)))
                #expect(refused.isClosed())
                let client = try MilterClient(path: path)
                try client.negotiate()
                try client.greet()
                #expect(try client.submit(TestMail.message()).logOdds != nil)
            }
            #expect(filter.metrics.contains(#"spreu_protocol_errors_total{protocol="milter",kind="memory"} 1"#))
            #expect(await eventually { filter.daemon.context.scorer.memory.usedBytes == 0 })
        }
    }

    @Test("a client that closes its half, or all, in a message harms nobody")
    func halfClosed() async throws {
        try await withFilter { filter in
            try await blocking { [path = filter.milterSocket] in
                for isHalf in [true, false] {
                    for _ in 0..<20 {
                        let client = try MilterClient(path: path)
                        try client.negotiate()
                        try client.greet()
                        try client.send("M", "<a@out.example.net>")
                        try client.send("L", "Subject", " x")
                        if isHalf {
                            client.halfClose()
                            #expect(client.isClosed())
                        }
                    }
                }
                let client = try MilterClient(path: path)
                try client.negotiate()
                try client.greet()
                #expect(try client.submit(TestMail.message()).logOdds != nil)
            }
            #expect(await eventually { filter.metrics.contains(#"spreu_connections{protocol="milter"} 0"#) })
            #expect(filter.daemon.context.scorer.memory.usedBytes == 0)
        }
    }

    @Test("a header without end is cut, and the message still scored")
    func endlessHeader() async throws {
        try await withFilter("limits: {header-fields: 100, header-bytes: 10000}") { filter in
            try await blocking { [path = filter.milterSocket] in
                let client = try MilterClient(path: path)
                try client.negotiate()
                try client.greet()
                let fields = (0..<5_000).map { "X-\($0): \(String(repeating: "a", count: 500))\n" }.joined()
                let replies = try client.submit(fields + TestMail.message())
                #expect(replies.field("X-Spreu")?.hasSuffix("scanned=first-part") ?? false)
            }
        }
    }

    @Test("more connections than allowed wait until another ends")
    func connectionLimit() async throws {
        try await withFilter("limits: {connections: 2}") { filter in
            try await blocking { [path = filter.milterSocket] in
                var clients: [MilterClient] = []
                for _ in 0..<2 {
                    let client = try MilterClient(path: path)
                    try client.negotiate()
                    clients.append(client)
                }
                let third = try MilterClient(path: path)
                try third.send("O", [0, 0, 0, 6, 0, 0, 1, 0xff, 0, 0x1f, 0xff, 0xff])
                #expect(filter.metrics.contains(#"spreu_connections{protocol="milter"} 2"#))
                clients.removeFirst()
                #expect(try third.receive().letter == "O")
            }
        }
    }

    @Test("at shutdown a message that has begun is finished, and idle connections end")
    func shutdown() async throws {
        let filter = try await RunningFilter()
        try await blocking { [path = filter.milterSocket] in
            let idle = try MilterClient(path: path)
            try idle.negotiate()
            let busy = try MilterClient(path: path)
            try busy.negotiate()
            try busy.greet()
            try busy.send("M", "<a@out.example.net>")
            try busy.send("L", "Subject", " x")
            try busy.send("B", Array("text\r\n".utf8))
            #expect(try busy.receive().letter == "c")
            let done = DispatchSemaphore(value: 0)
            Task {
                await filter.beginStop()
                done.signal()
            }
            done.wait()
            #expect(idle.isClosed())
            try busy.send("E")
            #expect(try busy.verdict().logOdds != nil)
            #expect(busy.isClosed())
        }
        try await filter.end()
        #expect(!FileManager.default.fileExists(atPath: filter.milterSocket))
    }

    @Test("without a model mail is accepted with a field that says so, or put off", arguments: ["accept", "tempfail"])
    func noModel(onError: String) async throws {
        try await withFilter("on-error: \(onError)", prepare: { _ in }) { filter in
            try await blocking { [path = filter.milterSocket] in
                let client = try MilterClient(path: path)
                try client.negotiate()
                try client.greet()
                let replies = try client.submit(TestMail.message())
                if onError == "accept" {
                    #expect(replies.field("X-Spreu") == "unfiltered, reason=no-model")
                } else {
                    #expect(replies.map(\.text) == ["451 4.3.0 The mail filter is not ready, try again later|"])
                }
            }
            #expect(filter.metrics.contains(#"spreu_unfiltered_total{reason="no-model"} 1"#))
        }
    }
}

/// Something that is so from some time on.
final class Flag: @unchecked Sendable {
    // SAFETY: every access holds the lock.
    private let lock = NSLock()
    private var value = false

    var isSet: Bool { lock.withLock { value } }
    func set() { lock.withLock { value = true } }
}

/// How often each of some names was met, by many threads.
private final class Counts: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    subscript(name: String) -> Int { counts.withLock { $0[name, default: 0] } }
    func add(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }
}
