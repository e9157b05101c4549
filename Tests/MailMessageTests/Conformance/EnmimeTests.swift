// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

/// What enmime's own tests say of one of its files, and where those say nothing, what RFC 2045 to 2047 do.
struct EnmimeCase: Sendable, CustomTestStringConvertible {
    /// The path below `mime/enmime`, without `.raw`.
    var name: String
    /// The tree of types, each with the part's file name if it has one: `multipart/mixed(text/plain image/png=a.png)`.
    var tree: String
    /// What the decoded text or data of each leaf contains, in order.
    var contents: [String] = []
    /// The defects that enmime tells, too, under other names.
    var defects: Defects = []
    var subject: String?
    var testDescription: String { name }
}

@Suite("messages of enmime", .enabled(if: Suite.isPresent, "../shared/mime is absent"))
struct EnmimeTests {
    @Test("types, file names, contents and defects", arguments: EnmimeCase.all)
    func message(_ test: EnmimeCase) throws {
        Suite.expect(try Self.checks(test), test.name, deviations: Deviations.enmime)
    }

    @Test("the share of things read alike") func share() throws {
        Suite.expectShare(try EnmimeCase.all.flatMap(Self.checks), known: Deviations.enmime.count)
    }

    private static func checks(_ test: EnmimeCase) throws -> [Check] {
        let path = "enmime/" + test.name + (test.name.hasSuffix(".golden") ? "" : ".raw")
        let message = Message(try Suite.bytes(path))
        let leaves = message.parts.filter(\.children.isEmpty)
        var checks = [Check(what: "tree", actual: text(message.root), expected: test.tree)]
        for (index, expected) in test.contents.enumerated() where !expected.isEmpty {
            let content = index < leaves.count ? content(leaves[index]) : "no such part"
            checks.append(
                Check(what: "#\(index)", actual: content.contains(expected) ? expected : content, expected: expected))
        }
        if !test.defects.isEmpty {
            let found = message.defects.union(message.content().defects).intersection(test.defects)
            checks.append(Check(what: "defects", actual: "\(found.names)", expected: "\(test.defects.names)"))
        }
        if let subject = test.subject {
            checks.append(Check(what: "subject", actual: message.subject ?? "none", expected: subject))
        }
        return checks
    }

    private static func text(_ part: Part) -> String {
        let type = "\(part.contentType.type)/\(part.contentType.subtype)"
        if !part.children.isEmpty { return type + "(" + part.children.map(text).joined(separator: " ") + ")" }
        return part.filename.map { $0.isEmpty ? type : "\(type)=\($0)" } ?? type
    }

    /// Text as it is, other data byte for byte as Latin-1.
    private static func content(_ part: Part) -> String {
        var bytes: [UInt8] = []
        if part.isText {
            part.appendText(to: &bytes)
            return String(decoding: bytes.filter { $0 != 13 }, as: UTF8.self)
        }
        part.appendDecodedBody(to: &bytes)
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}

extension EnmimeCase {
    static let all = parts + lowQuality + mail + deliveryStatus + goldens

    private static func make(_ folder: String, _ rows: [(String, String, [String], Defects)]) -> [EnmimeCase] {
        rows.map { EnmimeCase(name: "\(folder)/\($0.0)", tree: $0.1, contents: $0.2, defects: $0.3) }
    }

    private static let png = "\u{89}PNG"
    private static let twoSections = ["A text section", "An HTML section"]

