// SPDX-License-Identifier: Apache-2.0
import Logging
import MilterProtocol
import NIOCore

/// Runs a ``MilterSession`` on a channel: cuts packets, has messages scored, keeps the time limits.
///
/// While a message is scored nothing more is read: an MTA that talks on waits.
final class MilterHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    static let protocolName = "milter"

    private let context: FilterContext
    private let judge: Judge
    private let notices: MilterNotices
    private var session: MilterSession
    private let packets = NIOSingleStepByteToMessageProcessor(
        MilterPacketDecoder(), maximumBufferSize: MilterPacketDecoder.maxPacketBytes + 1 << 17)
    /// What the bytes of a packet that is not whole are taken from.
    private let packetMemory: MemoryLease
    private var pending = CircularBuffer<MilterPacket>()
    private var isScoring = false
    private var isReadHeldBack = false
    private var isDraining = false
    private var isClosed = false
    private var commandTimeout: Scheduled<Void>?

    init(context: FilterContext, settings: MilterSettings, notices: MilterNotices) {
        self.context = context
        judge = Judge(context, protocolName: Self.protocolName)
        self.notices = notices
        packetMemory = context.scorer.memory.lease()
        session = MilterSession(settings: settings, memory: context.scorer.memory)
    }

    func read(context: ChannelHandlerContext) {
        if isScoring { isReadHeldBack = true } else { context.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let before = pending.count
        do {
            try packets.process(buffer: unwrapInboundIn(data)) { pending.append($0) }
        } catch {
            return fail(context, "framing", error)
        }
        guard packetMemory.hold(command: packets.unprocessedBytes) else { return fail(context, "memory", nil) }
        if pending.count > before { forgetCommand() }
        work(context)
        watchCommand(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        close(context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { close(context) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            isDraining = true
            closeIfDrained(context)
        case IdleStateHandler.IdleStateEvent.read where !isScoring: fail(context, "idle", nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    // MARK: - Work

    private func work(_ context: ChannelHandlerContext) {
        while !isScoring, !isClosed, let packet = pending.popFirst() {
            do {
                perform(try session.handle(MilterCommand(packet)), context)
            } catch {
                fail(context, "command", error)
            }
        }
        if !isClosed { context.flush() }
        closeIfDrained(context)
    }

    private func perform(_ action: MilterSession.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .none: break
        case .reply(let reply):
            if case .options(let options, _) = reply { notices.check(options, logger: self.context.logger) }
            send(reply, context)
        case .score(let mail): score(mail, context)
        case .close: close(context)
        }
    }

    private func score(_ mail: MilterMail, _ context: ChannelHandlerContext) {
        isScoring = true
        // What has begun of the next command waits for the filter now.
        forgetCommand()
        if let name = session.serverName { notices.check(serverName: name, logger: self.context.logger) }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        judge.judge(mail.message, from: mail.source, queueID: mail.queueID, on: context.eventLoop)
            .whenSuccess { judgement in
                let (handler, context) = bound.value
                handler.finish(mail, judgement, context)
            }
    }

    private func finish(_ mail: MilterMail, _ judgement: Judgement, _ context: ChannelHandlerContext) {
        isScoring = false
        guard !isClosed else { return }
        for reply in session.finish(mail, judgement) { send(reply, context) }
        work(context)
        watchCommand(context)
        if isReadHeldBack, !isScoring, !isClosed {
            isReadHeldBack = false
            context.read()
        }
    }

    private func send(_ reply: MilterReply, _ context: ChannelHandlerContext) {
        var buffer = context.channel.allocator.buffer(capacity: 256)
        reply.packet.write(to: &buffer)
        context.write(wrapOutboundOut(buffer), promise: nil)
    }

    // MARK: - The end

    /// A command that has begun must be there in time: a client that sends a byte now and then is none.
    private func watchCommand(_ context: ChannelHandlerContext) {
        guard commandTimeout == nil, packets.unprocessedBytes > 0, !isScoring, !isClosed else { return }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let seconds = self.context.configuration.limits.commandSeconds
        commandTimeout = context.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) {
            let (handler, context) = bound.value
            handler.fail(context, "slow", nil)
        }
    }

    private func forgetCommand() {
        commandTimeout?.cancel()
        commandTimeout = nil
    }

    private func fail(_ context: ChannelHandlerContext, _ kind: String, _ error: (any Error)?) {
        guard !isClosed else { return }
        self.context.metrics.protocolError(Self.protocolName, kind)
        self.context.logger.debug(
            "connection ended",
            metadata: ["protocol": "milter", "reason": "\(kind)", "error": "\(error.map { "\($0)" } ?? "none")"])
        close(context)
    }

    private func closeIfDrained(_ context: ChannelHandlerContext) {
        if isDraining, !isScoring, session.isBetweenMessages { close(context) }
    }

    private func close(_ context: ChannelHandlerContext) {
        guard !isClosed else { return }
        isClosed = true
        pending.removeAll()
        forgetCommand()
        context.flush()
        context.close(promise: nil)
    }
}
