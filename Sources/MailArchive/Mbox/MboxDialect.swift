// SPDX-License-Identifier: Apache-2.0
import CBytes

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

    /// Copies a message's bytes with the quoting undone; returns how many bytes it wrote.
    ///
    /// - Shape: `output` holds at least `input.count` bytes; O(n) time, no memory.
    func undo(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
        var written = 0
        var copied = 0
        func copy(to end: Int) {
            guard end > copied else { return }
            UnsafeMutableRawBufferPointer(rebasing: output[written...]).copyMemory(from: input.slice(copied..<end))
            written += end - copied
        }
        var search = 0
        while self != .none, let hit = input.find(PostmarkLine.keyword, from: search) {
            search = hit + PostmarkLine.keyword.count
            var quotes = hit
            while quotes > 0, input[quotes - 1] == UInt8(ascii: ">") { quotes -= 1 }
            let depth = hit - quotes
            let isAtLineStart = quotes == 0 || input[quotes - 1] == 0x0A
            guard depth > 0, isAtLineStart, self == .any || depth == 1 else { continue }
            copy(to: quotes)
            copied = quotes + 1
        }
        copy(to: input.count)
        return written
    }
}

extension UnsafeRawBufferPointer {
    /// Where `needle` first occurs at or after `start`.
    func find(_ needle: [UInt8], from start: Int) -> Int? {
        guard start < count, let base = baseAddress else { return nil }
        return needle.withUnsafeBytes { wanted in
            bytes_find(base + start, count - start, wanted.baseAddress, wanted.count).map { $0 - base }
        }
    }
}
