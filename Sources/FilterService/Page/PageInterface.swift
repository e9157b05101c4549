// SPDX-License-Identifier: Apache-2.0
import Announcements
import DurableFiles
import FilterPages
import HTTPTypes
import HummingbirdCore
import LearningDrop
import NIOCore
import NIOPosix
import ReportPages
import SpamModel

/// The filter's page over HTTP: server-rendered, without a script, for those who may see it.
struct PageInterface: Sendable {
    /// The most bytes of a message that is pasted or uploaded.
    static let maxMessageBytes = 1 << 20
    /// What a form adds to a message, twice as many digits as bytes included.
    static let maxFormBytes = 2 * maxMessageBytes + (64 << 10)
    /// No report of a night has more.
    private static let maxReportBytes = 4 << 20

    private let filter: FilterContext
    private let history: HistoryService
    private let intake: LearningIntake
    private let access: PageAccess

    /// Nil if the configuration has no page.
    init?(_ filter: FilterContext, intake: LearningIntake, access: HTTPAccess) {
        guard let page = filter.configuration.page, let history = filter.history else { return nil }
        self.filter = filter
        self.history = history
        self.intake = intake
        self.access = PageAccess(access, hosts: page.hosts)
    }

    /// The page's paths, with whether each is asked for by GET.
    static let paths = [
        FilterPage.Path.page: true, FilterPage.Path.report: true, FilterPage.Path.explain: false,
        FilterPage.Path.teach: false,
    ]

    /// Why a request for one of ``paths`` is not answered; nil if it is.
    func refused(_ request: Request, from origin: ClientOrigin) -> HTTPAnswer? {
        let refusal = access.refusal(
            authority: request.head.authority, request.headers, isUnixSocket: origin == .unixSocket,
            isChange: request.method == .post)
        switch refusal {
        case .wrongHost: return .wrongHost
        case .noToken: return .unauthorized
        case .otherSite: return .error(.forbidden, "another site's page has sent this")
        case nil: return nil
        }
    }

    /// Answers a request for one of ``paths`` that is not refused.
    ///
    /// - Parameter content: what was sent; nil for GET.
    func answer(_ request: Request, content: MessageBuffer?) async -> HTTPAnswer {
        let language = Self.language(request.headers)
        switch request.uri.path {
        case FilterPage.Path.report: return await report(language)
        case FilterPage.Path.explain: return await explain(request.headers, content, language)
        case FilterPage.Path.teach: return await teach(request.headers, content, language)
        default:
            let id = request.uri.queryParameters[Substring(FilterPage.Field.id)].map(String.init)
            return HTTPAnswer(page: FilterPage(state, id: id.flatMap { $0.isEmpty ? nil : $0 }, language).html)
        }
    }

    // MARK: - What is shown

    private var state: FilterState {
        let models = filter.scorer.models
        let registry = filter.metrics.registry
        let trouble = Trouble.Metric.allCases.flatMap { metric in
            registry.counters(metric.rawValue).map { Trouble(metric, labels: $0.labels, times: $0.value) }
        }
        let feedback = registry.counters("spreu_feedback_total").map { (what: $0.labels, messages: $0.value) }
        return FilterState(
            now: history.now, host: MachineName.own, uptime: Int64(filter.metrics.uptimeSeconds),
            model: models.current.map {
                FilterState.Model($0, hasReport: reportPath.map { FileStatus($0) != nil } ?? false)
            },
            history: history.history, keepsHistory: history.isKept, trouble: trouble.filter { $0.times > 0 },
            feedback: filter.customers.all.allSatisfy { $0.drop == nil } ? nil : feedback,
            hasCustomers: !filter.customers.named.isEmpty,
            customersWithoutModel: filter.customers.named.filter { !$0.models.isReady }.map(\.label))
    }

    /// Where the night's report lies, beside the model that the path leads to.
    private var reportPath: String? {
        guard let file = FileName.resolved(filter.scorer.models.path), let slash = file.lastIndex(of: "/") else {
            return nil
        }
        return file[...slash] + ModelRepository.reportPage
    }

    private func report(_ language: Language) async -> HTTPAnswer {
        let path = reportPath
        let bytes = try? await NIOThreadPool.singleton.runIfActive {
            try path.map { try ReadableFile.contents(of: $0, limit: Self.maxReportBytes) }
        }
        guard let bytes = bytes ?? nil else {
            return HTTPAnswer(
                .notFound,
                page: NoticePage.refused("no report lies beside the model, or spreud may not read it", language).html)
        }
        return HTTPAnswer(page: String(decoding: bytes, as: UTF8.self))
    }

    // MARK: - What is sent

    private func explain(_ fields: HTTPFields, _ content: MessageBuffer?, _ language: Language) async -> HTTPAnswer {
        if let answer = untaken(content, language) { return answer }
        // From the form to the page: all of it where it holds up no mail.
        let answer = await filter.scorer.explaining.run { explanation(fields, content, language) }
        if let answer { return answer }
        // Refusals cost, too: whoever asks without a pause gets one.
        try? await Task.sleep(for: Self.refusalPause)
        return refused(.serviceUnavailable, Self.isBusy, language)
    }

    private static let refusalPause = Duration.milliseconds(250)
    private static let isBusy = "there is no model, or too much to do at the moment"

