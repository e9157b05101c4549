// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailMessage
import TestSupport
import Testing

/// Messages that people's mail programs show otherwise than a filter may read them (`../shared/cases/reading`).
@Suite("Shared cases of reading") struct SharedReadingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var link: String?
        /// Whether it is in what one program shows; otherwise only in the union of readings.
        var isShown = true
        var testDescription: String { name }
    }

    static let shop = "http://shop.example.net/"
    static let cases = [
        Case(name: "b64-first-byte-junk", text: "Zorbulate cheap pills", link: shop),
        Case(name: "b64-padded-pieces-one-line", text: "Zorbulate cheap pills", link: shop),
        Case(name: "bare-cr-delimiter", text: "Zorbulate cheap pills", link: shop),
        Case(name: "boundary-line-with-text", text: "hello Zorbulate cheap pills here call 555 0100", link: shop),
        Case(name: "content-type-comma", text: "Zorbulate"),
        Case(name: "cte-duplicate", text: "Zorbulate cheap pills", link: shop, isShown: false),
        Case(name: "eml-with-bom", text: "Zorbulate cheap pills", link: shop),
        Case(name: "header-2001-fields", text: "Zorbulate cheap pills", link: shop),
        Case(name: "iso2022jp-label-utf8-body", text: "日本語テキスト"),
        Case(name: "part-two-content-types", text: "Zorbulate cheap pills", link: shop),
        Case(name: "parts-1001", text: "Zorbulate cheap pills", link: shop),
    ]

    @Test(
        "the text and the link are read",
        .enabled(if: SharedFiles.exists("cases/reading"), "../shared/cases/reading is absent"), arguments: cases)
    func reads(_ expected: Case) throws {
        let path = SharedFiles.path("cases/reading/\(expected.name).eml")
        let message = Message([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        for alternatives in expected.isShown ? [AlternativeParts.all, .preferred] : [.all] {
            let content = message.content(alternatives: alternatives)
            #expect(String(decoding: content.visibleText, as: UTF8.self).contains(expected.text))
            let links = content.links.map { String(decoding: $0.target, as: UTF8.self) }
            #expect(expected.link.map { links.contains($0) } ?? true)
        }
    }
}
