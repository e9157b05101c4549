// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import HummingbirdCore
import LearningDrop
import NIOCore
import NIOPosix
import SenderLists
import SpamModel
import TextOutput

/// What spreud does over HTTP: rspamd's interface as rspamc and others use it, Spreu's own, and what monitoring asks for.
///
/// - SeeAlso: docs/http-api.md, and `GET /openapi.yaml`.
struct HTTPInterface: Sendable {
    let filter: FilterContext
    private let intake: LearningIntake
    private let judge: Judge
    private let access: HTTPAccess
    private let page: PageInterface?

    init(_ filter: FilterContext, intake: LearningIntake) {
        self.filter = filter
        self.intake = intake
        judge = Judge(filter, protocolName: "http")
        access = HTTPAccess(token: filter.configuration.httpToken)
        page = PageInterface(filter, intake: intake, access: access)
    }

    /// Answers a request; its content is always read to the end, so that the next request can follow.
    ///
    /// - Parameters:
    ///   - origin: Where the client is.
    ///   - memory: What the connection may keep.
    /// - Throws: when the client breaks off.
    func answer(_ request: Request, from origin: ClientOrigin, memory: ConnectionMemory) async throws -> HTTPAnswer {
        let path = request.uri.path
        if let page, let isGet = PageInterface.paths[path] {
            return try await answer(request, by: page, isGet: isGet, from: origin, memory: memory)
        }
        let isLocal = origin != .otherMachine
        guard let route = Self.routes[path] else {
            try await skip(request)
            return .error(.notFound, Self.hint(forUnknown: path))
        }
        let isRead = request.method == .get || request.method == .head
        guard isRead ? route.isGet : request.method == .post && !route.isGet else {
            try await skip(request)
            return .methodNotAllowed(isGet: route.isGet)
        }
        if route.isGet {
            try await skip(request)
            return get(route, customer: request.uri.queryParameters["customer"].map(String.init))
        }
        return try await post(route, request, isLocal: isLocal, memory: memory)
    }

    private func answer(
        _ request: Request, by page: PageInterface, isGet: Bool, from origin: ClientOrigin, memory: ConnectionMemory
    ) async throws -> HTTPAnswer {
        let isRead = request.method == .get || request.method == .head
        guard isRead ? isGet : request.method == .post && !isGet else {
            try await skip(request)
            return .methodNotAllowed(isGet: isGet)
        }
        // Before anything is kept of a stranger's.
        if let refused = page.refused(request, from: origin) {
            try await skip(request)
            return refused
        }
        guard !isGet else {
            try await skip(request)
            return await page.answer(request, content: nil)
        }
        var content = MessageBuffer(limit: PageInterface.maxFormBytes, lease: memory.lease())
        for try await piece in request.body { piece.withUnsafeReadableBytes { content.append($0) } }
        return await page.answer(request, content: content)
    }

    private enum Route {
        case ping, stat, metrics, health, ready, model, description
        case check, classify, reload
        case learn(DropRecord.Feedback)

        var isGet: Bool {
            switch self {
            case .ping, .stat, .metrics, .health, .ready, .model, .description: true
            case .check, .classify, .reload, .learn: false
            }
        }
    }

    private static let routes: [String: Route] = [
        "/ping": .ping, "/stat": .stat, "/auth": .stat, "/metrics": .metrics, "/health": .health, "/ready": .ready,
        "/openapi.yaml": .description, "/v1/model": .model, "/checkv2": .check, "/v1/classify": .classify,
        "/v1/reload": .reload, "/learnspam": .learn(.spam), "/learnham": .learn(.ham), "/v1/learn/spam": .learn(.spam),
        "/v1/learn/ham": .learn(.ham), "/v1/learn/forget": .learn(.forget),
    ]

    /// What a client is told that asks for a path that there is not.
    private static func hint(forUnknown path: String) -> String {
        switch path {
        case "/checkv3":
            // rspamd's since its version 4, as parts of a form; clients that can ask this way ask /checkv2 unless they are told not to.
            "there is no /checkv3; have the client ask /checkv2, which has the same answer (/usr/share/doc/spreu/http-api.md)"
        default: "no such path; /usr/share/doc/spreu/http-api.md lists the paths"
        }
    }