    private func explanation(_ fields: HTTPFields, _ content: MessageBuffer?, _ language: Language) -> HTTPAnswer {
        guard let form = form(fields, content) else {
            return refused(.badRequest, "the form is incomplete", language)
        }
        let file = form[FilterPage.Field.file] ?? []
        let message = file.isEmpty ? form[FilterPage.Field.message] ?? [] : file
        guard !message.isEmpty else { return refused(.badRequest, "no message", language) }
        guard message.count <= Self.maxMessageBytes else {
            return refused(.contentTooLarge, "the message has more than 1 MiB", language)
        }
        guard let customer = customer(form) else {
            return refused(.badRequest, "the configuration has no customer of this name", language)
        }
        guard let (explanation, model) = filter.scorer.explain(message, by: customer.models) else {
            return refused(.serviceUnavailable, Self.isBusy, language)
        }
        let teaching = customer.drop.map { _ in
            TaughtMessage(encoded: EncodedMessage.encode(message), customer: customer.name)
        }
        return HTTPAnswer(page: ExplanationPage(explanation, model: model, teaching: teaching, language).html)
    }

    private func teach(_ fields: HTTPFields, _ content: MessageBuffer?, _ language: Language) async -> HTTPAnswer {
        if let answer = untaken(content, language) { return answer }
        guard let form = form(fields, content), let encoded = form[FilterPage.Field.encoded],
            let message = EncodedMessage.decode(encoded), message.count <= Self.maxMessageBytes, !message.isEmpty,
            let feedback = form[FilterPage.Field.feedback].flatMap({
                DropRecord.Feedback(rawValue: String(decoding: $0, as: UTF8.self))
            }), feedback != .forget, let customer = customer(form)
        else { return refused(.badRequest, "the form is incomplete or too large", language) }
        var buffer = MessageBuffer(limit: Self.maxMessageBytes)
        message.withUnsafeBytes { buffer.append($0) }
        do {
            try await intake.learn(
                feedback, buffer, of: customer, account: "", origin: "http-learn", isAllowed: true,
                protocolName: "http",
                on: filter.loops.any()
            ).get()
            return HTTPAnswer(page: NoticePage.taught(language).html)
        } catch {
            let refusal = error as? LearningIntake.Refusal
            return refused(
                refusal?.status ?? .serviceUnavailable, refusal?.description ?? "spreud is stopping", language)
        }
    }

    /// Whose model and drop folder are meant: the default's, where no customer is named; nil: there is none of that name.
    private func customer(_ form: MultipartForm) -> Customer? {
        let name = String(decoding: form[FilterPage.Field.customer] ?? [], as: UTF8.self)
        return name.isEmpty ? filter.customers.common : filter.customers.customer(named: name)
    }

    private func refused(_ status: HTTPResponse.Status, _ why: String, _ language: Language) -> HTTPAnswer {
        HTTPAnswer(status, page: NoticePage.refused(why, language).html)
    }

    /// Why content was not taken whole; nil if it was.
    private func untaken(_ content: MessageBuffer?, _ language: Language) -> HTTPAnswer? {
        guard let content, !content.isWhole else { return nil }
        if content.isOverloaded {
            return refused(.serviceUnavailable, LearningIntake.Refusal.overloaded.description, language)
        }
        return refused(.contentTooLarge, "the message has more than 1 MiB", language)
    }

    private func form(_ fields: HTTPFields, _ content: MessageBuffer?) -> MultipartForm? {
        guard let content, let type = fields[.contentType] else { return nil }
        return MultipartForm(contentType: type, content.bytes)
    }

    /// The first language of a browser that there are texts in (RFC 9110, section 12.5.4, without weights).
    private static func language(_ fields: HTTPFields) -> Language {
        let wanted = (fields[.acceptLanguage] ?? "").split(separator: ",").prefix(8).lazy.filter {
            !$0.hasSuffix("q=0")
        }.compactMap {
            Language(rawValue: String($0.prefix { $0 != "-" && $0 != ";" }.filter { $0 != " " }).lowercased())
        }
        return wanted.first ?? .english
    }
}

extension FilterState.Model {
    fileprivate init(_ served: ServedModel, hasReport: Bool) {
        let parameters = served.model.parameters
        self.init(
            id: served.id, writtenAt: served.writtenAt, ham: parameters.counts.ham, spam: parameters.counts.spam,
            spamFrom: parameters.thresholds.spam, hamUpTo: parameters.thresholds.ham,
            callsNothingSpam: parameters.thresholds.callNothingSpam, hasReport: hasReport)
    }
}

extension HTTPAnswer {
    /// A page that no other site may show within its own, and that loads nothing.
    init(_ status: HTTPResponse.Status = .ok, page: String) {
        self.init(
            status, text: page, type: "text/html; charset=utf-8",
            fields: [
                .contentSecurityPolicy:
                    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                .xContentTypeOptions: "nosniff", .named("Referrer-Policy"): "same-origin",
                .named("Cross-Origin-Opener-Policy"): "same-origin", .named("X-Frame-Options"): "DENY",
            ])
    }

    /// That another host is asked for.
    static var wrongHost: HTTPAnswer { .error(.misdirectedRequest, "this host is not among http.page.hosts") }

    /// That the token is asked for.
    static var unauthorized: HTTPAnswer {
        HTTPAnswer(
            .unauthorized, text: "the page needs the token of spreud.yaml, as the password of any user\n",
            fields: [.wwwAuthenticate: "Basic realm=\"Spreu\", charset=\"UTF-8\""])
    }
}
