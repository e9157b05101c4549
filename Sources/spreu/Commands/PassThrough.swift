// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailArchive
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
    private static let fieldName = Array("x-spreu".utf8)

    /// The message's file; `-` is standard input.
    var source: String

    /// Passes the message on and returns the verdict.
    ///
    /// - Throws: what `score` throws, after the message was passed on; ``Failure`` when it cannot be read or written.
    func run(score: ([UInt8]) throws -> Score) throws -> Verdict {
        let input = try InputFile(source)
        let head = try input.read(limit: Self.limit)

        guard !head.isEmpty else { throw Failure(.noInput, "there is no message in \(source)") }
        let start = Self.startOfHeader(head)
        let result = Result { try score(Array(head[start...])) }
        switch result {
        case .success(let score):
            try Console.write(head[..<start])
            try Console.write(Verdicts.headerField(score) + (Self.hasCRLF(head) ? "\r\n" : "\n"))
        case .failure: try Console.write(head[..<start])
        }
        for piece in Self.withoutOwnFields(head, from: start) { try Console.write(head[piece]) }
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

    /// Behind the mbox line that some delivery agents put on top.
    private static func startOfHeader(_ bytes: [UInt8]) -> Int {
        guard bytes.starts(with: "From ".utf8), let lineFeed = bytes.firstIndex(of: 0x0A) else { return 0 }
        return lineFeed + 1
    }

    private static func hasCRLF(_ bytes: [UInt8]) -> Bool {
        guard let lineFeed = bytes.firstIndex(of: 0x0A), lineFeed > 0 else { return false }
        return bytes[lineFeed - 1] == 0x0D
    }

    private static func endOfLine(_ bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    }

    /// What is passed on: the bytes from `start`, without the header's `X-Spreu` fields and their folded lines.
    private static func withoutOwnFields(_ bytes: [UInt8], from start: Int) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var kept = start
        var line = start
        var isOwn = false
        while line < bytes.count, !isEmptyLine(bytes, at: line) {
            let isFolded = bytes[line] == 0x20 || bytes[line] == 0x09
            let next = endOfLine(bytes, from: line)
            if !isFolded {
                let wasOwn = isOwn
                isOwn = isOwnField(bytes[line..<next])
                if isOwn && !wasOwn { pieces.append(kept..<line) }
                if wasOwn && !isOwn { kept = line }
            }
            line = next
        }
        if isOwn { kept = line }
        return pieces + [kept..<bytes.count]
    }

    /// Whether the header ends here; a CR alone does not end it.
    private static func isEmptyLine(_ bytes: [UInt8], at start: Int) -> Bool {
        bytes[start] == 0x0A || bytes[start] == 0x0D && start + 1 < bytes.count && bytes[start + 1] == 0x0A
    }

    private static func isOwnField(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count > fieldName.count else { return false }
        for (byte, expected) in zip(line, fieldName) {
            let lowercased = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            if lowercased != expected { return false }
        }
        return line.dropFirst(fieldName.count).first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: ":")
    }
}
