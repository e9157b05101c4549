// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Fields as a header has them, in the body of a part: of a complaint, or of a notification for each recipient.
///
/// - SeeAlso: RFC 3464, section 2.1; RFC 5965, section 3.
enum FieldGroup {
    /// The most bytes that are read, the most groups (recipients of one notification), and the most that are looked at for fields.
    private static let (bytes, groups, attempts) = (1 << 20, 1_000, 4_000)

    /// The groups of fields that a part holds, between empty lines.
    static func all(in part: Part) -> [Header] {
        var body: [UInt8] = []
        // A part of type message/… may have been read as a message: its bytes are the same.
        part.appendDecodedBody(to: &body, limit: bytes)
        return all(in: body)
    }

    /// Whether a part, one of text or of its own, has a field's name, given in lower case with its colon, among its first bytes.
    static func holds(_ name: String, _ part: Part) -> Bool {
        guard part.children.isEmpty || part.contentType.type == "message", part.contentType.type != "multipart" else {
            return false
        }
        var head: [UInt8] = []
        part.appendDecodedBody(to: &head, limit: 16 << 10)
        return NoticeText.plain(String(decoding: head, as: UTF8.self)).contains(name)
    }

    /// The groups of fields in a text.
    static func all(in body: [UInt8]) -> [Header] {
        var found: [Header] = []
        var start = 0
        var line = 0
        var tried = 0
        while line <= body.count, found.count < groups, tried < attempts {
            let end = body[line...].firstIndex(of: UInt8(ascii: "\n")) ?? body.count
            let isBlank = body[line..<end].allSatisfy { $0 == 0x20 || $0 == 0x0d || $0 == 0x09 }
            if isBlank || end == body.count {
                tried += 1
                let group = Array(body[start..<(isBlank ? line : end)])
                let header = Message(group).header
                if !header.fields.isEmpty { found.append(header) }
                start = min(end + 1, body.count)
            }
            line = end + 1
        }
        return found
    }
}
