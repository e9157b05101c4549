// SPDX-License-Identifier: Apache-2.0
package import NIOCore
import TextOutput

/// What is answered to a request of the spamd protocol.
///
/// How much spam a message is comes in points of the caller's, as SpamAssassin counts them.
///
/// Replies differ by version, as spamd's do: clients of version 1.3 and later take several fields, those of 1.2 take
/// `Content-length` alone with a message, and Exim, which says 1.2, takes `Spam` alone with a report; with both it defers.
///
/// - SeeAlso: spamd/PROTOCOL and spamd/spamd.raw of Apache SpamAssassin.
package struct SpamdReply: Sendable {
    /// The verdict as it goes over the wire.
    package struct Verdict: Sendable {
        /// Whether it is spam.
        package var isSpam: Bool
        /// The message's points.
        package var points: Double
        /// The points from which it is spam.
        package var threshold: Double
        /// The points from which the client is advised to reject (`RSPAMC` only).
        package var rejectPoints: Double
        /// `no action`, `add header`, `reject` (`RSPAMC` only).
        package var action: String
        /// Names of what was found: `SPREU_SPAM`.
        package var symbols: [String]
        /// Lines for people.
        package var report: [String]

        /// Makes a verdict.
        ///
        /// - Parameters:
        ///   - points: Written with one digit behind the point, or two (`RSPAMC`): rounded by the caller, so that it does
        ///     not cross the threshold.
        ///   - report: Lines without line ends.
        package init(
            isSpam: Bool, points: Double, threshold: Double, rejectPoints: Double, action: String, symbols: [String],
            report: [String]
        ) {
            self.isSpam = isSpam
            self.points = points
            self.threshold = threshold
            self.rejectPoints = rejectPoints
            self.action = action
            self.symbols = symbols
            self.report = report
        }

        fileprivate func field(_ yes: String, _ no: String) -> String {
            "Spam: \(isSpam ? yes : no) ; \(fixedPoint(points, digits: 1)) / \(fixedPoint(threshold, digits: 1))"
        }
    }

    /// The bytes.
    package let buffer: ByteBuffer

    private init(_ head: [String], body: [UInt8] = []) {
        var buffer = ByteBuffer(string: head.map { $0 + "\r\n" }.joined())
        buffer.writeBytes(body)
        self.buffer = buffer
    }

    private static let ok = "SPAMD/1.1 0 EX_OK"

    /// The answer to `PING`.
    package static let pong = SpamdReply(["SPAMD/1.5 0 PONG"])
    /// The answer to a `PING` that asks for the status, too.
    ///
    /// - Parameter status: One line on how the service is.
    package static func pong(status: String) -> SpamdReply {
        SpamdReply(["SPAMD/1.5 0 PONG", "Spreu: \(status)", ""])
    }
    /// The answer to `SKIP`: none.
    package static let nothing = SpamdReply([])

    /// A refusal.
    package init(_ error: SpamdError) { self.init(["SPAMD/1.0 \(error.code) \(error.text)"]) }

    /// The answer to `TELL`: what was learned, what forgotten.
    package init(didSet: Bool, didRemove: Bool) {
        var head = [Self.ok]
        if didSet { head.append("DidSet: local") }
        if didRemove { head.append("DidRemove: local") }
        self.init(head + ["Content-length: 2", ""], body: Array("\r\n".utf8))
    }

    /// The answer to the commands that want a verdict.
    ///
    /// - Parameter rewritten: The message, or its header, with fields added: for `PROCESS` and `HEADERS`.
    package init(to request: SpamdRequest, _ verdict: Verdict, rewritten: [UInt8] = []) {
        switch request.dialect {
        case .rspamc: self.init(rspamc: verdict)
        case .spamc(let minor): self.init(to: request.command, minor: minor, verdict, rewritten)
        }
    }

    private init(to command: SpamdRequest.Command, minor: Int, _ verdict: Verdict, _ rewritten: [UInt8]) {
        let spam = verdict.field("True", "False")
        switch command {
        case .process, .headers:
            let length = "Content-length: \(rewritten.count)"
            switch minor {
            case 3...: self.init([Self.ok, length, spam, ""], body: rewritten)
            case 2: self.init([Self.ok, length, ""], body: rewritten)
            default: self.init(["SPAMD/1.0 0 EX_OK"], body: rewritten)
            }
        case .symbols, .report, .reportIfSpam:
            var body = ""
            var field = spam
            switch command {
            case .symbols:
                body = verdict.symbols.joined(separator: ",")
                if minor < 3 { body += "\r\n" }
            case .reportIfSpam:
                field = verdict.field("Yes", "No")
                if verdict.isSpam { body = Self.text(verdict.report) }
            default: body = Self.text(verdict.report)
            }
            let head = minor >= 3 ? [Self.ok, "Content-length: \(body.utf8.count)", field, ""] : [Self.ok, field, ""]
            self.init(head, body: Array(body.utf8))
        default: self.init([Self.ok, spam, ""])
        }
    }

    /// The answer that Exim's `variant=rspamd` reads, in exactly this order.
    private init(rspamc verdict: Verdict) {
        let score = [verdict.points, verdict.threshold, verdict.rejectPoints].map { fixedPoint($0, digits: 2) }
        self.init(
            [
                "RSPAMD/1.3 0 EX_OK",
                "Metric: default; \(verdict.isSpam ? "True" : "False"); \(score.joined(separator: " / "))",
                "Action: \(verdict.action)",
            ] + verdict.symbols.map { "Symbol: \($0)" } + verdict.report.map { "Message: \($0)" } + [""])
    }

    private static func text(_ lines: [String]) -> String { lines.map { $0 + "\r\n" }.joined() }
}
