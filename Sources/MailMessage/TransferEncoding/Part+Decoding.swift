// SPDX-License-Identifier: Apache-2.0

extension Part {
    /// Appends the body with its transfer encoding undone, at most `limit` bytes; returns false if there are more.
    @discardableResult
    public func appendDecodedBody(to output: inout [UInt8], limit: Int = .max) -> Bool {
        var defects: Defects = []
        return appendDecodedBody(to: &output, limit: limit, defects: &defects)
    }

    /// Appends the body with its transfer encoding undone and adds what is wrong with the encoding to `defects`.
    @discardableResult
    public func appendDecodedBody(to output: inout [UInt8], limit: Int = .max, defects: inout Defects) -> Bool {
        transferEncoding.appendDecoded(body, to: &output, limit: limit, defects: &defects)
    }

    /// Appends the text of the body as UTF-8 with LF line ends, at most `limit` bytes, whole characters.
    ///
    /// The charset is the declared one, unless the bytes show that this is wrong.
    @discardableResult
    public func appendText(to output: inout [UInt8], limit: Int = .max) -> TextDecoding {
        let label = contentType.charset.map { Array($0.utf8) }
        let isHTML = contentType.subtype == "html"
        if !transferEncoding.isOpaque {
            return TextDecoding.append(body, label: label, isHTML: isHTML, to: &output, limit: limit)
        }
        var decoded: [UInt8] = []
        var defects: Defects = []
        let isWhole = appendDecodedBody(to: &decoded, limit: Self.encodedLimit(for: limit), defects: &defects)
        var result = TextDecoding.append(decoded.span, label: label, isHTML: isHTML, to: &output, limit: limit)
        result.defects.formUnion(defects)
        if !isWhole { result.isCut = true }
        return result
    }

    /// Bytes that give at least `limit` bytes of UTF-8 in any charset (UTF-32: four for one), if there are so many.
    private static func encodedLimit(for limit: Int) -> Int {
        limit > Int.max / 4 - 64 ? .max : limit * 4 + 64
    }
}
