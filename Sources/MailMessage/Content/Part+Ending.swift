// SPDX-License-Identifier: Apache-2.0

extension Part {
    /// The last bytes of a body as a part of their own, from the beginning of a line on, where its encoding allows that.
    ///
    /// Nil where it cannot be told where a character begins.
    func ending(encodedBytes: Int) -> Part? {
        if let charset = contentType.charset, ["utf-16", "utf-32", "utf-7"].contains(where: charset.hasPrefix) {
            return nil
        }
        let body = bodyBytes
        guard transferEncoding != .uuencode, body.count > encodedBytes else { return nil }
        let storage = node.storage
        let bytes = storage.span
        var start = body.upperBound - encodedBytes
        if transferEncoding == .base64 {
            start = Self.groupStart(in: bytes, body, near: start)
        } else if let lineEnd = bytes.firstIndex(
            of: ASCII.lineFeed, in: start..<min(start + 2_000, body.upperBound))
        {
            start = lineEnd + 1
        } else {
            while start < body.upperBound, bytes[start] & 0xc0 == 0x80 { start += 1 }
        }
        return Part(
            node: PartNode(
                storage: node.storage, header: header, contentType: contentType, transferEncoding: transferEncoding,
                bodyRange: start..<body.upperBound, defects: []))
    }

    /// Where a group of four base64 digits begins, at or after a place.
    private static func groupStart(in bytes: Span<UInt8>, _ body: Range<Int>, near place: Int) -> Int {
        var digits = 0
        var index = body.lowerBound
        while index < body.upperBound, index < place || digits & 3 != 0 {
            let byte = bytes[index]
            if byte.isLetter || byte.isDigit || byte == UInt8(ascii: "+") || byte == ASCII.slash { digits &+= 1 }
            index += 1
        }
        return index
    }
}
