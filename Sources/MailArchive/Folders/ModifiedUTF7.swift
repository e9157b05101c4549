// SPDX-License-Identifier: Apache-2.0

/// The encoding of mailbox names in Maildir++ and IMAP: `Entw&APw-rfe` is `Entwürfe`.
///
/// - SeeAlso: RFC 3501 section 5.1.3
enum ModifiedUTF7 {
    /// Decodes a name; one that is not well-formed is taken for UTF-8 as it stands (Dovecot can be set so).
    static func decode(_ name: some Collection<UInt8>) -> String {
        decoded(Array(name)) ?? String(decoding: name, as: UTF8.self)
    }

    private static func decoded(_ name: [UInt8]) -> String? {
        var text = ""
        var at = 0
        while at < name.count {
            let byte = name[at]
            at += 1
            guard 0x20...0x7E ~= byte else { return nil }
            guard byte == UInt8(ascii: "&") else {
                text.unicodeScalars.append(Unicode.Scalar(byte))
                continue
            }
            guard let end = name[at...].firstIndex(of: UInt8(ascii: "-")) else { return nil }
            if end == at {
                text += "&"
            } else {
                guard let units = codeUnits(name[at..<end]), let part = String(validating: units, as: UTF16.self) else {
                    return nil
                }
                text += part
            }
            at = end + 1
        }
        return text
    }

    /// UTF-16, big-endian, from base 64 with `,` for `/` and without padding.
    private static func codeUnits(_ encoded: ArraySlice<UInt8>) -> [UInt16]? {
        var units: [UInt16] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in encoded {
            guard let value = sextet(byte) else { return nil }
            bits = bits << 6 | value
            count += 6
            if count >= 16 {
                count -= 16
                units.append(UInt16(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        // What is left over is padding: fewer than six bits, all zero.
        return count < 6 && bits == 0 ? units : nil
    }

    private static func sextet(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 97 + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 48 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: ","): 63
        default: nil
        }
    }
}