    private static let parts: [EnmimeCase] = make(
        "testdata/parts",
        [
            ("badboundary", "multipart/alternative(text/plain text/html)", twoSections, .unclosedMultipart),
            ("barren-content-type", "text/plain", [], .malformedContentType),
            ("bin-attach", "multipart/mixed(text/plain application/octet-stream=test.bin)", ["A text", "PK\u{3}"], []),
            ("chardet-detection", "text/plain", ["öoöo"], []),
            ("chardet-fail", "text/plain=rzkly.txt", ["GIF89a"], []),
            ("chardet-fail-non-txt", "image/gif=rzkly.gif", ["GIF89a"], []),
            ("chardet-fail-not-long-enough", "text/plain", ["和弟弟"], []),
            ("chardet-success-big-5", "text/plain", ["其"], .mislabelledText),
            ("chardet-success-iso-8859-1", "text/plain", ["Drachenköpfe unserer Boote"], .mislabelledText),
            ("ctype-invalid-characters", "text/plain", ["with invalid content type"], []),
            ("empty-ctype-bad-content", "multipart/alternative(text/plain)", ["View Invoices"], .malformedContentType),
            ("empty-header", "multipart/alternative(text/plain text/html)", twoSections, []),
            (
                "extra-base64-character", "multipart/alternative(text/plain text/html)", ["Hello World!", "World</p>"],
                .truncatedBase64
            ),
            ("header-only", "text/html=file.html", [], []),
            ("html-with-boundary", "multipart/mixed(text/html)", ["<p>An HTML section</p>"], []),
            ("malformed-content-type-params", "text/html", [], .malformedParameter),
            ("missing-closing-param-quote", "text/html", [], .malformedParameter),
            ("missing-ctype-root", "text/plain", ["According to RFC 822"], []),
            ("missing-ctype", "multipart/alternative(text/plain text/html)", twoSections, []),
            (
                "multi-malformed", "multipart/mixed(text/plain text/plain text/plain)",
                ["Section one", "I'm section without headers", "Section two"], .noHeader
            ),
            ("multialtern", "multipart/alternative(text/plain text/html)", twoSections, []),
            ("multibase64", "multipart/mixed(text/plain text/html=test.html)", ["A text section", "<html>"], []),
            ("multimixed-no-closing-boundary", "multipart/mixed(text/html)", ["\nHello,"], .unclosedMultipart),
            ("multimixed", "multipart/mixed(text/plain text/plain)", ["Section one", "Section two"], []),
            ("multiother", "multipart/x-enmime(text/plain text/plain)", ["Section one", "Section two"], []),
            (
                "nestedmulti",
                "multipart/alternative(text/plain multipart/related(text/html text/plain=attach.txt text/plain=attach2.txt))",
                twoSections + ["An inline text attachment", "Another inline text attachment"], []
            ),
            ("quoted-printable-invalid", "text/plain", ["Stuffs’s Weekly Summary"], .malformedQuotedPrintable),
            ("quoted-printable", "text/plain", ["Start=ABC=Finish"], []),
            (
                "similar-boundary", "multipart/mixed(text/plain multipart/alternative(text/plain text/html))",
                ["Section one"] + twoSections, []
            ),
            ("textplain", "text/plain", ["Test of text/plain section"], []),
            ("unquoted-ctype-param-special", "text/calendar=calendar.ics", [], []),
        ])

    private static let lowQuality: [EnmimeCase] = make(
        "testdata/low-quality",
        [
            (
                "bad-final-boundary", "multipart/mixed(text/plain application/x-zip-compressed=foo_9E5D72.zip)",
                ["A text section", "<html>"], .unclosedMultipart
            ),
            ("bad-header-start", "multipart/alternative(text/plain text/plain)", twoSections, .malformedHeaderLine),
            (
                "bad-header-wrap", "multipart/mixed(text/plain application/x-zip-compressed=7DDA4_foo_9E5D72.zip)",
                ["A text section", "<html>"], .malformedHeaderLine
            ),
            ("empty-header", "multipart/alternative(text/plain text/plain)", twoSections, .noHeader),
            (
                "html-only-inline", "multipart/alternative(multipart/related(text/html image/png=favicon.png))",
                ["Test of HTML section", png], []
            ),
            ("incorrect-charset", "multipart/alternative(text/plain)", ["∮ E⋅da = Q"], .mislabelledText),
            (
                "malformed-base64-attach", "multipart/mixed(text/plain application/msword=some.doc)",
                ["A text section", "<html>"], []
            ),
            ("missing-content-type", "text/plain", ["A plain text email"], []),
            ("missing-content-type2", "multipart/alternative(text/plain text/plain)", twoSections, []),
            ("unk-charset-html-only", "text/html", ["Hello World!"], []),
            (
                "unk-charset-part", "multipart/mixed(text/plain application/x-zip-compressed=foo_9E5D72.zip)",
                ["A text section"], .unknownCharset
            ),
            (
                "unk-encoding-part", "multipart/mixed(text/plain application/x-zip-compressed=foo_9E5D72.zip)",
                ["A text section", "PGh0bWw+Cg=="], .unknownTransferEncoding
            ),
        ])

    private static let related = "multipart/alternative(text/plain multipart/related(text/html image/png=favicon.png))"
    private static let relatedContents = ["Test of text section", "Test of HTML section", png]
    private static let invoice = "multipart/mixed(text/plain application/pdf=Invoice_302232133150612.pdf)"
    private static let three = "multipart/mixed(text/plain application/pdf=test.pdf text/plain=test.txt)"
    private static let alternatives = "multipart/alternative(text/plain text/html)"

