// SPDX-License-Identifier: Apache-2.0
import FilterPages
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
    private var decoder = MilterPacketDecoder()
    /// What was read and not yet worked on.
    private var input = ByteBuffer()
    /// Answers on their way to the channel.
    private var output = ByteBuffer()
    /// What ``input`` is taken from.
    private let inputMemory: MemoryLease
    private var isScoring = false
    private var isReadHeldBack = false
    private var isDraining = false
    private var isClosed = false
    private var commandTimeout: Scheduled<Void>?
    private var writeTimeout: Scheduled<Void>?

    init(context: FilterContext, settings: MilterSettings, notices: MilterNotices) {
        self.context = context
        judge = Judge(context, protocolName: Self.protocolName)
        self.notices = notices
        let memory = context.scorer.memory.connection()
        inputMemory = memory.lease()
        session = MilterSession(settings: settings, memory: memory)
    }

    func read(context: ChannelHandlerContext) {
        if isHeldBack(context) { isReadHeldBack = true } else { context.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if input.readableBytes == 0 { input = bytes } else { input.writeBuffer(&bytes) }
        work(context)
    }

    /// A client that does not read its answers is not read from.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            writeTimeout?.cancel()
            writeTimeout = nil
            proceed(context)
        } else if writeTimeout == nil, !isClosed {
            writeTimeout = scheduleEnd(.unread, context)
        }
        context.fireChannelWritabilityChanged()
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
        case IdleStateHandler.IdleStateEvent.read where !isScoring: fail(context, .idle, nil)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    // MARK: - Work

    private func isHeldBack(_ context: ChannelHandlerContext) -> Bool { isScoring || !context.channel.isWritable }

    /// Works on what was read, as far as the client reads the answers.
    private func work(_ context: ChannelHandlerContext) {
        while !isClosed, !isHeldBack(context) {
            do {
                guard let packet = try decoder.decode(buffer: &input) else { break }
                forgetCommand()
                perform(try session.handle(MilterCommand(packet)), context)
                if output.readableBytes >= MemoryBudget.answerBytes / 4 { flush(context) }
            } catch {
                return fail(context, error is MilterPacketDecoder.LengthError ? .framing : .command, error)
            }
        }
        guard !isClosed else { return }
        flush(context)
        keepInput(context)
        watchCommand(context)
        closeIfDrained(context)
    }

    /// Keeps what is left of what was read, and no byte more: the buffer that it came in is larger.
    private func keepInput(_ context: ChannelHandlerContext) {
        if input.readableBytes == 0 {
            input = ByteBuffer()
        } else if input.readerIndex > 0 || input.storageCapacity > 2 * input.readableBytes {
            input = ByteBuffer(bytes: input.readableBytesView)
        }
        if !inputMemory.resize(to: input.storageCapacity) { fail(context, .memory, nil) }
    }

    /// Goes on after a verdict, or after the client has read its answers.
    private func proceed(_ context: ChannelHandlerContext) {
        work(context)
        guard isReadHeldBack, !isClosed, !isHeldBack(context) else { return }
        isReadHeldBack = false
        context.read()
    }

    private func perform(_ action: MilterSession.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .none: break
        case .reply(let reply):
            if case .options(let options, _) = reply { notices.check(options, logger: self.context.logger) }
            send(reply)
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
        judge.judge(
            mail.message, from: mail.source, for: self.context.customers.addressees(mail.customers),
            queueID: mail.queueID, outgoing: mail.outgoing, on: context.eventLoop
        ).whenSuccess { judgement in
            let (handler, context) = bound.value
            handler.finish(mail, judgement, context)
        }
    }

    private func finish(_ mail: MilterMail, _ judgement: Judgement, _ context: ChannelHandlerContext) {
        isScoring = false
        guard !isClosed else { return }
        for reply in session.finish(mail, judgement) { send(reply) }
        proceed(context)
    }

    private func send(_ reply: MilterReply) { reply.packet.write(to: &output) }

    private func flush(_ context: ChannelHandlerContext) {
        guard output.readableBytes > 0 else { return }
        // Taken first: a write can make the channel writable, and this handler go on.
        let answers = output
        output = ByteBuffer()
        context.writeAndFlush(wrapOutboundOut(answers), promise: nil)
    }

    // MARK: - The end

    /// A command that has begun must be there in time: a client that sends a byte now and then is none.
    private func watchCommand(_ context: ChannelHandlerContext) {
        guard commandTimeout == nil, input.readableBytes > 0, !isHeldBack(context), !isClosed else { return }
        commandTimeout = scheduleEnd(.slow, context)
    }

    private func scheduleEnd(_ fault: ConnectionFault, _ context: ChannelHandlerContext) -> Scheduled<Void> {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let seconds = self.context.configuration.limits.commandSeconds
        return context.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) {
            let (handler, context) = bound.value
            handler.fail(context, fault, nil)
        }
    }

    private func forgetCommand() {
        commandTimeout?.cancel()
        commandTimeout = nil
    }

    private func fail(_ context: ChannelHandlerContext, _ fault: ConnectionFault, _ error: (any Error)?) {
        guard !isClosed else { return }
        self.context.metrics.protocolError(Self.protocolName, fault)
        self.context.logger.debug(
            "connection ended",
            metadata: [
                "protocol": "milter", "reason": "\(fault.rawValue)", "error": "\(error.map { "\($0)" } ?? "none")",
            ])
        close(context)
    }

    private func closeIfDrained(_ context: ChannelHandlerContext) {
        if isDraining, !isScoring, session.isBetweenMessages { close(context) }
    }

    private func close(_ context: ChannelHandlerContext) {
        guard !isClosed else { return }
        isClosed = true
        forgetCommand()
        writeTimeout?.cancel()
        flush(context)
        input = ByteBuffer()
        _ = inputMemory.resize(to: 0)
        context.close(promise: nil)
    }
}
