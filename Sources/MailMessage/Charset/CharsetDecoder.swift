// SPDX-License-Identifier: Apache-2.0

/// Turns bytes of a ``Charset`` into UTF-8.
///
/// Total: whatever cannot be decoded becomes U+FFFD and is counted. The output is always valid UTF-8 and never longer
/// than the limit; a cut falls between characters. Byte order marks are left out.
///
/// - Shape: O(n) time; a 256-entry table for single-byte sets, glibc's iconv for the multi-byte ones.
public struct CharsetDecoder: Sendable {
    /// What became of the bytes.
    public struct Outcome: Sendable, Equatable {
        /// How many U+FFFD stand for bytes that could not be decoded.
        public var replacements = 0
        /// Whether the limit was met before the end of the bytes.
        public var isCut = false
    }

    /// The set that it decodes.
    public let charset: Charset

    /// Makes a decoder of a set.
    public init(_ charset: Charset) { self.charset = charset }

    /// Returns the set that a label stands for; nil if it is unknown.
    public static func named(_ label: Span<UInt8>) -> Charset? { Charset.named(label) }

    /// Appends the characters of `bytes` as UTF-8, at most `limit` bytes of them.
    @discardableResult
    public func append(
        decoding bytes: Span<UInt8>, to output: inout [UInt8], limit: Int = .max
    ) -> Outcome {
        let details = charset.details
        switch details.scheme {
        case .utf8:
            return UTF8Bytes.append(bytes, to: &output, limit: limit)
        case .singleByte:
            return SingleByteSet(charset).append(decoding: bytes, to: &output, limit: limit)
        case .utf16:
            return UTF16Bytes.append(bytes, order: nil, to: &output, limit: limit)
        case .utf16LittleEndian:
            return UTF16Bytes.append(bytes, order: .little, to: &output, limit: limit)
        case .utf16BigEndian:
            return UTF16Bytes.append(bytes, order: .big, to: &output, limit: limit)
        case .utf32:
            return UTF32Bytes.append(bytes, order: nil, to: &output, limit: limit)
        case .utf32LittleEndian:
            return UTF32Bytes.append(bytes, order: .little, to: &output, limit: limit)
        case .utf32BigEndian:
            return UTF32Bytes.append(bytes, order: .big, to: &output, limit: limit)
        case .iconv:
            return Iconv.append(bytes, of: charset, to: &output, limit: limit)
        case .iso2022JP:
            let shifted = ShiftedBytes.shiftJIS(fromISO2022JP: bytes)
            return Iconv.append(shifted.span, of: charset, to: &output, limit: limit)
        case .hz:
            let shifted = ShiftedBytes.gb18030(fromHZ: bytes)
            return Iconv.append(shifted.span, of: charset, to: &output, limit: limit)
        }
    }

    /// Appends the characters of `bytes` as UTF-8, at most `limit` bytes of them.
    @discardableResult
    public func append(decoding bytes: [UInt8], to output: inout [UInt8], limit: Int = .max) -> Outcome {
        append(decoding: bytes.span, to: &output, limit: limit)
    }
}

/// The order of the bytes of a UTF-16 or UTF-32 unit.
enum ByteOrder { case little, big }
