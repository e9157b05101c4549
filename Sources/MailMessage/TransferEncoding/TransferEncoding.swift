// SPDX-License-Identifier: Apache-2.0

/// How a body's bytes are written in the message (RFC 2045, section 6).
public enum TransferEncoding: String, Sendable, CaseIterable {
    /// As they are: lines of ASCII. Also the default.
    case sevenBit = "7bit"
    /// As they are: lines.
    case eightBit = "8bit"
    /// As they are: any bytes.
    case binary
    /// Six bits a character.
    case base64
    /// Mostly readable, with =XX for the rest.
    case quotedPrintable = "quoted-printable"
    /// The Unix format that MIME replaced.
    case uuencode
    /// A name that nobody knows; read as it is.
    case unknown

    /// Whether the body has to be decoded before it can be read.
    public var isOpaque: Bool {
        switch self {
        case .base64, .quotedPrintable, .uuencode: true
        case .sevenBit, .eightBit, .binary, .unknown: false
        }
    }

    /// Reads the Content-Transfer-Encodings of a header: the first counts, as to Thunderbird; the last follows it, which other
    /// programs take, and then those between.
    static func all(in header: Header, defects: inout Defects) -> [TransferEncoding] {
        guard let first = header.first("content-transfer-encoding"),
            let last = header.last("content-transfer-encoding")
        else { return [.sevenBit] }
        var encodings = [TransferEncoding(parsing: first)]
        if first.offsets != last.offsets {
            let further = header.all("content-transfer-encoding").dropFirst()
            for field in further.suffix(1) + further.dropLast() {
                let encoding = TransferEncoding(parsing: field)
                if !encodings.contains(encoding) { encodings.append(encoding) }
            }
        }
        if encodings[0] == .unknown { defects.insert(.unknownTransferEncoding) }
        return encodings
    }

    /// Those that give different bytes: of the ones that change nothing the first.
    static func decodingDifferently(_ encodings: [TransferEncoding]) -> [TransferEncoding] {
        var hasPlain = false
        return encodings.filter { encoding in
            defer { if !encoding.isOpaque { hasPlain = true } }
            return encoding.isOpaque || !hasPlain
        }
    }

    /// Reads a field's value: the first token of it.
    private init(parsing field: HeaderField) {
        var cursor = FieldCursor(field)
        let token = cursor.tokenBehindSpecials()
        let name = cursor.bytes.span.extracting(token)
        self = token.isEmpty ? .sevenBit : Self.names.first { name.equalsIgnoringCase($0.name) }?.encoding ?? .unknown
    }

    /// The registered names, and those that broken senders use.
    private static let names: [(name: StaticString, encoding: TransferEncoding)] = [
        ("7bit", .sevenBit), ("8bit", .eightBit), ("base64", .base64), ("quoted-printable", .quotedPrintable),
        ("binary", .binary), ("7-bit", .sevenBit), ("8-bit", .eightBit), ("base-64", .base64),
        ("quotedprintable", .quotedPrintable), ("x-uuencode", .uuencode), ("uuencode", .uuencode),
        ("x-uue", .uuencode), ("uue", .uuencode), ("none", .sevenBit), ("us-ascii", .sevenBit),
    ]

    /// Appends the decoded bytes of a body, at most `limit` of them; returns false if there are more.
    func appendDecoded(
        _ body: Span<UInt8>, to output: inout [UInt8], limit: Int, defects: inout Defects
    ) -> Bool {
        switch self {
        case .sevenBit, .eightBit, .binary, .unknown:
            let count = min(body.count, max(limit, 0))
            output.append(body.extracting(0..<count))
            return count == body.count
        case .base64: return Base64.append(decoding: body, to: &output, limit: limit, defects: &defects)
        case .quotedPrintable:
            return QuotedPrintable.append(decoding: body, to: &output, limit: limit, defects: &defects)
        case .uuencode: return Uuencode.append(decoding: body, to: &output, limit: limit, defects: &defects)
        }
    }
}
