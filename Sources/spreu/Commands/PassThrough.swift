// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailArchive
import MailMessage
import SpamModel

/// A message on its way through a delivery pipe: read, scored, and passed on with a field on top.
///
/// Delivery goes on whatever happens: when the message cannot be scored, it is passed on without a verdict and the error
/// is told afterwards. Of a message beyond the limit the beginning is scored, and all of it passed on.
///
/// Nothing is changed but for one thing: `X-Spreu` fields that the message already has are left out, since a sender
/// could have written them.
struct PassThrough {
    /// The bytes that are kept for scoring.
    private static let limit = ArchiveLimits.standard.maxMessageBytes

    /// The message's file; `-` is standard input.
    var source: String

    /// Passes the message on and returns the verdict.
    ///
    /// - Throws: what `score` throws, after the message was passed on; ``Failure`` when it cannot be read or written.
    func run(score: ([UInt8]) throws -> Score) throws -> Verdict {
        let input = try InputFile(source)
        let head = try input.read(limit: Self.limit)

        guard !head.isEmpty else { throw Failure(.noInput, "there is no message in \(source)") }
        let start = head.withUnsafeBytes { MessageFile.messageStart(in: $0) }
        let result = Result { try score(Array(head[start...])) }
        switch result {
        case .success(let score):
            try Console.write(head[..<start])
            try Console.write(Verdicts.headerField(score) + (HeaderRewrite.hasCRLF(head) ? "\r\n" : "\n"))
        case .failure: try Console.write(head[..<start])
        }
        for piece in HeaderRewrite(removing: ["X-Spreu"]).keptPieces(of: head, from: start) {
            try Console.write(head[piece])
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
