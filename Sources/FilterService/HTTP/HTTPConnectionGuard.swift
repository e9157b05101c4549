// SPDX-License-Identifier: Apache-2.0
import FilterPages
import HTTPTypes
package import NIOCore
package import NIOHTTP1

/// Holds an HTTP connection to its limits, below the part that answers requests.
///
/// - A request has to be complete within a time from the connection's start or the last answer, however slowly it
///   drips.
/// - HTTP/1.0 ends after one answer unless the client asks otherwise; who sends `Expect: 100-continue` is told to go on.
/// - Anything that is not HTTP is answered with 400, a header beyond the limits with 431, each in words, and the connection ends.
/// - At shutdown, and once the client has closed its half, idle connections end at once, others after their answers.
package final class HTTPConnectionGuard: ChannelDuplexHandler {
    package typealias InboundIn = HTTPServerRequestPart
    package typealias InboundOut = HTTPServerRequestPart
    package typealias OutboundIn = HTTPServerResponsePart
    package typealias OutboundOut = HTTPServerResponsePart

    /// How long a client may take to end the connection behind the last answer.
    private static let closingTime = TimeAmount.seconds(5)

    private let requestTime: TimeAmount
    private let answerTime: TimeAmount
    private let metrics: FilterMetrics
    private var deadline: Scheduled<Void>?
    /// The requests whose answers are due, in order: whether the connection ends with each.
    private var isLast = CircularBuffer<Bool>()
    /// Whether the newest of them is still coming in.
    private var isReading = false
    /// Whether no more requests are awaited.
    private var isEnding = false
    /// What the client is told whose request cannot be read.
    private var refusal: HTTPAnswer?

    package init(limits: FilterLimits, metrics: FilterMetrics) {
        requestTime = .seconds(Int64((limits.idleSeconds ?? 60) + limits.commandSeconds))
        // Scoring has its own limit; the rest is for a client that is slow to read.
        answerTime = .seconds(Int64(limits.messageSeconds + limits.commandSeconds))
        self.metrics = metrics
    }

    package func channelActive(context: ChannelHandlerContext) {
        schedule(requestTime, context)
        context.fireChannelActive()
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { schedule(requestTime, context) }
    }

    package func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else {
            if case .end = unwrapInboundIn(data) {
                isReading = false
                schedule(answerTime, context)
            }
            return context.fireChannelRead(data)
        }
        // Which of them counts, proxies and servers see differently (RFC 9112, section 3.2).
        if head.headers["host"].count > 1 { head.headers.replaceOrAdd(name: "host", value: "") }
        // A target with an authority of its own says whom it asks, whatever Host says (section 3.2.2).
        if !head.uri.hasPrefix("/"), let start = head.uri.firstRange(of: "://")?.upperBound {
            let authority = head.uri[start...].prefix { $0 != "/" && $0 != "?" }
            head.headers.replaceOrAdd(name: "host", value: String(authority))
        }
        isReading = true
        isLast.append(!head.isKeepAlive)
        // HTTP/1.0 says so by its version alone.
        if !head.isKeepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
        if head.version == .http1_1, head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
            let proceed = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(proceed)), promise: nil)
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if let refusal {
                self.refusal = nil
                head.status = .init(statusCode: refusal.head.status.code)
                head.headers = ["Connection": "close", "Content-Length": "\(refusal.body.readableBytes)"]
                context.write(wrapOutboundOut(.head(head)), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(refusal.body))), promise: promise)
                return
            }
            if endsWithThisAnswer { head.headers.replaceOrAdd(name: "connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            let ends = endsWithThisAnswer
            if !isLast.isEmpty { isLast.removeFirst() }
            if ends { isLast.removeAll() }
            schedule(ends ? Self.closingTime : isLast.isEmpty ? requestTime : answerTime, context)
            context.write(data, promise: promise)
        }
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        let isQuiescing = event is ChannelShouldQuiesceEvent
        if isQuiescing || event as? ChannelEvent == .inputClosed {
            isEnding = true
            if isLast.isEmpty { context.close(promise: nil) }
        }
        // Hummingbird would close at once behind the answer, before the client has read it.
        if isQuiescing { return }
        context.fireUserInboundEventTriggered(event)
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError {
            metrics.protocolError("http", .garbage)
            // The answer that the next handler gives has no words.
            refusal = Self.refusal(of: error)
            // It is answered in the place of the request that it broke off, or as one of its own.
            if isReading { isLast.removeLast() }
            isLast.append(true)
            isReading = false
            if isLast.count == 1 { schedule(Self.closingTime, context) }
        }
        context.fireErrorCaught(error)
    }

    private static func refusal(of error: HTTPParserError) -> HTTPAnswer {
        guard error == .headerOverflow else { return .error(.badRequest, "this is no request of HTTP/1.1") }
        return .error(
            .requestHeaderFieldsTooLarge,
            "a request has at most \(HTTPLimits.fields) header fields, of \(HTTPLimits.fieldBytes >> 10) KiB each and "
                + "\(HTTPLimits.headerBytes >> 10) KiB together")
    }

    /// Whether the answer that is being written is the last.
    private var endsWithThisAnswer: Bool { isLast.first ?? true || isEnding && isLast.count == 1 }

    private func schedule(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        let here = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: time) {
            let (handler, context) = here.value
            if !handler.isLast.isEmpty { handler.metrics.protocolError("http", .timeout) }
            context.close(promise: nil)
        }
    }
}
