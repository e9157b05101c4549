// SPDX-License-Identifier: Apache-2.0
import FilterService
import Logging
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

@Suite("Milter connections") struct MilterHandlerTests {
    /// Gives a test a connection of a clock of its own.
    private static func withConnection(_ body: (EmbeddedChannel) throws -> Void) async throws {
        let folder = try ScratchFolder()
        try TestModel.writeKey(to: folder.path("key"))
        let text = "model: \(folder.path("model"))\nkey: \(folder.path("key"))\nmilter: {listen: systemd}\n"
        let daemon = try FilterDaemon(
            configuration: FilterConfiguration(path: "spreud.yaml", text: text),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let outcome = Result { try connect(daemon.context, body) }
        await daemon.context.scorer.shutdown()
        try outcome.get()
    }

    /// An embedded channel stays on the thread that made it.
    private static func connect(_ context: FilterContext, _ body: (EmbeddedChannel) throws -> Void) throws {
        let channel = EmbeddedChannel()
        try context.milterSetUp()(channel)
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/milter")).wait()
        try channel.writeInbound(
            ByteBuffer(bytes: MilterClient.packet("O", [0, 0, 0, 6, 0, 0, 1, 0xff, 0, 0x1f, 0xff, 0xff])))
        try body(channel)
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    @Test("a client that is never slow in a command is not hung up on, though each read ends within one")
    func misaligned() async throws {
        try await Self.withConnection { channel in
            let field = MilterClient.packet("L", Array("X-A".utf8) + [0] + Array(" b".utf8) + [0])
            try channel.writeInbound(ByteBuffer(bytes: field.prefix(7)))
            for _ in 0..<20 {
                channel.embeddedEventLoop.advanceTime(by: .seconds(30))
                #expect(channel.isActive)
                guard channel.isActive else { return }
                try channel.writeInbound(ByteBuffer(bytes: field.dropFirst(7) + field.prefix(7)))
            }
            // Now it is: bytes of one command keep it no longer.
            for byte in field.dropFirst(7).dropLast().prefix(2) {
                channel.embeddedEventLoop.advanceTime(by: .seconds(29))
                #expect(channel.isActive)
                try channel.writeInbound(ByteBuffer(bytes: [byte]))
            }
            channel.embeddedEventLoop.advanceTime(by: .seconds(3))
            #expect(!channel.isActive)
        }
    }
}
