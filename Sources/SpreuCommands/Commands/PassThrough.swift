// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailArchive
import MailMessage
import SpamModel

/// A message on its way through a delivery pipe: read, scored, and passed on with a field on top.
///
/// Delivery goes on whatever happens: a message that cannot be scored is passed on without a verdict, and the error is
/// reported afterwards. Of a message beyond the limit, only the beginning is scored, but all of it is passed on.
///
/// The only other change: `X-Spreu` fields that the message already has are removed, since a sender could have written
/// them.
struct PassThrough {
    /// The bytes that are kept for scoring.
    private static let limit = ArchiveLimits.standard.maxMessageBytes

    /// The message's file; `-` is standard input.
    var source: String

    /// Passes the message on and returns the verdict.
    ///
    /// - Throws: what `score` throws, after the message was passed on; ``Failure`` when it cannot be read or written.
    func run(score: ([UInt8]) throws -> MessageScore) throws -> Verdict {
        let input = try InputFile(source)
        let head = try input.read(limit: Self.limit)

        guard !head.isEmpty else { throw Failure(.noInput, "there is no message in \(source)") }
        let start = MessageFile.messageStart(in: head.span)
        let result = Result { try score(Array(head[start...])) }
        var fields: [(name: String, value: String)] = []
        if case .success(let score) = result { fields.append((VerdictField.name, VerdictField.value(score))) }
        try HeaderRewrite(removing: [VerdictField.name]).rewrite(head, from: start, adding: fields) {
            (piece) throws(Failure) in try Console.write(piece)
        }
        if head.count == Self.limit { try copyRest(input) }
        return try result.get().verdict
    }

    private func copyRest(_ input: borrowing InputFile) throws(Failure) {
        while true {
            let chunk = try input.read(limit: 1 << 20)
            if chunk.isEmpty { return }
            try Console.write(chunk[...])
        }
    }
}
