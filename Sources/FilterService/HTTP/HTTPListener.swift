// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTPTypesHTTP1

/// What a request's header may have.
enum HTTPLimits {
    /// Fields.
    static let fields = 1_000
    /// Bytes of one field.
    static let fieldBytes = 32 << 10
    /// Bytes of all fields.
    static let headerBytes = 64 << 10
}

extension FilterContext {
    /// HTTP at an address.
    ///
    /// Hummingbird reads requests and writes responses; the listener is the one that all protocols have, for its Unix
    /// sockets, its limit of connections and its shutdown.
    func httpListener(_ listener: ListenerConfiguration, intake: LearningIntake) -> Listener {
        let api = HTTPInterface(self, intake: intake)
        let limits = configuration.limits
        let decoding = HTTP1Channel.Configuration(
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: HTTPLimits.fieldBytes, maxHeaderListSize: HTTPLimits.headerBytes,
                maxHeaderFieldCount: HTTPLimits.fields))
        let logger = self.logger
        return self.listener("http", listener) { [metrics, scorer] channel in
            let origin = channel.origin
            let memory = scorer.memory.connection()
            let http = HTTP1Channel(
                responder: { request, writer, _ in
                    let answer = try await api.answer(request, from: origin, memory: memory)
                    // The answer to HEAD has the fields of that to GET, its length too, and no content (RFC 9110, 9.3.2).
                    let body = request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: answer.body)
                    try await writer.write(response: answer.head, body: body)
                }, configuration: decoding)
            // A client that sends no more may still wait for its answer.
            return channel.setOption(.allowRemoteHalfClosure, value: true).flatMap {
                http.setup(channel: channel, logger: logger)
            }.flatMapThrowing { connection in
                let pipeline = channel.pipeline.syncOperations
                let codec = try pipeline.handler(type: HTTP1ToHTTPServerCodec.self)
                try pipeline.addHandler(
                    HTTPConnectionGuard(limits: limits, metrics: metrics), position: .before(codec))
                // It ends with the connection, which the listener ends at shutdown.
                Task { await http.handle(value: connection, logger: logger) }
            }
        }
    }
}
