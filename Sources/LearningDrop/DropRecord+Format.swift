// SPDX-License-Identifier: Apache-2.0
import CZlib
import TextOutput

// The file of a record: a frame, fields, an empty line, the message. All lines end with LF.
//
//     spreu-drop 1 9ae0daaf 1234        magic, version, CRC-32 and number of all bytes behind this line
//     lesson: spam                      ham, spam or forget
//     time: 1764063000123456789         nanoseconds since 1970 (UTC)
//     account: ann%25x@example.com      control characters and % as %XX
//     origin: imapsieve
//     verdict: ham, probability=0.02    only if there is one
//
//     Received: ...                     the message, byte for byte
//
// Length and checksum find what a crash of the machine left behind (a file without its bytes); a killed writer leaves no
// record at all (see DropWriter). Text, so that an administrator can look at one with less.

extension DropRecord {
    /// What is wrong with a file that holds no whole record.
    public enum FormatError: Error, Equatable, CustomStringConvertible {
        /// The first line is none of ours.
        case noFrame
        /// A later version of the format.
        case unknownVersion
        /// Not as many bytes as the frame says.
        case wrongLength(found: Int, expected: Int)
        /// The bytes are not those that were written.
        case wrongChecksum
        /// A field is missing or cannot be read.
        case badField(String)

        /// A few words for a report.
        public var description: String {
            switch self {
            case .noFrame: "it does not begin like a record"
            case .unknownVersion: "it was written by a later version of Spreu"
            case .wrongLength(let found, let expected): "it has \(found) of \(expected) bytes"
            case .wrongChecksum: "its checksum is wrong"
            case .badField(let name): "its \(name) is missing or cannot be read"
            }
        }
    }

    /// The fields that are read; others are skipped.
    private static let fieldNames: Set = ["lesson", "time", "account", "origin", "verdict"]
    private static let magic = "spreu-drop"
    private static let version = "1"
    /// No frame is longer: magic, version, 8 and at most 19 digits, three blanks, LF.
    private static let maxFrameBytes = 48

    /// The bytes of the record's file.
    public func encoded() -> [UInt8] {
        var fields = "lesson: \(feedback.rawValue)\ntime: \(time)\n"
        fields += "account: \(Self.escape(account))\norigin: \(Self.escape(origin))\n"
        if let verdict { fields += "verdict: \(Self.escape(verdict))\n" }
        fields += "\n"
        var payload = Array(fields.utf8)
        payload.reserveCapacity(payload.count + message.count)
        payload += message
        let checksum = Self.checksum(payload[...]).hexadecimal
        return Array("\(Self.magic) \(Self.version) \(checksum) \(payload.count)\n".utf8) + payload
    }

    /// Reads the bytes of a record's file.
    ///
    /// - Throws: ``FormatError`` for anything but the whole of what ``encoded()`` made of a record within the limits.
    public init(encoded bytes: [UInt8], limits: DropLimits = .standard) throws(FormatError) {
        guard let end = bytes.prefix(Self.maxFrameBytes).firstIndex(of: 0x0A) else { throw .noFrame }
        let frame = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
        guard frame.count == 4, frame[0] == Self.magic else { throw .noFrame }
        guard frame[1] == Self.version else { throw .unknownVersion }
        guard let checksum = UInt32(frame[2], radix: 16), let length = Int(frame[3]) else { throw .noFrame }
        let payload = bytes[(end + 1)...]
        guard payload.count == length else { throw .wrongLength(found: payload.count, expected: length) }
        guard Self.checksum(payload) == checksum else { throw .wrongChecksum }
        try self.init(payload: payload, limits: limits)
    }

    /// Reads what can be read of bytes that may be a part of a record, for whoever must know whose it is; nil: nothing can.
    init?(salvaging bytes: [UInt8], limits: DropLimits) {
        guard let end = bytes.prefix(Self.maxFrameBytes).firstIndex(of: 0x0A),
            let record = try? DropRecord(payload: bytes[(end + 1)...], limits: limits)
        else { return nil }
        self = record
    }

    /// Reads fields and message, which stand behind the frame.
    private init(payload: ArraySlice<UInt8>, limits: DropLimits) throws(FormatError) {
        var fields: [String: String] = [:]
        // Whoever may write to the folder may put anything there: no header is longer than the longest fields make it.
        let header = payload.prefix(limits.maxHeaderBytes)
        var line = header.startIndex
        while true {
            guard let end = header[line...].firstIndex(of: 0x0A) else { throw .badField("header") }
            let text = String(decoding: header[line..<end], as: UTF8.self)
            line = end + 1
            if text.isEmpty { break }
            guard let colon = text.firstIndex(of: ":") else { throw .badField("header") }
            let name = String(text[..<colon])
            if Self.fieldNames.contains(name) { fields[name] = Self.unescape(text[colon...].dropFirst(2)) }
        }
        guard let feedback = fields["lesson"].flatMap(Feedback.init(rawValue:)) else { throw .badField("lesson") }
        guard let time = fields["time"].flatMap({ Int64($0) }) else { throw .badField("time") }
        guard let account = fields["account"] else { throw .badField("account") }
        guard let origin = fields["origin"] else { throw .badField("origin") }
        self.init(
            feedback, message: Array(payload[line...]), account: account, origin: origin, time: time,
            verdict: fields["verdict"])
    }

    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBytes { buffer in
            UInt32(truncatingIfNeeded: crc32_z(0, buffer.bindMemory(to: UInt8.self).baseAddress, buffer.count))
        }
    }

    private static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x25 || $0 == 0x7F }) else { return text }
        var escaped: [UInt8] = []
        for byte in text.utf8 {
            if byte < 0x20 || byte == 0x25 || byte == 0x7F {
                escaped += Array("%\(byte.hexadecimal)".utf8)
            } else {
                escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func unescape(_ text: Substring) -> String {
        guard text.utf8.contains(0x25) else { return String(text) }
        let bytes = Array(text.utf8)
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let digits = bytes[index...].dropFirst().prefix(2)
            if bytes[index] == 0x25, digits.count == 2,
                let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                plain.append(byte)
                index += 3
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
