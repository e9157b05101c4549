// SPDX-License-Identifier: Apache-2.0

/// What a client of the spamd protocol asks for, but for the message.
///
/// - SeeAlso: spamd/PROTOCOL of Apache SpamAssassin; Exim's src/spam.c for `RSPAMC`.
package struct SpamdRequest: Sendable, Equatable {
    /// The command.
    package enum Command: String, Sendable, CaseIterable {
        /// Whether anybody is there.
        case ping = "PING"
        /// Nothing at all: the client changed its mind.
        case skip = "SKIP"
        /// The verdict.
        case check = "CHECK"
        /// The verdict and the names of what was found.
        case symbols = "SYMBOLS"
        /// The verdict and a text for people.
        case report = "REPORT"
        /// The same, with the text only of spam.
        case reportIfSpam = "REPORT_IFSPAM"
        /// The message with header fields added.
        case process = "PROCESS"
        /// Only its header with the fields added.
        case headers = "HEADERS"
        /// What the message is: to be learned.
        case tell = "TELL"

        package var hasMessage: Bool { self != .ping && self != .skip }
    }

    /// Who asks in which version: replies differ.
    package enum Dialect: Sendable, Equatable {
        /// `SPAMC/1.n`.
        case spamc(minor: Int)
        /// `RSPAMC/1.n`, as Exim's `variant=rspamd` speaks it.
        case rspamc
    }

    /// The command.
    package var command: Command
    /// Who asks.
    package var dialect: Dialect
    /// `User`: whose mail it is.
    package var user: String?
    /// `Queue-Id`: the mail server's name for the message.
    package var queueID: String?
    /// `Content-length`: bytes of the message as it is sent; nil: up to the end of the connection.
    package var contentLength: Int?
    /// `Compress: zlib`.
    package var isCompressed = false
    /// `Message-class`: `spam` or `ham`.
    package var messageClass: String?
    /// `Set: local`: learn it.
    package var setsLocal = false
    /// `Remove: local`: forget it.
    package var removesLocal = false
    /// `Spreu: status`, which `spreu ping` sends with `PING`: tell also which model is in service.
    package var wantsStatus = false

    /// Makes a request without fields.
    package init(command: Command, dialect: Dialect) {
        self.command = command
        self.dialect = dialect
    }
}

/// Why a request is refused; the code is of sysexits.h, as spamd answers.
package enum SpamdError: Error, Equatable {
    /// The first line is no request.
    case badRequestLine
    /// The lines in front of the message are too long.
    case headTooLong
    /// The client ended the connection before the request was whole.
    case cutShort
    /// A line in front of the message is no field, or says what cannot be.
    case badField(String)
    /// The message has another length than the client said.
    case lengthMismatch(expected: Int, got: Int)
    /// The compressed message is none.
    case damagedCompression
    /// The request took too long.
    case timedOut
    /// What was asked for is not done here.
    case unavailable(String)
    /// There is no message to be learned.
    case emptyMessage
    /// The message is too large to be handed back whole or to be learned.
    case tooLarge
    /// It may go well later.
    case tryLater(String)

    /// The number in the reply.
    package var code: Int {
        switch self {
        case .badRequestLine, .headTooLong, .cutShort, .badField, .lengthMismatch, .damagedCompression: 76
        case .timedOut: 79
        case .unavailable: 69
        case .tooLarge, .emptyMessage: 65
        case .tryLater: 75
        }
    }

    /// A word for the metric.
    package var kind: String {
        switch self {
        case .badRequestLine, .badField, .emptyMessage: "garbage"
        case .headTooLong, .tooLarge: "too-large"
        case .cutShort, .lengthMismatch: "cut-short"
        case .damagedCompression: "compression"
        case .timedOut: "timeout"
        case .unavailable: "unavailable"
        case .tryLater: "try-later"
        }
    }

    /// The reply's first line without its version.
    package var text: String {
        switch self {
        case .badRequestLine: "Bad header line: (no request)"
        case .headTooLong: "Bad header line: (too many headers)"
        case .cutShort: "Bad header line: (EOF during headers)"
        case .badField(let what): "Bad header line: (\(what))"
        case .lengthMismatch(let expected, let got):
            "Bad header line: (Content-Length mismatch: Expected \(expected) bytes, got \(got) bytes)"
        case .damagedCompression: "Bad header line: (compressed data cannot be read)"
        case .timedOut: "Timeout: (the request did not come in time)"
        case .unavailable(let what): "Service Unavailable: \(what)"
        case .tooLarge: "EX_DATAERR (message too large)"
        case .emptyMessage: "EX_DATAERR (there is no message)"
        case .tryLater(let what): "EX_TEMPFAIL (\(what))"
        }
    }
}
