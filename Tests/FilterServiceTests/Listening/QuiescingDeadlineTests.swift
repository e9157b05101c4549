// SPDX-License-Identifier: Apache-2.0
import FilterService
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@Suite("Connections at shutdown") struct QuiescingDeadlineTests {
    /// An open connection, and how often it was late.
    private func connection() throws -> (channel: EmbeddedChannel, late: Counter) {
        let late = Counter()
        let channel = EmbeddedChannel(handler: QuiescingDeadline(.seconds(20)) { late.increment() })
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/socket")).wait()
        return (channel, late)
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func increment() { count.withLock { $0 += 1 } }
    }

    @Test("a connection that does not end in time once it was told to is closed")
    func late() throws {
        let (channel, late) = try connection()
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        channel.embeddedEventLoop.advanceTime(by: .seconds(19))
        #expect(channel.isActive && late.value == 0)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive && late.value == 1)
    }

    @Test("one that ends by itself is not late")
    func inTime() throws {
        let (channel, late) = try connection()
        channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        try channel.close().wait()
        channel.embeddedEventLoop.advanceTime(by: .seconds(30))
        #expect(late.value == 0)
    }
}
