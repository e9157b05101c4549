// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// A report's text as UTF-8, whatever its charset: what its bytes do not have becomes U+FFFD, and costs no row.
enum ReportText {
    /// Decodes XML by its byte-order mark or the encoding that it declares.
    static func utf8(xml bytes: [UInt8], limit: Int) -> [UInt8] {
        decoded(bytes, label: declaredEncoding(bytes), limit: limit)
    }

    /// Decodes JSON.
    static func utf8(json bytes: [UInt8], limit: Int) -> [UInt8] {
        decoded(bytes, label: Array("utf-8".utf8), limit: limit)
    }

    private static func decoded(_ bytes: [UInt8], label: [UInt8]?, limit: Int) -> [UInt8] {
        var text: [UInt8] = []
        let label = label ?? Array("utf-8".utf8)
        _ = TextDecoding.append(bytes.span, label: label, isHTML: false, to: &text, limit: limit)
        return text
    }

    /// What the declaration in the first line says: `<?xml version="1.0" encoding="ISO-8859-1"?>`.
    private static func declaredEncoding(_ bytes: [UInt8]) -> [UInt8]? {
        let head = bytes.prefix(200)
        guard let end = head.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let words = String(decoding: head[..<end], as: UTF8.self)
        guard let name = words.firstMatch(of: /encoding\s*=\s*["']([A-Za-z0-9._\-]+)/)?.1 else { return nil }
        // Said in bytes of one each, it is none of two.
        return name.lowercased().hasPrefix("utf-16") ? nil : Array(name.utf8)
    }
}
