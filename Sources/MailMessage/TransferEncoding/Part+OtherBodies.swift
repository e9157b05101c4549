// SPDX-License-Identifier: Apache-2.0

extension Part {
    /// Bytes of a text that was not declared which are read.
    private static let undeclaredBytes = 1 << 18

    /// Texts in the body that its declared transfer encoding does not give, each as a part of the same type.
    ///
    /// - Of base64 with junk in it: what a decoder gets that passes over all of it, and the lines that are no base64, which
    ///   others show.
    /// - Of a body that is not encoded, and yet nothing but lines of base64: what these encode.
    ///
    /// - Parameter defects: what was wrong when the body was decoded; without junk in base64 nothing is looked for.
    package func undeclaredTexts(_ defects: Defects) -> [Part] {
        switch transferEncoding {
        case .base64 where defects.contains(.junkInBase64): return textsBesidesBase64()
        case .sevenBit, .eightBit, .binary, .unknown:
            guard Base64.isBody(body) else { return [] }
            var text: [UInt8] = []
            Base64.appendLenient(decoding: body, to: &text, limit: Self.undeclaredBytes)
            return mayBeText(text) ? [undeclared(text)] : []
        default: return []
        }
    }

    private func textsBesidesBase64() -> [Part] {
        var declared: [UInt8] = []
        appendDecodedBody(to: &declared, limit: Self.undeclaredBytes)
        var lenient: [UInt8] = []
        var rest: [UInt8] = []
        Base64.appendLenient(decoding: body, to: &lenient, limit: Self.undeclaredBytes)
        Base64.appendRest(of: body, to: &rest, limit: Self.undeclaredBytes)
        return [lenient, rest].filter { $0 != declared && mayBeText($0) }.map { undeclared($0) }
    }

    /// Whether bytes may be a text: what is none is a picture, or was never encoded.
    private func mayBeText(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty, !bytes.contains(where: { $0 < ASCII.space && !$0.isWhiteSpace && $0 != 0x1B }) else {
            return false
        }
        let charset = contentType.charset ?? "us-ascii"
        if charset != "utf-8", charset != "us-ascii" { return true }
        return !bytes.span.hasEightBit || UTF8Bytes.multiByteCharacters(in: bytes.span) != nil
    }

    private func undeclared(_ text: [UInt8]) -> Part {
        Part(
            node: PartNode(
                storage: text, header: Header(storage: [], offsets: [], byteRange: 0..<0), contentType: contentType,
                transferEncoding: .binary, bodyRange: 0..<text.count, defects: []))
    }
}