    /// openapi.yaml, which the build puts into the program.
    private static let description = String(decoding: PackageResources.openapi_yaml, as: UTF8.self)

    /// - Parameter name: Whose model is meant, where that matters; nil: the default's.
    private func get(_ route: Route, customer name: String?) -> HTTPAnswer {
        guard let customer = name.map(filter.customers.customer(named:)) ?? filter.customers.common else {
            return .error(.notFound, "the configuration has no customer of this name")
        }
        switch route {
        case .ping: return HTTPAnswer(text: "pong\r\n")
        case .stat: return RspamdAnswer.statistics(filter.metrics, model: customer.models.current)
        case .metrics:
            let type = "text/plain; version=0.0.4; charset=utf-8"
            return HTTPAnswer(text: filter.metrics.registry.prometheusText(), type: type)
        case .ready where name != nil: return ReadyAnswer.answer(customer)
        case .ready: return ReadyAnswer.answer(filter.customers)
        case .model:
            guard let model = customer.models.current else { return .error(.serviceUnavailable, "no model") }
            return HTTPAnswer(json: ClassifyAnswer.members(of: model))
        case .description: return HTTPAnswer(text: Self.description, type: "application/yaml")
        default: return HTTPAnswer(json: ["status": .string("ok")])
        }
    }

    private func post(
        _ route: Route, _ request: Request, isLocal: Bool, memory: ConnectionMemory
    ) async throws -> HTTPAnswer {
        if case .reload = route {
            try await skip(request)
            guard access.allows(request.headers, isLocal: isLocal) else { return denied }
            return await reload()
        }
        let message: MessageBuffer
        switch try await collect(request, memory) {
        case .success(let whole): message = whole
        case .failure(let refusal): return refusal.answer
        }
        switch route {
        case .learn(let feedback): return await learn(feedback, message, request.headers, isLocal: isLocal)
        case .classify:
            guard message.size > 0 else { return .error(.badRequest, "no message") }
            let judgement = try await judge(message, hop: ReceivingHop(request.headers), request.headers)
            return ClassifyAnswer.answer(judgement, size: message.size)
        default:
            guard message.size > 0 else { return .error(.badRequest, "no message") }
            let judgement = try await judge(message, hop: nil, request.headers)
            return RspamdAnswer.check(judgement, policy: judgement.policy ?? judge.policy)
        }
    }

    private var denied: HTTPAnswer {
        .error(
            .forbidden,
            access.token == nil ? "only clients on this machine are allowed" : "the token is missing or wrong")
    }

    private func judge(_ message: MessageBuffer, hop: ReceivingHop?, _ fields: HTTPFields) async throws -> Judgement {
        var submitted = SubmittedMessage(message, hop: hop, limits: filter.configuration.limits)
        submitted.envelope = Envelope(fields, isBeforeReceived: hop != nil)
        let addressees = filter.customers.addressees(recipients(fields).orPlace(of: fields[.user]))
        return try await judge.judge(
            submitted, for: addressees, queueID: fields[.queueID], on: filter.loops.any()
        ).get()
    }

    /// Whose the recipients are that a client names: in the envelope, and where the message is delivered.
    private func recipients(_ fields: HTTPFields) -> RecipientPlaces {
        let named = fields[values: .recipient] + fields[values: .named("Deliver-To")]
        // A proxy may have joined fields of one name (RFC 9110, section 5.3).
        return filter.customers.places(
            of: named.flatMap { value in
                value.contains("\"")
                    ? [value] : value.split(separator: ",").map { String($0).trimmingBlanks }.filter { !$0.isEmpty }
            })
    }

    private func learn(
        _ feedback: DropRecord.Feedback, _ message: MessageBuffer, _ fields: HTTPFields, isLocal: Bool
    ) async -> HTTPAnswer {
        do {
            try await intake.learn(
                feedback, message, of: filter.customers.owner(recipients(fields), user: fields[.user]),
                account: fields[.user] ?? "", origin: "http-learn", isAllowed: access.allows(fields, isLocal: isLocal),
                protocolName: "http", on: filter.loops.any()
            ).get()
            return HTTPAnswer(json: ["success": .bool(true)])
        } catch LearningIntake.Refusal.notAllowed {
            return denied
        } catch let refusal as LearningIntake.Refusal {
            return .error(refusal.status, refusal.description)
        } catch {
            return .error(.serviceUnavailable, "spreud is stopping")
        }
    }

