// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport

/// Writes mboxes as the definition of each dialect says: the naive counterpart of the reader.
struct MboxWriter {
    enum LineEnds: CaseIterable, Sendable { case lf, crlf, mixed }

    let dialect: ArchiveFormat
    let lineEnds: LineEnds
    private(set) var file: [UInt8] = []
    /// The messages as they should come back: with the `Content-Length` where the dialect adds it.
    private(set) var expected: [[UInt8]] = []
    private(set) var offsets: [Int] = []
    private var random: SplitMix64

    init(_ dialect: ArchiveFormat, _ lineEnds: LineEnds, seed: UInt64) {
        self.dialect = dialect
        self.lineEnds = lineEnds
        random = SplitMix64(seed: seed)
    }

    /// Adds a message of these lines; each gets a line end.
    mutating func append(header: [String], body: [[UInt8]]) {
        let written = body.map { line(quoted($0)) }
        let ends = written.map { line in line.suffix { $0 == 13 || $0 == 10 } }
        let hasLength = dialect == .mboxcl || dialect == .mboxcl2
        let length = "Content-Length: \(written.reduce(0) { $0 + $1.count })"
        let top = (header + (hasLength ? [length] : []) + [""]).flatMap { line(Array($0.utf8)) }

        offsets.append(file.count)
        file += line(Array(postmark.utf8)) + top + written.joined() + line([])
        expected.append(top + zip(body, ends).flatMap { $0 + $1 })
    }

    private func quoted(_ line: [UInt8]) -> [UInt8] {
        let quotes = line.prefix { $0 == UInt8(ascii: ">") }.count
        let isFrom = line.dropFirst(quotes).starts(with: "From ".utf8)
        let mustQuote =
            switch dialect {
            case .mboxrd: isFrom
            case .mboxo, .mboxcl: isFrom && quotes == 0
            default: false
            }
        return (mustQuote ? [UInt8(ascii: ">")] : []) + line
    }

    private mutating func line(_ text: [UInt8]) -> [UInt8] {
        let isCRLF =
            switch lineEnds {
            case .lf: false
            case .crlf: true
            case .mixed: Bool.random(using: &random)
            }
        return text + (isCRLF ? [13, 10] : [10])
    }
}

extension Array<UInt8> {
    /// The last bytes that all satisfy the condition.
    fileprivate func suffix(_ holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        suffix(reversed().prefix(while: holds).count)
    }
}