    private static let mail: [EnmimeCase] =
        make(
            "testdata/mail",
            [
                (
                    "attachment-application", "multipart/mixed(text/plain application/msword=some.doc)",
                    ["", "<html>"], []
                ),
                (
                    "attachment-octet", "multipart/mixed(text/plain application/octet-stream=ATTACHMENT.EXE)",
                    ["A text section", "\u{3}\u{17}\u{e1}~\u{e8}\u{eb}"], []
                ),
                ("attachment-only-inline-quoted-printable", "text/html", ["Just some html content"], []),
                ("attachment-only-inline", "image/jpeg=favicon.jpg", [png], []),
                ("attachment-only-no-disposition", "image/jpeg=favicon.jpg", [png], []),
                ("attachment-only-text-attachment", "text/plain=test.csv", ["Test;Test"], []),
                ("attachment-only", "image/jpeg=favicon.jpg", [png], []),
                ("attachment", "multipart/mixed(text/plain text/html=test.html)", ["A text section", "<html>"], []),
                ("ctype-bug", alternatives, ["Papertrail", "Papertrail"], []),
                ("epilogue-sample", "multipart/mixed(text/plain text/html=test.html)", ["A text", "<html>"], []),
                ("erroneous", "text/plain", ["// Not an RFC-822 Document"], .noHeader),
                ("header-only", "multipart/mixed", [], .boundaryNotFound),
                ("html-mime-bad-charset-inline", related, relatedContents, .unknownCharset),
                ("html-mime-bad-unknown-charset-inline", related, relatedContents, .unknownCharset),
                ("html-mime-inline", related, relatedContents, []),
                (
                    "html-only-inline", "multipart/alternative(multipart/related(text/html image/png=favicon.png))",
                    ["Test of HTML section", png], []
                ),
                ("inlinemultipart", three, ["Simple text.", "%PDF", "Text"], []),
                ("malformed-multiple-address-header-values", three, ["Simple text.", "%PDF", "Text"], []),
                ("mime-alternative", "multipart/alternative(text/plain text/plain)", ["Section one\n"], []),
                (
                    "mime-bad-8bit-filename", "multipart/mixed(text/plain application/msword=管理.doc)",
                    ["Text part", "<html>"], []
                ),
                ("mime-bad-content-transfer-encoding", alternatives, [], .junkInBase64),
                ("mime-bad-content-type", invoice, ["Thank you", "%PDF"], []),
                ("mime-blank-media-name", invoice, ["Thank you", "%PDF"], []),
                ("mime-duplicate-param", invoice, ["Thank you", "%PDF"], .malformedParameter),
                (
                    "mime-mixed-related",
                    "multipart/mixed(multipart/related(multipart/alternative(text/html)) multipart/alternative(text/html))",
                    ["<p>html1</p>", "<p>html2</p>"], []
                ),
                ("mime-mixed", "multipart/mixed(text/plain text/plain)", ["Section one\n", "Section two"], []),
                (
                    "mime-signed",
                    "multipart/mixed(multipart/signed(text/plain application/pgp-signature=signature.asc) text/plain)",
                    ["Section one\n", "-----BEGIN PGP SIGNATURE-----", "Section two"], []
                ),
                (
                    "mime-unquoted-tspecials-param",
                    "multipart/mixed(text/plain application/pdf=Invoice_(302232133150612).pdf)", ["Thank you", "%PDF"],
                    []
                ),
                ("multipart-wo-boundary", "multipart/report", ["I'm  multipart message"], .missingBoundary),
                ("non-mime-html-charset-header-only", "text/html", ["Müller"], []),
                ("non-mime-html", "text/html", ["<span>This</span>"], []),
                ("non-mime-missing-charset", "text/html", ["\u{20ac}"], []),
                ("non-mime", "text/plain", ["This is a test mailing"], []),
                (
                    "other-multi-related",
                    "multipart/related(multipart/alternative(text/plain text/html) image/png=image001.png image/png=image002.png)",
                    ["Plain text.", "<i>HTML text.</i>", png, png], []
                ),
                (
                    "other-parts", "multipart/mixed(text/plain image/gif=B05.gif)", ["A text section", "GIF89a\u{f}"],
                    []
                ),
                ("qp-utf8-header-no-break", alternatives, [], []),
                ("quoted-printable-mime", alternatives, ["Nullam venenatis ante"], []),
                ("quoted-printable", "text/plain", ["Phasellus sit amet arcu"], []),
                ("unknown-part-type", "multipart/abcdefghi(text/plain image/gif=B05.gif)", ["A text", "GIF89a"], []),
            ]) + [
            EnmimeCase(name: "testdata/mail/qp-ascii-header", tree: "text/plain", subject: "Test QP Subject!"),
            EnmimeCase(
                name: "testdata/mail/qp-utf8-header", tree: alternatives, subject: "MIME UTF8 Test \u{a2} More Text"),
            EnmimeCase(
                name: "testdata/mail/qp-utf8-header-recursed", tree: alternatives,
                subject: "MIME UTF8 Test \u{a2} More Text"),
        ]

