// SPDX-License-Identifier: Apache-2.0

/// What the first bytes of a file say it is, before it is read as mail.
enum FileSignature: Equatable {
    case compressed(Compression)
    /// A format that is not read here, and what to do about it.
    case unsupported(format: String, remedy: String)
    /// Nothing known: perhaps mail.
    case plain

    /// Bytes that the decision needs at most.
    static let neededBytes = 512

    init(_ bytes: UnsafeRawBufferPointer) {
        func starts(_ magic: [UInt8], at offset: Int = 0) -> Bool {
            bytes.count >= offset + magic.count && bytes[offset..<offset + magic.count].elementsEqual(magic)
        }
        // Most files of a Maildir begin with a letter that begins no signature.
        if starts([0x1F, 0x8B]) {
            self = .compressed(.gzip)
        } else if starts([0xFD] + Array("7zXZ".utf8) + [0]) {
            self = .compressed(.xz)
        } else if let known = Self.unsupported.first(where: { starts($0.magic, at: $0.offset) }) {
            self = .unsupported(format: known.format, remedy: known.remedy)
        } else {
            self = .plain
        }
    }

    private static let unsupported: [(magic: [UInt8], offset: Int, format: String, remedy: String)] = [
        (
            Array("CRYPTED".utf8) + [3, 7], 0, "Dovecot mail_crypt",
            "export it decrypted with `doveadm backup` or read it through IMAP"
        ),
        (Array("BZh".utf8), 0, "bzip2", "expand it with `bzip2 -d`"),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, "zstd", "expand it with `zstd -d`"),
        ([0x04, 0x22, 0x4D, 0x18], 0, "lz4", "expand it with `lz4 -d`"),
        (
            Array("Dovecot-LZ4".utf8) + [0x0D, 0x2A, 0x9B, 0xC5], 0, "Dovecot lz4",
            "export it with `doveadm backup` to a Maildir without mail_compress"
        ),
        (Array("LZIP".utf8) + [1], 0, "lzip", "expand it with `lzip -d`"),
        ([0x5D, 0, 0], 0, "LZMA", "expand it with `xz -d --format=lzma`"),
        (Array("PK".utf8) + [3, 4], 0, "zip", "unpack it with `unzip`"),
        (Array("ustar".utf8), 257, "tar", "unpack it with `tar -x`"),
        (Array("!BDN".utf8), 0, "Outlook PST", "convert it with `readpst`"),
        ([0xD0, 0xCF, 0x11, 0xE0], 0, "Outlook .msg", "save it as .eml"),
    ]
}
