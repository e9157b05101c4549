// SPDX-License-Identifier: Apache-2.0

/// What is known of an attachment without decoding it.
public struct AttachmentInfo: Sendable {
    /// The file name, decoded; nil if it has none.
    public var filename: String?
    /// The declared type in lower case, as `application/pdf`.
    public var type: String
    /// The size in bytes, reckoned from the encoded one: right to a few percent.
    public var size: Int
    /// What the first bytes show it to be.
    public var detected: FileKind
    /// Whether it is to be shown within the message.
    public var isInline: Bool
    /// The part itself, for its bytes.
    public var part: Part

    /// Looks at a part's header and first bytes.
    public init(_ part: Part) {
        self.part = part
        filename = part.filename
        type = part.contentType.type + "/" + part.contentType.subtype
        isInline = part.disposition?.kind == "inline"
        let encoded = part.bodyBytes.count
        // Base64 has 4 bytes for 3, and a line end of one or two after 76.
        size = part.transferEncoding == .base64 ? encoded / 78 * 57 + encoded % 78 * 3 / 4 : encoded
        var start: [UInt8] = []
        _ = part.appendDecodedBody(to: &start, limit: FileKind.neededBytes)
        detected = FileKind(of: start.span)
    }
}

/// What a file is, by its first bytes.
public enum FileKind: String, Sendable, CaseIterable {
    /// Nothing to tell by.
    case unknown
    /// No bytes at all.
    case empty
    /// Text of some kind; HTML and scripts are told apart.
    case text, html, script, rtf, xml
    /// Documents.
    case pdf, oleDocument, postScript
    /// Archives; office documents of today are `zip`.
    case zip, rar, sevenZip, gzip, bzip2, xz, zstd, cabinet, arj, tar
    /// Programs.
    case windowsProgram, elfProgram, machOProgram, javaClass, windowsShortcut
    /// Images.
    case png, jpeg, gif, bmp, tiff, webp, icon, svg
    /// Sound and moving images.
    case mp3, wave, mp4, ogg
    /// Disk images and the like.
    case chm, oneNote, calendar, contact, signature, mail

    /// Bytes that are looked at.
    static let neededBytes = 512

    /// Tells a file by its first bytes.
    public init(of bytes: Span<UInt8>) {
        guard bytes.count > 0 else {
            self = .empty
            return
        }
        for (magic, kind) in FileKind.magics where bytes.has(magic, at: 0) {
            self = kind
            return
        }
        for (magic, kind) in FileKind.highMagics where bytes.hasPrefix(magic.span) {
            self = kind
            return
        }
        if bytes.count > 262, bytes[257] == 0x75, bytes[258] == 0x73, bytes[259] == 0x74, bytes[260] == 0x61 {
            self = .tar
        } else if bytes.count >= 12, bytes.has("RIFF", at: 0) {
            self = bytes[8] == UInt8(ascii: "W") && bytes[9] == UInt8(ascii: "E") ? .webp : .wave
        } else if bytes.count >= 8, bytes[4] == 0x66, bytes[5] == 0x74, bytes[6] == 0x79, bytes[7] == 0x70 {
            self = .mp4
        } else {
            self = FileKind(ofText: bytes)
        }
    }

    private init(ofText bytes: Span<UInt8>) {
        var start = bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf ? 3 : 0
        while start < bytes.count, bytes[start].isWhiteSpace { start += 1 }
        for (word, kind) in FileKind.words where bytes.hasIgnoringCase(word, at: start) {
            self = kind
            return
        }
        // Bytes that no text has.
        self = bytes.contains(where: { $0 < 0x09 || ($0 > 0x0d && $0 < 0x20 && $0 != 0x1b) }) ? .unknown : .text
    }

    private static let magics: [(StaticString, FileKind)] = [
        ("%PDF-", .pdf), ("PK\u{3}\u{4}", .zip), ("PK\u{5}\u{6}", .zip), ("Rar!\u{1a}\u{7}", .rar),
        ("%!PS", .postScript),
        ("{\\rt", .rtf), ("\u{7f}ELF", .elfProgram), ("MZ", .windowsProgram), ("BZh", .bzip2), ("GIF8", .gif),
        ("BM", .bmp), ("II*\0", .tiff), ("MM\0*", .tiff), ("ID3", .mp3), ("OggS", .ogg), ("MSCF", .cabinet),
        ("ITSF", .chm), ("#!", .script), ("BEGIN:VCALENDAR", .calendar), ("BEGIN:VCARD", .contact),
        ("\0\0\u{1}\0", .icon),
        ("L\0\0\0\u{1}\u{14}\u{2}\0", .windowsShortcut), ("-----BEGIN PGP", .signature),
    ]

    private static let words: [(StaticString, FileKind)] = [
        ("<!doctype html", .html), ("<html", .html), ("<head", .html), ("<body", .html), ("<script", .html),
        ("<?php", .script), ("<svg", .svg), ("<?xml", .xml), ("@echo off", .script), ("return-path:", .mail),
        ("received:", .mail), ("from:", .mail),
    ]

    /// Magic numbers with bytes above 0x7F, which a string cannot hold.
    private static let highMagics: [([UInt8], FileKind)] = [
        ([0x89, 0x50, 0x4e, 0x47], .png), ([0xff, 0xd8, 0xff], .jpeg), ([0xd0, 0xcf, 0x11, 0xe0], .oleDocument),
        ([0x1f, 0x8b], .gzip), ([0xfd, 0x37, 0x7a, 0x58, 0x5a], .xz), ([0x37, 0x7a, 0xbc, 0xaf], .sevenZip),
        ([0x28, 0xb5, 0x2f, 0xfd], .zstd), ([0xca, 0xfe, 0xba, 0xbe], .javaClass),
        ([0xcf, 0xfa, 0xed, 0xfe], .machOProgram),
        ([0xff, 0xfb], .mp3), ([0x60, 0xea], .arj), ([0xe4, 0x52, 0x5c, 0x7b], .oneNote),
    ]
}
