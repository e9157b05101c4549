// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailMessage
import SpamModel

/// A verdict as header fields of the message.
package struct VerdictFields: Sendable, Equatable {
    /// Name and value of each field, from top to bottom.
    package let fields: [(name: String, value: String)]
    /// The fields that are the filter's own: copies that a message brings are forged, or of another run.
    package let ownNames: [String]

    /// The fields that a policy asks for.
    package init(_ outcome: ScoringOutcome, policy: FilterPolicy) {
        var fields = [("X-Spreu", outcome.headerValue)]
        var names = ["X-Spreu"]
        let wire = outcome.wireScore
        if policy.addsSpamFlag {
            names.append("X-Spam-Flag")
            if wire.isSpam { fields.append(("X-Spam-Flag", "YES")) }
        }
        if policy.addsSpamStatus {
            names.append("X-Spam-Status")
            let required = fixedPoint(WireScore.threshold, digits: 1)
            fields.append(("X-Spam-Status", "\(wire.isSpam ? "Yes" : "No"), score=\(wire.text) required=\(required)"))
        }
        self.fields = fields
        ownNames = names
    }

    package static func == (one: VerdictFields, other: VerdictFields) -> Bool {
        one.ownNames == other.ownNames && one.fields.elementsEqual(other.fields, by: ==)
    }

    /// The message with these fields on top, behind its mbox line if it has one; its own copies are taken out.
    ///
    /// - Parameter headerOnly: Leaves out the body; the empty line that ends the header stays.
    package func added(to message: [UInt8], headerOnly: Bool = false) -> [UInt8] {
        let start = message.withUnsafeBytes { MessageFile.messageStart(in: $0) }
        let lineEnd = HeaderRewrite.hasCRLF(message) ? "\r\n" : "\n"
        var result = Array(message[..<start])
        result.reserveCapacity(message.count + 256)
        for (name, value) in fields { result += "\(name): \(value)\(lineEnd)".utf8 }
        for piece in HeaderRewrite(removing: ownNames).keptPieces(of: message, from: start) { result += message[piece] }
        guard headerOnly else { return result }
        return Array(result[..<HeaderRewrite.endOfHeader(result, from: start)]) + lineEnd.utf8
    }
}

extension ScoringOutcome {
    /// What `X-Spreu` says. Log-odds have as many digits as tell them apart from all others.
    package var headerValue: String {
        switch self {
        case .scored(let result):
            "\(result.score.verdict.rawValue), log-odds=\(result.score.logOdds),"
                + " probability=\(fixedPoint(result.score.probability, digits: 6)), model=\(result.modelID)"
                + (result.isPartial ? ", partial" : "")
        case .unfiltered(let reason): "unfiltered, reason=\(reason.rawValue)"
        }
    }

    /// The points for clients that count in them.
    package var wireScore: WireScore {
        switch self {
        case .scored(let score): WireScore(score)
        case .unfiltered: .unfiltered
        }
    }

    /// What was found, in names as such clients list them.
    package var symbols: [String] {
        switch self {
        case .scored(let result):
            ["SPREU_\(result.score.verdict.rawValue.uppercased())"] + (result.isPartial ? ["SPREU_PARTIAL"] : [])
        case .unfiltered: ["SPREU_UNFILTERED"]
        }
    }
}
