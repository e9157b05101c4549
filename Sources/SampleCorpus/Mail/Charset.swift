// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc

/// Text as bytes of a charset, through glibc's iconv.
enum Charset {
    /// The bytes of `text`, or nil when the charset lacks one of its characters.
    static func encode(_ text: String, as charset: String) -> [UInt8]? {
        if charset == "utf-8" { return Array(text.utf8) }
        guard let converter = iconv_open(charset, "utf-8"), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = text.utf8.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: input.count * 4 + 64)
        let capacity = output.count
        let left: Int? = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                var from = source.baseAddress
                var fromCount = source.count
                var to = target.baseAddress
                var toCount = target.count
                guard iconv(converter, &from, &fromCount, &to, &toCount) == 0 else { return nil }
                // Back to the initial state: iso-2022-jp ends in ASCII.
                guard iconv(converter, nil, nil, &to, &toCount) == 0 else { return nil }
                return toCount
            }
        }
        return left.map { output[..<(capacity - $0)].map { UInt8(bitPattern: $0) } }
    }

    /// The wished charset if it can hold `text`, otherwise utf-8.
    static func fitting(_ text: String, _ wish: String) -> String { encode(text, as: wish) == nil ? "utf-8" : wish }

    /// The bytes of `text` in a charset that was found fitting.
    static func bytes(_ text: String, _ charset: String) -> [UInt8] { encode(text, as: charset) ?? Array(text.utf8) }
}