    /// Opening and checking models is slow: not on a thread that others wait for.
    private func reload() async -> HTTPAnswer {
        let customers = filter.customers
        let results = try? await NIOThreadPool.singleton.runIfActive {
            customers.all.map { ($0, $0.models.reload(force: true)) }
        }
        guard let results else { return .error(.serviceUnavailable, "spreud is stopping") }
        return ReloadAnswer.answer(results)
    }

    /// Why the content of a request is no message.
    private struct Refusal: Error {
        let answer: HTTPAnswer
    }

    /// Reads a message, and unpacks it: compressed bytes are never scored or learned as they are.
    private func collect(
        _ request: Request, _ memory: ConnectionMemory
    ) async throws -> Result<MessageBuffer, Refusal> {
        let coding = ContentCoding(request.headers)
        if case .refused(let why) = coding {
            try await skip(request)
            return .failure(Refusal(answer: .error(.unsupportedMediaType, why)))
        }
        @Sendable func empty() -> MessageBuffer {
            MessageBuffer(limits: filter.configuration.limits, memory: memory)
        }
        var message = empty()
        for try await piece in request.body { piece.withUnsafeReadableBytes { message.append($0) } }
        guard case .compressed(let compression) = coding else { return .success(message) }
        let packed = message
        // It takes a while: not on a thread that others wait for.
        let unpacked = try await NIOThreadPool.singleton.runIfActive {
            packed.unpacked(into: empty(), by: compression)
        }
        guard let unpacked else {
            return .failure(
                Refusal(answer: .error(.badRequest, "the content is not compressed as its header fields say")))
        }
        return .success(unpacked)
    }

    /// Reads content that nobody wants, so that the next request can follow; of more than any message has the connection ends.
    private func skip(_ request: Request) async throws {
        var bytes = 0
        for try await piece in request.body {
            bytes += piece.readableBytes
            if bytes > filter.configuration.limits.messageBytes { throw EndlessContent() }
        }
    }

    private struct EndlessContent: Error {}
}

extension LearningIntake.Refusal {
    /// What a client is told by number.
    var status: HTTPResponse.Status {
        switch self {
        case .off: .notImplemented
        case .notAllowed: .forbidden
        case .noOwner, .notMail, .drop(.emptyMessage): .badRequest
        case .tooLarge: .contentTooLarge
        case .overloaded, .drop: .serviceUnavailable
        }
    }
}

extension HTTPField.Name {
    /// `Queue-Id`: the mail server's name for the message.
    static let queueID = named("Queue-Id")
    /// `Rcpt`: a recipient in the envelope.
    static let recipient = named("Rcpt")
    /// `User`: whose mail it is.
    static let user = named("User")

    static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("'\(name)' is no name of a field") }
        return name
    }
}

extension Envelope {
    /// What a client tells of a message beside its text: `IP`, `From`, `Rcpt` and `Queue-Id`.
    fileprivate init(_ fields: HTTPFields, isBeforeReceived: Bool) {
        self.init(
            clientAddress: fields[.named("IP")], sender: fields[.named("From")],
            recipientDomain: Self.domain(ofAll: fields[values: .recipient]), queueID: fields[.queueID],
            isBeforeReceived: isBeforeReceived)
    }
}

extension ReceivingHop {
    /// What a client tells of a message whose Received field its server has yet to write: `MTA-Name`, with `IP`,
    /// `Hostname` and `Helo`; nil if it does not name its server.
    init?(_ fields: HTTPFields) {
        guard let server = fields[.named("MTA-Name")] else { return nil }
        self.init(
            serverName: server, helo: fields[.named("Helo")], clientName: fields[.named("Hostname")],
            clientAddress: fields[.named("IP")])
    }
}
