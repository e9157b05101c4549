// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

@Suite("messages of stalwart's mail-parser", .enabled(if: Suite.isPresent, "../shared/mime is absent"))
struct StalwartMessageTests {
    /// Each message twice: with LF, and with CR LF as line ends.
    static let cases: [String] = ["rfc", "legacy", "malformed", "thirdparty"].flatMap { folder in
        Suite.files("stalwart/eml/" + folder, suffix: ".json").map { "\(folder)/\($0.dropLast(5))" }
    }

    @Test("subjects, addresses, dates; types, texts and data of the parts", arguments: cases)
    func message(_ name: String) throws {
        let number = name.hasSuffix(".crlf") ? String(name.dropLast(5)) : name
        Suite.expect(try Self.checks(name), number, deviations: Deviations.stalwartMessages)
    }

    @Test("the share of things read alike") func share() throws {
        Suite.expectShare(try Self.cases.flatMap(Self.checks), known: 85)
    }

    private static func checks(_ name: String) throws -> [Check] {
        let usesCRLF = name.hasSuffix(".crlf")
        let path = "stalwart/eml/" + (usesCRLF ? String(name.dropLast(5)) : name) + ".eml"
        var bytes = try Suite.bytes(path)
        if usesCRLF { bytes = bytes.filter { $0 != 13 }.flatMap { $0 == 10 ? [13, 10] : [$0] } }
        let expected = Dictionary(
            uniqueKeysWithValues: lines(try JSON(contentsOf: SharedFiles.path("mime/stalwart/eml/\(name).json"))))
        let actual = Dictionary(uniqueKeysWithValues: lines(Message(bytes)))
        let others = Set(actual.keys).subtracting(expected.keys).sorted()
        return [Check(what: "nothing else", actual: "\(others)", expected: "[]")]
            + expected.keys.sorted().map { key in
                let (ours, theirs) = (actual[key] ?? "nothing", expected[key] ?? "nothing")
                // stalwart gives up on raw bytes that are not UTF-8: any character is right there.
                let isMasked = theirs.contains("\u{FFFD}") && !key.contains("data")
                return Check(
                    what: key, actual: isMasked ? masked(ours) : ours, expected: isMasked ? masked(theirs) : theirs)
            }
    }

    /// A text with every character beyond ASCII as U+FFFD, and without lengths and hashes of such a text.
    private static func masked(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { scalars.append(scalar.isASCII ? scalar : "\u{FFFD}") }
        let masked = String(scalars)
        guard let quote = masked.firstIndex(of: "\""), masked.hasPrefix("text") || masked.hasPrefix("html") else {
            return masked
        }
        return String(masked[quote...].prefix(36))
    }

    // MARK: - Ours: what is read, by a name for its place

    private static func lines(_ message: Message) -> [(String, String)] {
        headerLines(message.header, "1") + lines(message.root, "1")
    }

    private static func headerLines(_ header: Header, _ place: String) -> [(String, String)] {
        let from = header.last("from").map { StalwartFieldTests.text(AddressList(parsing: $0)) }
        let to = header.last("to").map { StalwartFieldTests.text(AddressList(parsing: $0)) }
        return [
            (place + " subject", collapsed(header.last("subject")?.decoded ?? "-")),
            (place + " from", from ?? "-"), (place + " to", to ?? "-"),
            (place + " date", header.last("date").flatMap { MailDate(parsing: $0) }?.rfc3339 ?? "-"),
        ]
    }

    private static func lines(_ part: Part, _ place: String) -> [(String, String)] {
        if part.contentType.type == "multipart", !part.children.isEmpty {
            return [(place, "multipart")]
                + part.children.enumerated().flatMap { lines($1, "\(place).\($0 + 1)") }
        }
        if let message = part.children.first {
            return [(place, "message")] + headerLines(message.header, place + ".1") + lines(message, place + ".1")
        }
        if part.transferEncoding == .uuencode {
            // stalwart leaves it as it is.
            let raw = [UInt8](part.body).filter { $0 != 13 }
            let text = Array(String(decoding: raw, as: UTF8.self).utf8)
            return [(place, part.isText ? "text " + Suite.summary(text) : "data " + Suite.summary(raw))]
        }
        if part.isText {
            var text: [UInt8] = []
            part.appendText(to: &text)
            return [
                (
                    place,
                    (part.contentType.subtype == "html" ? "html " : "text ") + Suite.summary(text.filter { $0 != 13 })
                )
            ]
        }
        var data: [UInt8] = []
        part.appendDecodedBody(to: &data)
        return [(place, "data " + Suite.summary(data.filter { $0 != 13 }))]
    }

    // MARK: - Theirs

    private static func lines(_ message: JSON) -> [(String, String)] {
        let parts = message["parts"].elements
        guard let root = parts.first else { return [] }
        return headerLines(root, "1") + lines(root, of: parts, "1")
    }

    private static func headerLines(_ part: JSON, _ place: String) -> [(String, String)] {
        func value(_ name: String) -> JSON {
            part["headers"].elements.last { $0["name"].string == name }?["value"] ?? .null
        }
        let from = value("from")
        let to = value("to")
        return [
            (place + " subject", value("subject")["Text"].string.map(collapsed) ?? "-"),
            (place + " from", from.isNull ? "-" : StalwartFieldTests.text(addresses: from["Address"])),
            (place + " to", to.isNull ? "-" : StalwartFieldTests.text(addresses: to["Address"])),
            (place + " date", StalwartDate(value("date")["DateTime"])?.rfc3339 ?? "-"),
        ]
    }

    private static func lines(_ part: JSON, of parts: [JSON], _ place: String) -> [(String, String)] {
        guard case .object(let body) = part["body"], let (kind, content) = body.first else { return [] }
        switch kind {
        case "Multipart":
            return [(place, "multipart")]
                + content.elements.enumerated().flatMap { index, part in
                    lines(parts[part.integer ?? 0], of: parts, "\(place).\(index + 1)")
                }
        case "Message":
            let parts = content["parts"].elements
            return [(place, "message")] + headerLines(parts[0], place + ".1") + lines(parts[0], of: parts, place + ".1")
        case "Text", "Html":
            let text = (content.string ?? "").utf8.filter { $0 != 13 }
            // Unless it is a message, stalwart calls what it cannot decode a text.
            let type = part["headers"].elements.last { $0["name"].string == "content_type" }?["value"]["ContentType"]
            if part["is_encoding_problem"] == .bool(true), let type = type?["c_type"].string,
                type != "text", type != "message"
            {
                return [(place, "data " + Suite.summary(text))]
            }
            return [(place, "\(kind.lowercased()) \(Suite.summary(text))")]
        default:
            let data = content.elements.map { UInt8($0.integer ?? 0) }
            return [(place, "data " + Suite.summary(data.filter { $0 != 13 }))]
        }
    }

    private static func collapsed(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
