// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// How an mbox keeps `From ` at the start of a body's line, and how it says where a message ends.
///
/// | dialect | writes `From ` as | writes `>From ` as | end of the message |
/// |---|---|---|---|
/// | mboxo | `>From ` | `>From ` | next `From ` line |
/// | mboxrd | `>From ` | `>>From ` | next `From ` line |
/// | mboxcl | `>From ` | `>From ` | `Content-Length` |
/// | mboxcl2 | `From ` | `>From ` | `Content-Length` |
///
/// - SeeAlso: <https://www.loc.gov/preservation/digital/formats/fdd/fdd000383.shtml> and those after it
enum MboxDialect: Sendable {
    case mboxo, mboxrd, mboxcl, mboxcl2

    /// The dialect that a format names; nil when it is to be found.
    init?(_ format: ArchiveFormat) {
        switch format {
        case .mboxo: self = .mboxo
        case .mboxrd: self = .mboxrd
        case .mboxcl: self = .mboxcl
        case .mboxcl2: self = .mboxcl2
        case .mbox, .maildir, .mh, .emlFolder, .message, .index: return nil
        }
    }

    var format: ArchiveFormat {
        switch self {
        case .mboxo: .mboxo
        case .mboxrd: .mboxrd
        case .mboxcl: .mboxcl
        case .mboxcl2: .mboxcl2
        }
    }

    var hasContentLength: Bool { self == .mboxcl || self == .mboxcl2 }

    /// How many `>` before `From ` are undone: one of any number, one only where it is alone, or none.
    var quoting: MboxQuoting {
        switch self {
        case .mboxo, .mboxcl: .single
        case .mboxrd: .any
        case .mboxcl2: .none
        }
    }
}

/// Which `>From ` lines a dialect writes for `From ` lines.
enum MboxQuoting: Sendable {
    case none, single, any

    /// Copies a message's bytes with the quoting undone.
    ///
    /// - Shape: `output` has room for at least `input.count` bytes; O(n) time, no memory.
    func undo(_ input: Span<UInt8>, into output: inout OutputSpan<UInt8>) {
        var copied = 0
        var search = 0
        while self != .none, let hit = input.find(PostmarkLine.keyword, from: search) {
            search = hit + PostmarkLine.keywordBytes
            var quotes = hit
            while quotes > 0, input[quotes - 1] == UInt8(ascii: ">") { quotes -= 1 }
            let depth = hit - quotes
            let isAtLineStart = quotes == 0 || input[quotes - 1] == 0x0A
            guard depth > 0, isAtLineStart, self == .any || depth == 1 else { continue }
            output.append(input.extracting(copied..<quotes))
            copied = quotes + 1
        }
        output.append(input.extracting(copied..<input.count))
    }
}
