// SPDX-License-Identifier: Apache-2.0
import LearningDrop
import NIOCore
import NIOPosix
import SpamModel
import SpamdProtocol

/// One connection of the spamd protocol: reads a request, has it answered, and ends.
///
/// A client may close its side behind the request, as spamc does, or not, as Exim does. All of it happens on the
/// channel's event loop, but for what takes as long as the message is: that is left to other threads.
final class SpamdHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// The request comes.
        case reading
        /// It is whole, and worked on.
        case answering
        /// The answer is on its way; what still comes is thrown away until the client has read it.
        case closing
    }

    /// What the verdict's fields and the answer's head take at most, in bytes.
    private static let tagBytes = 2 << 10
    /// How long a client may take to read an answer, in seconds.
    private static let closingSeconds: Int64 = 30
    /// How long a client that was refused may go on sending, in seconds.
    private static let refusedSeconds: Int64 = 5

    private let filter: FilterContext
    private let intake: LearningIntake
    /// Whether the client is a program on this machine.
    private let isLocal: Bool
    private let judge: Judge
    private let memory: ConnectionMemory
    /// Whose mail the request's message is, as far as it names recipients.
    private var recipients = RecipientPlaces(CustomerDomains())
    private var parser: SpamdRequestParser<SpamdSubmission>
    private var state = State.reading
    private var deadline: Scheduled<Void>?
    /// Whether nothing that the client sent is left to be read, or will come.
    private var isInputDone = false

    init(_ filter: FilterContext, intake: LearningIntake, isLocal: Bool) {
        self.filter = filter
        self.intake = intake
        self.isLocal = isLocal
        judge = Judge(filter, protocolName: "spamd")
        memory = filter.scorer.memory.connection()
        let limits = filter.configuration.limits
        parser = SpamdRequestParser(
            headLimit: limits.headerBytes,
            sink: SpamdSubmission(
                limits: limits, domains: filter.configuration.customerDomains, memory: memory))
    }

    func channelActive(context: ChannelHandlerContext) {
        schedule(seconds: Int64(filter.configuration.limits.commandSeconds), context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        if state == .reading, parser.hasBegun { filter.metrics.protocolError("spamd", SpamdError.cutShort.fault) }
        state = .closing
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state == .reading else { return }
        var buffer = unwrapInboundIn(data)
        do throws(SpamdError) {
            try parser.read(&buffer)
            if parser.isComplete { answer(context) }
        } catch {
            refuse(error, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            inputClosed(context)
        } else if event is ChannelShouldQuiesceEvent, state == .reading, !parser.hasBegun {
            context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func inputClosed(_ context: ChannelHandlerContext) {
        isInputDone = true
        switch state {
        case .closing: context.close(promise: nil)
        case .answering: break
        case .reading:
            guard parser.hasBegun else { return context.close(promise: nil) }
            do throws(SpamdError) {
                try parser.end()
                answer(context)
            } catch {
                refuse(error, context)
            }
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let request = parser.request else { return }
        state = .answering
        isInputDone = true
        deadline?.cancel()
        let limits = filter.configuration.limits
        let sent = parser.sink.message
        recipients = parser.sink.recipients
        parser = SpamdRequestParser(headLimit: 0, sink: SpamdSubmission())
        guard request.isCompressed else { return answer(request, sent, context) }
        let empty = MessageBuffer(limits: limits, memory: memory)
        offLoop(context) {
            sent.unpacked(into: empty)
        } then: { handler, message, context in
            guard let message else { return handler.refuse(.damagedCompression, context) }
            handler.answer(request, message, context)
        }
    }

    /// Does on another thread what takes time proportional to a message, then continues here.
    ///
    /// Not on a thread that scores: no answer should wait for the messages queued there.
    private func offLoop<Value: Sendable>(
        _ context: ChannelHandlerContext, _ work: @escaping @Sendable () -> Value,
        then: @escaping @Sendable (SpamdHandler, Value, ChannelHandlerContext) -> Void
    ) {
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        NIOThreadPool.singleton.runIfActive(eventLoop: context.eventLoop, work).whenComplete { result in
            let (handler, context) = here.value
            switch result {
            case .success(let value): then(handler, value, context)
            case .failure: context.close(promise: nil)
            }
        }
    }

    private func answer(_ request: SpamdRequest, _ message: MessageBuffer, _ context: ChannelHandlerContext) {
        switch request.command {
        case .ping: reply(request.wantsStatus ? .pong(status: status) : .pong, context)
        case .skip: reply(.nothing, context)
        case .tell: learn(request, message, context)
        case .process, .headers:
            // It has to go back whole.
            guard message.isWhole || message.isOverloaded else { return refuse(.tooLarge, context) }
            score(request, message, context)
        default: score(request, message, context)
        }
    }

    private var status: String {
        guard let served = filter.scorer.models.current else { return "no model" }
        let without = filter.customers.withoutModel.count
        return "model=\(served.id)" + (served.model.parameters.thresholds.callNothingSpam ? ", calls nothing spam" : "")
            + (without > 0 ? ", customers without a model: \(without)" : "")
    }

    private func score(_ request: SpamdRequest, _ message: MessageBuffer, _ context: ChannelHandlerContext) {
        let submitted = SubmittedMessage(message, limits: filter.configuration.limits)
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let addressees = filter.customers.addressees(recipients.orPlace(of: request.user))
        judge.judge(
            submitted, for: addressees, queueID: request.queueID, on: context.eventLoop
        ).whenSuccess { judgement in
            let (handler, context) = here.value
            let outcome = judgement.outcome
            let policy = judgement.policy ?? handler.judge.policy
            if case .unfiltered(let reason) = outcome, judgement.action == .tempfail || message.isOverloaded {
                return handler.reply(SpamdReply(.tryLater(reason.rawValue)), context)
            }
            let verdict = SpamdReply.Verdict(
                outcome.wireScore, rejectPoints: judgement.rejectPoints(policy), action: judgement.rspamdAction,
                symbols: outcome.symbols,
                report: ["Spreu: \(outcome.fieldValue)"])
            guard request.command == .process || request.command == .headers else {
                return handler.reply(SpamdReply(to: request, verdict), context)
            }
            // The copy is there beside the message for a moment, and then until the client has read it.
            guard message.lease?.grow(by: message.size + Self.tagBytes) ?? true else {
                return handler.reply(SpamdReply(.tryLater(UnfilteredReason.overloaded.rawValue)), context)
            }
            handler.offLoop(context) {
                let rewritten = TagFields(policy: policy)
                    .added(to: message.bytes, for: outcome, headerOnly: request.command == .headers)
                return SpamdReply(to: request, verdict, rewritten: rewritten)
            } then: { [lease = message.lease] handler, reply, context in
                _ = lease?.resize(to: reply.buffer.storageCapacity)
                handler.reply(reply, context, memory: lease)
            }
        }
    }

    private func learn(_ request: SpamdRequest, _ message: MessageBuffer, _ context: ChannelHandlerContext) {
        let feedback: DropRecord.Feedback
        switch (request.setsLocal, request.removesLocal, request.messageClass) {
        case (true, false, "spam"): feedback = .spam
        case (true, false, "ham"): feedback = .ham
        case (false, true, _): feedback = .forget
        case (true, true, _):
            return refuse(.badField("Unable to set local and remove local in the same operation."), context)
        // Only remote was asked for: nothing leaves this machine.
        case (false, false, _): return reply(SpamdReply(didSet: false, didRemove: false), context)
        default: return refuse(.badField("Message-class is neither spam nor ham"), context)
        }
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        intake.learn(
            feedback, message, of: filter.customers.owner(recipients, user: request.user), account: request.user ?? "",
            origin: "spamd-tell", isAllowed: isLocal, protocolName: "spamd", on: context.eventLoop
        ).whenComplete { result in
            let (handler, context) = here.value
            switch result {
            case .success:
                handler.reply(SpamdReply(didSet: feedback != .forget, didRemove: feedback == .forget), context)
            case .failure(let error):
                let text = (error as? LearningIntake.Refusal).map(\.description) ?? "spreud is stopping"
                switch error as? LearningIntake.Refusal {
                case .notMail?: handler.refuse(.notMail(text), context)
                case .overloaded?: handler.reply(SpamdReply(.tryLater(text)), context)
                case .drop(.emptyMessage)?: handler.refuse(.emptyMessage, context)
                case .drop(let problem)? where problem.isTemporary:
                    handler.reply(SpamdReply(.tryLater(text)), context)
                default: handler.reply(SpamdReply(.unavailable(text)), context)
                }
            }
        }
    }

    private func refuse(_ error: SpamdError, _ context: ChannelHandlerContext) {
        filter.metrics.protocolError("spamd", error.fault)
        reply(SpamdReply(error), context)
    }

    /// Writes the answer and ends the connection.
    ///
    /// While a client is still sending, only this side is closed and the rest discarded for a while: closing at once
    /// would make the client's system drop the answer (RFC 9112, section 9.6 describes the same for HTTP).
    ///
    /// - Parameter memory: What the answer's bytes are taken from.
    private func reply(_ reply: SpamdReply, _ context: ChannelHandlerContext, memory: MemoryLease? = nil) {
        guard context.channel.isActive else { return }
        state = .closing
        schedule(seconds: isInputDone ? Self.closingSeconds : Self.refusedSeconds, context)
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.whenComplete { _ in
            withExtendedLifetime(memory) {}
            let (handler, context) = here.value
            if handler.isInputDone {
                context.close(promise: nil)
            } else {
                context.close(mode: .output, promise: nil)
            }
        }
        context.writeAndFlush(wrapOutboundOut(reply.buffer), promise: written)
    }

    private func schedule(seconds: Int64, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: .seconds(seconds)) {
            let (handler, context) = here.value
            if handler.state == .reading, handler.parser.hasBegun {
                handler.refuse(.timedOut, context)
            } else {
                context.close(promise: nil)
            }
        }
    }
}

extension FilterContext {
    /// The spamd protocol at an address.
    func spamdListener(_ listener: ListenerConfiguration, intake: LearningIntake) -> Listener {
        self.listener("spamd", listener) { [self] channel in
            let isLocal = channel.isFromThisMachine
            return channel.setOption(.allowRemoteHalfClosure, value: true).flatMapThrowing {
                try channel.pipeline.syncOperations.addHandler(SpamdHandler(self, intake: intake, isLocal: isLocal))
            }
        }
    }
}
