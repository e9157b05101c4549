// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOHTTP1

/// Holds an HTTP connection to its limits, below the part that answers requests.
///
/// - A request has to be there within a time from the connection's start or the last answer, however slowly it drips.
/// - HTTP/1.0 ends after one answer unless the client asks otherwise; who sends `Expect: 100-continue` is told to go on.
/// - What is no HTTP is answered with 400, and the connection ends.
/// - At shutdown idle connections end at once, others after their answer.
final class HTTPConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// How long a client may take to end the connection behind the last answer.
    private static let closingTime = TimeAmount.seconds(5)

    private let requestTime: TimeAmount
    private let answerTime: TimeAmount
    private let metrics: FilterMetrics
    private var deadline: Scheduled<Void>?
    private var isAnswerDue = false
    private var closesAfterAnswer = false

    init(limits: FilterLimits, metrics: FilterMetrics) {
        requestTime = .seconds(Int64((limits.idleSeconds ?? 60) + limits.commandSeconds))
        // Scoring has its own limit; the rest is for a client that is slow to read.
        answerTime = .seconds(Int64(limits.messageSeconds + limits.commandSeconds))
        self.metrics = metrics
    }

    func channelActive(context: ChannelHandlerContext) {
        schedule(requestTime, context)
        context.fireChannelActive()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { schedule(requestTime, context) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else {
            if case .end = unwrapInboundIn(data) { schedule(answerTime, context) }
            return context.fireChannelRead(data)
        }
        isAnswerDue = true
        if !head.isKeepAlive {
            closesAfterAnswer = true
            // HTTP/1.0 says so by its version alone.
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        if head.version == .http1_1, head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
            let proceed = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(proceed)), promise: nil)
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if closesAfterAnswer { head.headers.replaceOrAdd(name: "connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            isAnswerDue = false
            schedule(closesAfterAnswer ? Self.closingTime : requestTime, context)
            context.write(data, promise: promise)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is DrainEvent {
            if isAnswerDue { closesAfterAnswer = true } else { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is HTTPParserError {
            metrics.protocolError("http", "garbage")
            isAnswerDue = false
            closesAfterAnswer = true
            schedule(Self.closingTime, context)
        }
        context.fireErrorCaught(error)
    }

    private func schedule(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: time) {
            let (handler, context) = here.value
            if handler.isAnswerDue { handler.metrics.protocolError("http", "timeout") }
            context.close(promise: nil)
        }
    }
}
