// SPDX-License-Identifier: Apache-2.0

/// What the first bytes of a file say it is, before it is read as mail.
///
/// Mail must never be taken for something else, so each signature holds bytes that no header has at its place; that of
/// tar, letters within what may as well be a long field, counts only with the checksum that tar writes.
enum FileSignature: Equatable {
    case compressed(Compression)
    /// A format that is not read here, and what to do about it.
    case unsupported(format: String, remedy: String)
    /// Nothing known: perhaps mail.
    case plain

    init(_ bytes: Span<UInt8>) {
        if bytes.holds(Self.gzip, at: 0) {
            self = .compressed(.gzip)
        } else if bytes.holds(Self.xz, at: 0) {
            self = .compressed(.xz)
        } else if bytes.holds(Self.zstd, at: 0) {
            self = .compressed(.zstd)
        } else if bytes.holds(Self.lz4, at: 0) {
            self = .compressed(.lz4)
        } else if bytes.holds(DovecotLZ4Decoder.magic, at: 0) {
            self = .compressed(.dovecotLZ4)
        } else if let known = Unsupported.known(bytes) {
            self = .unsupported(format: known.format, remedy: known.remedy)
        } else if TarHeader.isAtStart(of: bytes) {
            self = .unsupported(format: "tar", remedy: "unpack it with `tar -x`")
        } else {
            self = .plain
        }
    }

    private static let gzip: [UInt8] = [0x1F, 0x8B]
    private static let xz: [UInt8] = [0xFD] + Array("7zXZ".utf8) + [0]
    private static let zstd: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    private static let lz4: [UInt8] = [0x04, 0x22, 0x4D, 0x18]

    private struct Unsupported {
        var format: String
        var remedy: String
        var magic: [UInt8]
        /// More that must be there, where the magic alone is text that mail may begin with.
        var more: [UInt8] = []
        var moreOffset = 0

        func matches(_ bytes: Span<UInt8>) -> Bool {
            bytes.holds(magic, at: 0) && bytes.holds(more, at: moreOffset)
        }

        /// The format that these bytes begin, if it is one of them.
        static func known(_ bytes: Span<UInt8>) -> Unsupported? {
            for format in FileSignature.unsupported where format.matches(bytes) { return format }
            return nil
        }
    }

    /// What encrypted messages of Dovecot are called.
    static let encrypted = "Dovecot mail_crypt"

    private static let unsupported = [
        Unsupported(
            format: encrypted, remedy: ArchiveWarning.Problem.copyOfMailbox,
            magic: Array("CRYPTED".utf8) + [3, 7]),
        // Behind the digit of the block size, the first block's number (pi) or that of the end (its root).
        Unsupported(
            format: "bzip2", remedy: "expand a copy with `bzip2 -d`",
            magic: Array("BZh".utf8), more: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], moreOffset: 4),
        Unsupported(
            format: "bzip2", remedy: "expand a copy with `bzip2 -d`",
            magic: Array("BZh".utf8), more: [0x17, 0x72, 0x45, 0x38, 0x50, 0x90], moreOffset: 4),
        Unsupported(format: "lzip", remedy: "expand a copy with `lzip -d`", magic: Array("LZIP".utf8) + [1]),
        Unsupported(format: "LZMA", remedy: "expand a copy with `xz -d --format=lzma`", magic: [0x5D, 0, 0]),
        Unsupported(format: "zip", remedy: "unpack it with `unzip`", magic: Array("PK".utf8) + [3, 4]),
        // The magic of the client, "SM" for personal folders.
        Unsupported(
            format: "Outlook PST", remedy: "convert it with `readpst`",
            magic: Array("!BDN".utf8), more: Array("SM".utf8), moreOffset: 8),
        Unsupported(format: "Outlook .msg", remedy: "save it as .eml", magic: [0xD0, 0xCF, 0x11, 0xE0]),
    ]
}

/// The header of a tar archive's first member.
///
/// - SeeAlso: POSIX.1-2017, pax, "ustar Interchange Format"
private enum TarHeader {
    static let bytes = 512
    static let magicOffset = 257
    static let checksum = 148..<156

    private static let magic: StaticString = "ustar"

    /// Whether the magic is there, the header's bytes add up to what its checksum field says, and no line ends.
    static func isAtStart(of head: Span<UInt8>) -> Bool {
        guard head.count >= bytes, head.holds(magic, at: magicOffset), head.line(at: 0).text.count >= bytes else {
            return false
        }
        var sum = 0
        var written = 0
        for at in 0..<bytes {
            let byte = head[at]
            // The field itself counts as spaces; it holds octal digits, spaces around them, a NUL at the end.
            sum += checksum.contains(at) ? 0x20 : Int(byte)
            if checksum.contains(at), 0x30...0x37 ~= byte { written = written * 8 + Int(byte - 0x30) }
        }
        return sum == written
    }
}
