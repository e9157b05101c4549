// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

@Suite("messages of Apache mime4j and MIME-tools", .enabled(if: Suite.isPresent, "../shared/mime is absent"))
struct Mime4jTests {
    static func cases(_ folder: String) -> [String] {
        Suite.files("mime4j/" + folder, suffix: "_decoded.xml").map { "\(folder)/\($0.dropLast(12))" }
    }

    @Test("structure and decoded bodies", arguments: cases("testmsgs") + cases("mimetools-testmsgs"))
    func message(_ name: String) throws {
        Suite.expect(try Self.checks(name), name, deviations: Deviations.mime4j)
    }

    @Test("the share of things read alike", arguments: [("testmsgs", 5), ("mimetools-testmsgs", 3)])
    func share(_ folder: String, known: Int) throws {
        Suite.expectShare(try Self.cases(folder).flatMap(Self.checks), known: known)
    }

    /// One check for the tree, one for the number of fields of each header, one for each body.
    private static func checks(_ name: String) throws -> [Check] {
        let folder = "mime4j/" + name.prefix { $0 != "/" }
        let message = Message(try Suite.bytes("mime4j/\(name).msg"))
        let expected = try Mime4jEvents(Suite.bytes("mime4j/\(name)_decoded.xml")).lines { file in
            // mime4j makes CR LF of each line end in quoted-printable.
            Suite.summary(try Suite.bytes("\(folder)/\(file)").filter { $0 != 13 })
        }
        let actual = lines(message.root, element: "message")
        let isTag: (String) -> Bool = { $0.hasPrefix("<") }
        let tree = Check(
            what: "tree", actual: actual.filter(isTag).joined(), expected: expected.filter(isTag).joined())
        let pairs = zip(actual.filter { !isTag($0) }, expected.filter { !isTag($0) })
        return [tree] + pairs.enumerated().map { Check(what: "#\($0)", actual: $1.0, expected: $1.1) }
    }

    private static func lines(_ part: Part, element: String) -> [String] {
        var lines = ["<\(element)>", "\(part.header.fields.count) fields"]
        if part.contentType.type == "multipart", !part.children.isEmpty || part.preamble != nil {
            lines.append("<multipart>")
            lines += part.children.flatMap { Self.lines($0, element: "body-part") }
            lines.append("</multipart>")
        } else if let message = part.children.first {
            lines += Self.lines(message, element: "message")
        } else {
            var body: [UInt8] = []
            part.appendDecodedBody(to: &body)
            lines += ["<body>", Suite.summary(body.filter { $0 != 13 })]
        }
        return lines
    }
}

/// mime4j's event streams: XML so plain that its tags can be read one by one.
private struct Mime4jEvents {
    private let tags: [String]

    init(_ xml: [UInt8]) {
        tags = String(decoding: xml, as: UTF8.self).split(separator: "<").map { String($0.prefix { $0 != ">" }) }
    }

    /// The elements in order, with the number of fields of each header and the content of each body.
    func lines(_ summary: (String) throws -> String) rethrows -> [String] {
        var lines: [String] = []
        var fields = 0
        for tag in tags {
            switch tag {
            case "message", "body-part":
                fields = 0
                lines.append("<\(tag)>")
            case "field": fields += 1
            case "/header": lines.append("\(fields) fields")
            case "multipart", "/multipart": lines.append("<\(tag)>")
            case _ where tag.hasPrefix("text-body") || tag.hasPrefix("binary-body"):
                lines += ["<body>", try summary(String(tag.split(separator: "\"")[1]))]
            default: break
            }
        }
        return lines
    }
}
