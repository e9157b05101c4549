// SPDX-License-Identifier: Apache-2.0

/// A MIME entity: its own header fields, and its body as it travels.
///
/// Line ends are LF.
struct Entity {
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in fields { bytes += Array("\(name): \(value)\n".utf8) }
        return bytes + [10] + body
    }

    static func text(
        _ text: String, subtype: String = "plain", charset wish: String, encoding: TransferEncoding? = nil,
        parameters: String = ""
    ) -> Entity {
        let charset = Charset.fitting(text, wish)
        let bytes = Charset.bytes(text, charset)
        let isASCII = bytes.allSatisfy { $0 < 128 }
        var chosen = encoding ?? (isASCII ? .sevenBit : .quotedPrintable)
        let isLong = bytes.split(separator: 10, omittingEmptySubsequences: true).contains { $0.count > 900 }
        if isLong && (chosen == .sevenBit || chosen == .eightBit) { chosen = .quotedPrintable }
        if chosen == .sevenBit && !isASCII { chosen = .eightBit }
        return Entity(
            fields: [
                ("Content-Type", "text/\(subtype); charset=\(charset)\(parameters)"),
                ("Content-Transfer-Encoding", chosen.rawValue),
            ],
            body: chosen.encode(bytes))
    }

    static func multipart(_ subtype: String, boundary: String, parameters: String = "", _ parts: [Entity]) -> Entity {
        var body: [UInt8] = []
        for part in parts { body += Array("--\(boundary)\n".utf8) + part.bytes + [10] }
        body += Array("--\(boundary)--\n".utf8)
        return Entity(
            fields: [("Content-Type", "multipart/\(subtype);\(parameters)\n boundary=\"\(boundary)\"")], body: body)
    }

    /// A whole message inside another.
    static func message(_ bytes: [UInt8]) -> Entity {
        let isASCII = bytes.allSatisfy { $0 < 128 }
        return Entity(
            fields: [
                ("Content-Type", "message/rfc822"),
                ("Content-Transfer-Encoding", isASCII ? "7bit" : "8bit"),
                ("Content-Disposition", "inline"),
            ],
            body: bytes)
    }

    static func attachment(_ file: Attachment) -> Entity {
        let name =
            file.name.utf8.allSatisfy { $0 < 127 }
            ? "filename=\"\(file.name)\"" : "filename*=utf-8''\(percentEncoded(file.name))"
        var fields = [
            (
                "Content-Type",
                "\(file.type);\n name=\"\(EncodedWord.encode(file.name, charset: "utf-8", base64: true))\""
            ),
            ("Content-Transfer-Encoding", "base64"),
            ("Content-Disposition", "\(file.contentID == nil ? "attachment" : "inline");\n \(name)"),
        ]
        if let id = file.contentID { fields.append(("Content-ID", "<\(id)>")) }
        return Entity(fields: fields, body: TransferEncoding.base64.encode(file.bytes))
    }

    /// RFC 2231's form of a parameter.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte -> String in
            let isPlain =
                byte < 128 && (Character(Unicode.Scalar(byte)).isLetter || (48...57).contains(byte) || byte == 46)
            return isPlain ? String(Unicode.Scalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }
}

/// A file that a message carries.
struct Attachment {
    var name: String
    var type: String
    var bytes: [UInt8]
    /// Set for a picture that the HTML shows.
    var contentID: String?
}
