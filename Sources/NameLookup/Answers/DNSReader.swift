// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads the parts of a message of the DNS in order: a position in bytes that are passed in.
///
/// - SeeAlso: RFC 1035 section 4.1
struct DNSReader {
    private(set) var position = 0

    /// The most labels of a name: 255 bytes have no more.
    private static let maxLabels = 127
    /// The most strings of a TXT record, and bytes of its text.
    private static let (maxStrings, maxTextBytes) = (256, 16_384)

    mutating func byte(_ bytes: Span<UInt8>) throws(DNSFailure) -> UInt8 {
        guard position < bytes.count else { throw .malformed }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number16(_ bytes: Span<UInt8>) throws(DNSFailure) -> UInt16 {
        UInt16(try byte(bytes)) << 8 | UInt16(try byte(bytes))
    }

    mutating func number32(_ bytes: Span<UInt8>) throws(DNSFailure) -> UInt32 {
        UInt32(try number16(bytes)) << 16 | UInt32(try number16(bytes))
    }

    /// A name; that of the root is empty.
    ///
    /// A pointer leads only to what stands before the labels it ends, so that none leads in a circle.
    mutating func name(_ bytes: Span<UInt8>) throws(DNSFailure) -> String {
        var name = ""
        var (labels, size) = (0, 0)
        var place = position
        var end: Int?
        var lowest = position
        while true {
            guard place < bytes.count else { throw .malformed }
            let length = Int(bytes[place])
            switch length & 0xc0 {
            case 0xc0:
                guard place + 1 < bytes.count else { throw .malformed }
                let target = (length & 0x3f) << 8 | Int(bytes[place + 1])
                guard target < lowest else { throw .malformed }
                if end == nil { end = place + 2 }
                (place, lowest) = (target, target)
            case 0:
                if length == 0 {
                    position = end ?? place + 1
                    return name
                }
                (labels, size) = (labels + 1, size + length + 1)
                guard labels <= Self.maxLabels, size <= 254, place + length < bytes.count else { throw .malformed }
                if !name.isEmpty { name += "." }
                for index in place + 1...place + length { Self.append(bytes[index], to: &name) }
                place += length + 1
            default: throw .malformed
            }
        }
    }

    /// A byte of a label, in lower case; what is no plain character as zone files escape it.
    private static func append(_ byte: UInt8, to name: inout String) {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): name.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
        case UInt8(ascii: "."), UInt8(ascii: "\\"):
            name.append("\\")
            name.unicodeScalars.append(Unicode.Scalar(byte))
        case 0x21...0x7e: name.unicodeScalars.append(Unicode.Scalar(byte))
        default: name += "\\" + (byte < 10 ? "00" : byte < 100 ? "0" : "") + String(byte)
        }
    }

    /// A record; nil: it is of a type or class that nobody asked for.
    mutating func record(_ bytes: Span<UInt8>) throws(DNSFailure) -> DNSRecord? {
        let name = try name(bytes)
        let (type, kind) = (try number16(bytes), try number16(bytes))
        // What has its highest bit set is 0 (RFC 2181, section 8).
        let seconds = try number32(bytes)
        let length = Int(try number16(bytes))
        let end = position + length
        guard end <= bytes.count else { throw .malformed }
        guard kind == 1, let type = DNSType(rawValue: type) else {
            position = end
            return nil
        }
        let data = try data(bytes, type, end: end)
        guard position == end else { throw .malformed }
        return DNSRecord(name, seconds: seconds >> 31 == 0 ? min(seconds, DNSAnswer.maxSeconds) : 0, data)
    }

    private mutating func data(_ bytes: Span<UInt8>, _ type: DNSType, end: Int) throws(DNSFailure) -> DNSData {
        switch type {
        case .a, .aaaa:
            let octets = try rest(bytes, end: end)
            guard octets.count == (type == .a ? 4 : 16), let text = NetworkRange.text(of: octets) else {
                throw .malformed
            }
            return .address(text)
        case .cname: return .alias(try name(bytes))
        case .ns: return .server(try name(bytes))
        case .ptr: return .pointer(try name(bytes))
        case .mx: return .exchange(preference: Int(try number16(bytes)), host: try name(bytes))
        case .txt:
            var text: [UInt8] = []
            var strings = 0
            while position < end {
                let length = Int(try byte(bytes))
                strings += 1
                guard position + length <= end, strings <= Self.maxStrings, text.count + length <= Self.maxTextBytes
                else { throw .malformed }
                text += try rest(bytes, end: position + length)
            }
            return .text(String(decoding: text, as: UTF8.self))
        case .tlsa:
            let (usage, selector, matching) = (try byte(bytes), try byte(bytes), try byte(bytes))
            guard position <= end else { throw .malformed }
            return .association(
                TLSAssociation(
                    usage: usage, selector: selector, matching: matching, data: try rest(bytes, end: end)))
        case .soa:
            _ = try name(bytes)
            _ = try name(bytes)
            for _ in 0..<4 { _ = try number32(bytes) }
            return .authority(negativeSeconds: try number32(bytes))
        }
    }

    private mutating func rest(_ bytes: Span<UInt8>, end: Int) throws(DNSFailure) -> [UInt8] {
        guard position <= end, end <= bytes.count else { throw .malformed }
        var found: [UInt8] = []
        found.reserveCapacity(end - position)
        while position < end {
            found.append(bytes[position])
            position += 1
        }
        return found
    }
}
