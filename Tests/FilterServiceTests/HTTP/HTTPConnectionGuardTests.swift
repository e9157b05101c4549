// SPDX-License-Identifier: Apache-2.0
import FilterService
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@Suite("HTTP connections") struct HTTPConnectionGuardTests {
    private let metrics = FilterMetrics(registry: MetricsRegistry())

    /// An open connection; requests may take 30 seconds, answers 50.
    private func connection() throws -> EmbeddedChannel {
        var limits = FilterLimits()
        (limits.idleSeconds, limits.commandSeconds, limits.messageSeconds) = (20, 10, 40)
        let channel = EmbeddedChannel(handler: HTTPConnectionGuard(limits: limits, metrics: metrics))
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/socket")).wait()
        return channel
    }

    private func request(
        _ channel: EmbeddedChannel, _ version: HTTPVersion = .http1_1, _ fields: [(String, String)] = [],
        isWhole: Bool = true
    ) throws -> HTTPRequestHead {
        let head = HTTPRequestHead(version: version, method: .POST, uri: "/", headers: HTTPHeaders(fields))
        try channel.writeInbound(HTTPServerRequestPart.head(head))
        if isWhole { try channel.writeInbound(HTTPServerRequestPart.end(nil)) }
        guard case .head(let received) = try #require(try channel.readInbound(as: HTTPServerRequestPart.self)) else {
            throw ChannelError.eof
        }
        return received
    }

    /// Answers the request that is due; returns the fields of the answer.
    private func answer(_ channel: EmbeddedChannel) throws -> HTTPHeaders {
        try channel.writeOutbound(HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok)))
        try channel.writeOutbound(HTTPServerResponsePart.end(nil))
        guard case .head(let head) = try #require(try channel.readOutbound(as: HTTPServerResponsePart.self)) else {
            throw ChannelError.eof
        }
        _ = try channel.readOutbound(as: HTTPServerResponsePart.self)
        return head.headers
    }

    private var timeouts: Int {
        let name = #"spreu_protocol_errors_total{protocol="http",kind="timeout"} "#
        let line = metrics.registry.prometheusText().split(separator: "\n").first { $0.hasPrefix(name) }
        return line.flatMap { Int($0.dropFirst(name.count)) } ?? 0
    }

    @Test("a request has to be there in time from the start, and again from the last answer")
    func requestTime() throws {
        let channel = try connection()
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        _ = try request(channel)
        #expect(try answer(channel)["connection"] == [])
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive && timeouts == 0)
    }

    @Test("one that drips does not gain time, and is told as a fault")
    func dripping() throws {
        let channel = try connection()
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        _ = try request(channel, isWhole: false)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive && timeouts == 1)
    }

    @Test("a client that closes its half without a request is let go at once; as all are at shutdown")
    func idle() throws {
        for event in [ChannelEvent.inputClosed, ChannelShouldQuiesceEvent()] as [any Sendable] {
            let channel = try connection()
            channel.pipeline.fireUserInboundEventTriggered(event)
            #expect(!channel.isActive && timeouts == 0)
        }
    }

    @Test("one that waits for an answer gets it, which says that it is the last, and has a moment to read it")
    func lastAnswer() throws {
        let channel = try connection()
        _ = try request(channel)
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(channel.isActive)
        #expect(try answer(channel)["connection"] == ["close"])
        channel.embeddedEventLoop.advanceTime(by: .seconds(4))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive && timeouts == 0)
    }

    @Test("HTTP/1.0 ends after one answer, unless the client asks otherwise")
    func version() throws {
        let old = try connection()
        #expect(try request(old, .http1_0).headers["connection"] == ["close"])
        #expect(try answer(old)["connection"] == ["close"])
        let kept = try connection()
        _ = try request(kept, .http1_0, [("Connection", "keep-alive")])
        #expect(try answer(kept)["connection"] == [])
    }

    @Test("who expects to be told to go on is told so")
    func proceed() throws {
        let channel = try connection()
        _ = try request(channel, .http1_1, [("Expect", "100-Continue")], isWhole: false)
        guard case .head(let head) = try #require(try channel.readOutbound(as: HTTPServerResponsePart.self)) else {
            return
        }
        #expect(head.status == .continue)
    }
}
