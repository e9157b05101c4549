// SPDX-License-Identifier: Apache-2.0

/// What Outlook keeps in `winmail.dat`: the message's text in up to three forms, and its attachments.
///
/// - SeeAlso: MS-OXTNEF, sections 2.1.3 (attributes) and 2.1.3.4 (properties).
struct TNEFMessage {
    /// A file that is attached, or a message (``isMessage``: TNEF again).
    struct Attachment {
        var title: [UInt8] = []
        var longName: String?
        var data: [UInt8] = []
        var isMessage = false
    }

    var plain: (text: [UInt8], charset: String?)?
    var html: (text: [UInt8], charset: String?)?
    /// Rich text, unpacked.
    var rtf: [UInt8]?
    var attachments: [Attachment] = []

    private static let maximumAttributes = 4_000
    private static let maximumAttachments = 200

    private enum Attribute {
        static let body = 0x0002_800c
        static let messageProperties = 0x0006_9003
        static let codePage = 0x0006_9007
        static let attachmentBegins = 0x0006_9002
        static let attachmentTitle = 0x0001_8010
        static let attachmentData = 0x0006_800f
        static let attachmentProperties = 0x0006_9005
    }

    /// Reads a stream; nil if it does not begin as one.
    ///
    /// What is cut off or malformed is left out.
    ///
    /// - Parameter limit: bytes of decoded text and attachments that are kept.
    init?(_ bytes: Span<UInt8>, limit: Int) {
        guard bytes.uint32(at: 0) == 0x223e_9f78 else { return nil }
        var room = limit
        var codePage: String?
        var place = 6
        for _ in 0..<Self.maximumAttributes {
            // Level (1 byte), attribute (4), length (4), data, checksum (2).
            guard let attribute = bytes.uint32(at: place + 1), let length = bytes.uint32(at: place + 5) else { break }
            let start = place + 9
            let end = min(start + length, bytes.count)
            switch attribute {
            case Attribute.codePage: codePage = bytes.uint32(at: start).flatMap { CodePage.label(of: $0) }
            case Attribute.body where plain == nil:
                plain = (bytes.kept(start..<end, &room), codePage)
            case Attribute.messageProperties: readMessage(bytes, start..<end, codePage, &room)
            case Attribute.attachmentBegins where attachments.count < Self.maximumAttachments:
                attachments.append(Attachment())
            case Attribute.attachmentTitle: withAttachment { $0.title = bytes.kept(start..<end, &room) }
            case Attribute.attachmentData: withAttachment { $0.data = bytes.kept(start..<end, &room) }
            case Attribute.attachmentProperties: readAttachment(bytes, start..<end, &room)
            default: break
            }
            place = end + 2
        }
    }

    private mutating func readMessage(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ codePage: String?, _ room: inout Int
    ) {
        var ownCharset: String?
        MAPIProperties.forEach(in: bytes, range) { property in
            switch property.id {
            case .internetCodePage:
                ownCharset = bytes.uint32(at: property.value.lowerBound).flatMap { CodePage.label(of: $0) }
            case .body where plain == nil || property.isUnicode:
                plain = (bytes.kept(property.value, &room), property.isUnicode ? "utf-16le" : codePage)
            case .bodyHTML where html == nil:
                html = (bytes.kept(property.value, &room), property.isUnicode ? "utf-16le" : nil)
            case .compressedRTF where rtf == nil:
                let packed = bytes.bytes(property.value)
                let unpacked = CompressedRTF.read(packed.span, limit: room)
                room -= unpacked.count
                rtf = unpacked
            default: break
            }
        }
        if let found = html, found.charset == nil { html = (found.text, ownCharset) }
    }

    private mutating func readAttachment(_ bytes: Span<UInt8>, _ range: Range<Int>, _ room: inout Int) {
        MAPIProperties.forEach(in: bytes, range) { property in
            switch property.id {
            case .attachmentLongName:
                let name = bytes.bytes(property.value)
                withAttachment { $0.longName = Self.name(name, isUnicode: property.isUnicode) }
            case .attachmentData where property.type == MAPIProperties.object:
                // A class identifier stands before the stream.
                let stream = min(property.value.lowerBound + 16, property.value.upperBound)..<property.value.upperBound
                withAttachment {
                    $0.isMessage = true
                    $0.data = bytes.kept(stream, &room)
                }
            case .attachmentData: withAttachment { $0.data = bytes.kept(property.value, &room) }
            default: break
            }
        }
    }