    private static let deliveryStatus: [EnmimeCase] = make(
        "dsn-messages",
        [
            ("delayed_dsn", "multipart/report(text/plain message/delivery-status)", [], []),
            (
                "dsn_with_multipart_alternative",
                "multipart/report(multipart/alternative(text/plain text/html) message/delivery-status message/rfc822)",
                [], []
            ),
            ("multi_recipient_dsn", "multipart/report(text/plain message/delivery-status message/rfc822)", [], []),
            ("simple_dsn", "multipart/report(text/plain message/delivery-status message/rfc822)", [], []),
            ("simple_dsn_with_html", "multipart/report(text/html message/delivery-status message/rfc822)", [], []),
        ])

    /// What enmime's encoder wrote has to be read back.
    private static let goldens: [EnmimeCase] =
        make(
            "testdata/encode",
            [
                (
                    "nocontent-with-children.golden", "multipart/alternative(text/html text/plain)",
                    ["<div>HTML part</div>", "Plain text part"], []
                ),
                ("parser-raw-content-html-option-false.raw.golden", "text/html", ["My first paragraph éà."], []),
                ("parser-raw-content-html-option-true.raw.golden", "text/html", ["My first paragraph éà."], []),
                ("parser-raw-content-text-option-false.raw.golden", "text/plain", ["添付ファイル名テスト"], []),
                ("parser-raw-content-text-option-true.raw.golden", "text/plain", ["\n\n添付ファイル名テスト"], []),
                ("part-bin-content.golden", "image/jpeg", ["\u{fe}\u{ff}\0\u{1}"], []),
                ("part-content-only-qp.golden", "text/plain", ["☆ No header, only content."], []),
                ("part-content-only.golden", "text/plain", ["No header, only content."], .noHeader),
                ("part-default-headers.golden", "application/zip=stuff.zip", ["ZIPZIPZIP"], []),
                ("part-empty.golden", "text/plain", [], .noHeader),
                ("part-file-mod-date.golden", "text/plain", ["¡Hola, señor! Welcome to MIME"], []),
                ("part-header-only-default-encoding.golden", "text/plain", [], []),
                ("part-header-only.golden", "text/plain", [], []),
                ("part-message-rfc822.golden", "message/rfc822", ["abcdefghijklmnopqrstuvwxyz{|}~"], []),
                ("part-plain.golden", "text/plain", ["plain text part.\n\nAnother line.\n"], []),
                ("part-quotable-content.golden", "text/plain", ["Hello="], []),
                ("part-quoted-content.golden", "text/plain", ["¡Hola, señor! Welcome to MIME"], []),
                ("part-quoted-headers.golden", "application/zip=árvíztűrő \"x\" tükörfúrógép.zip", ["ZIPZIPZIP"], []),
                (
                    "part-quoted-printable-headers.golden", "application/zip=árvíztűrő \"x\" tükörfúrógép.zip",
                    ["ZIPZIPZIP"], []
                ),
                (
                    "part-with-children.golden", "multipart/alternative(text/html text/plain)",
                    ["<div>HTML part</div>", "Plain text part"], []
                ),
                ("utf8-to.raw.golden", "text/plain", ["This is a test mailing"], .utf8Header),
            ]) + [
            EnmimeCase(
                name: "testdata/encode/build-qp-addr-headers.golden", tree: "text/plain", subject: "RFC 2047"),
            EnmimeCase(name: "testdata/encode/part-bin-header.golden", tree: "text/plain", subject: "¡Hola, señor!"),
        ]
}
