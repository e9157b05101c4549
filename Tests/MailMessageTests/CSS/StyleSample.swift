// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// A page in which the word "offer" is shown or hidden, and why.
struct StyleSample: Sendable, CustomTestStringConvertible {
    let html: String
    let why: String
    let isShown: Bool
    var flags: HTMLFlags = []

    static func hidden(_ html: String, _ why: String, _ flags: HTMLFlags = []) -> StyleSample {
        StyleSample(html: html, why: why, isShown: false, flags: flags)
    }

    static func shown(_ html: String, _ why: String, _ flags: HTMLFlags = []) -> StyleSample {
        StyleSample(html: html, why: why, isShown: true, flags: flags)
    }

    /// A paragraph of a class, after a style sheet.
    static func hidden(sheet: String, _ why: String, _ flags: HTMLFlags = []) -> StyleSample {
        hidden("<style>\(sheet)</style><body><p class=c id=i>offer</p>", why, flags)
    }

    static func shown(sheet: String, _ why: String, _ flags: HTMLFlags = []) -> StyleSample {
        shown("<style>\(sheet)</style><body><p class=c id=i>offer</p>", why, flags)
    }

    /// A block with a style of its own.
    static func hidden(style: String, _ why: String, _ flags: HTMLFlags = []) -> StyleSample {
        hidden("<div style=\"\(style)\">offer</div>", why, flags)
    }

    static func shown(style: String, _ why: String, _ flags: HTMLFlags = []) -> StyleSample {
        shown("<div style=\"\(style)\">offer</div>", why, flags)
    }

    var testDescription: String { "\(why): \(html)" }

    func check() {
        let content = HTMLReader.read(Array(html.utf8))
        let visible = String(decoding: content.visible, as: UTF8.self)
        let hidden = String(decoding: content.hidden, as: UTF8.self)
        #expect(visible.contains("offer") == isShown, "\(why)")
        #expect(hidden.contains("offer") != isShown, "\(why)")
        #expect(content.flags.isSuperset(of: flags), "\(why)")
    }
}