    private mutating func withAttachment(_ change: (inout Attachment) -> Void) {
        if attachments.isEmpty { attachments.append(Attachment()) }
        change(&attachments[attachments.count - 1])
    }

    private static func name(_ bytes: [UInt8], isUnicode: Bool) -> String {
        var text: [UInt8] = []
        if isUnicode {
            CharsetDecoder(.utf16LittleEndian).append(decoding: bytes, to: &text, limit: 1_000)
        } else {
            text = Array(bytes.prefix(1_000))
        }
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
}

/// The properties of Exchange's store, as TNEF lists them.
///
/// - SeeAlso: MS-OXTNEF, section 2.1.3.4; MS-OXPROPS for the numbers.
enum MAPIProperties {
    /// Properties that are read.
    enum ID: Int {
        case body = 0x1000
        case compressedRTF = 0x1009
        case bodyHTML = 0x1013
        case attachmentData = 0x3701
        case attachmentLongName = 0x3707
        case internetCodePage = 0x3fde
    }

    /// One property: where its first value stands.
    struct Property {
        var id: ID
        var type: Int
        var value: Range<Int>

        var isUnicode: Bool { type == MAPIProperties.unicode }
    }

    static let object = 0x0d
    static let unicode = 0x1f
    private static let string = 0x1e
    private static let binary = 0x102
    private static let multiple = 0x1000
    private static let maximumProperties = 4_000
    private static let maximumValues = 4_000

    /// Calls the closure for each property that is read, until one cannot be passed over.
    static func forEach(in bytes: Span<UInt8>, _ range: Range<Int>, _ body: (Property) -> Void) {
        guard let count = bytes.uint32(at: range.lowerBound) else { return }
        var place = range.lowerBound + 4
        var valuesLeft = maximumValues
        for _ in 0..<min(count, maximumProperties) {
            guard let type = bytes.uint16(at: place), let id = bytes.uint16(at: place + 2), place < range.upperBound
            else { return }
            place += 4
            if id >= 0x8000 {
                guard let next = afterName(in: bytes, at: place) else { return }
                place = next
            }
            let single = type & ~multiple
            let isVariable = [string, unicode, object, binary].contains(single)
            var values = 1
            if isVariable || type & multiple != 0 {
                guard let count = bytes.uint32(at: place), count <= valuesLeft else { return }
                values = count
                valuesLeft -= count
                place += 4
            }
            for index in 0..<values {
                var size = fixedSize(of: single)
                if isVariable {
                    guard let length = bytes.uint32(at: place) else { return }
                    size = length
                    place += 4
                }
                guard place < range.upperBound else { return }
                let end = min(place + size, range.upperBound)
                if index == 0, let id = ID(rawValue: id) {
                    body(Property(id: id, type: single, value: place..<end))
                }
                place += (size + 3) & ~3
            }
        }
    }

    /// Passes over the name of a property without a number of its own: a set, and a number or a text.
    private static func afterName(in bytes: Span<UInt8>, at place: Int) -> Int? {
        guard let kind = bytes.uint32(at: place + 16), let lengthOrNumber = bytes.uint32(at: place + 20) else {
            return nil
        }
        return place + 24 + (kind == 0 ? 0 : (lengthOrNumber + 3) & ~3)
    }

    private static func fixedSize(of type: Int) -> Int {
        switch type {
        case 0x05, 0x06, 0x07, 0x14, 0x40: 8
        case 0x48: 16
        default: 4
        }
    }
}

extension Span where Element == UInt8 {
    /// A copy of a range, as long as there is room for it.
    fileprivate func kept(_ range: Range<Int>, _ room: inout Int) -> [UInt8] {
        let copy = bytes(range.lowerBound..<(range.lowerBound + min(range.count, max(room, 0))))
        room -= copy.count
        return copy
    }
}
