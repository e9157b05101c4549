// SPDX-License-Identifier: Apache-2.0

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
    /// What is to be learned is no message; what it is instead.
    case notMail(String)
    /// The message is too large to be handed back whole or to be learned.
    case tooLarge
    /// It may go well later.
    case tryLater(String)

    /// The number in the reply: `EX_PROTOCOL`, `EX_DATAERR` and others of sysexits.h.
    package var code: Int {
        switch self {
        case .badRequestLine, .headTooLong, .cutShort, .badField, .lengthMismatch, .damagedCompression: 76
        case .timedOut: 79
        case .unavailable: 69
        case .tooLarge, .emptyMessage, .notMail: 65
        case .tryLater: 75
        }
    }

    /// The reply's first line behind version and number, in spamd's words.
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
        case .notMail(let what): "EX_DATAERR (\(what))"
        case .tryLater(let what): "EX_TEMPFAIL (\(what))"
        }
    }
}
