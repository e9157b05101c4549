// SPDX-License-Identifier: Apache-2.0

/// What the scanner does with a tag.
enum TagRole: UInt8 {
    /// Hands it to libxml2.
    case element
    /// Hands it to libxml2 as an element that is not shown.
    case unshown
    /// Leaves it out, for it does nothing to the text.
    case ignored
    /// Leaves it out with all that is in it, up to its end tag.
    case script, style, title, rawText
    case body, meta, base, frame, plugin
}

/// A tag's name: what is done with it and as which element it goes on.
struct HTMLTag {
    let role: TagRole
    let element: HTMLElement

    /// A name that HTML does not have.
    static let unknown = HTMLTag(role: .element, element: .span)

    /// Returns what a name stands for; nil if HTML does not have it.
    static func named(_ key: NameKey) -> HTMLTag? {
        guard let index = table.value(of: key) else { return nil }
        return tags[Int(index)].1
    }

    private static let table = NameTable(tags.enumerated().map { ($1.0, UInt8($0)) })

    private static let tags: [(StaticString, HTMLTag)] =
        (1..<HTMLElement.count).compactMap { HTMLElement(rawValue: UInt8($0)) }.filter { $0 != .body && $0 != .iframe }
        .map { ($0.name, HTMLTag(role: .element, element: $0)) }
        + like(
            .div, .element,
            [
                "section", "article", "header", "footer", "main", "nav", "aside", "figure", "figcaption", "details",
                "summary", "dialog", "address", "hgroup", "search", "dir", "menu", "legend", "optgroup", "noscript",
                "noframes", "noembed", "isindex", "multicol", "marquee",
            ])
        + like(.strong, .element, ["b", "big"]) + like(.em, .element, ["i"])
        + like(.pre, .element, ["xmp", "listing", "plaintext"])
        + like(
            .span, .element,
            [
                "mark", "time", "data", "abbr", "acronym", "cite", "code", "dfn", "kbd", "samp", "var", "q", "ins",
                "del", "u", "s", "small", "tt", "strike",
                "bdo", "bdi", "ruby", "rb", "rt", "rp", "rtc", "output", "meter", "progress", "nobr", "blink", "svg",
                "math", "canvas", "video", "audio", "picture", "slot", "image",
            ])
        + like(.div, .unshown, ["template", "datalist"])
        + like(
            .span, .ignored,
            [
                "html", "head", "link", "wbr", "source", "track", "keygen", "col", "colgroup", "param", "basefont",
                "bgsound", "spacer", "nextid", "command",
            ])
        + like(.span, .frame, ["frame", "frameset"])
        + like(.span, .plugin, ["embed", "applet"])
        + [
            ("script", HTMLTag(role: .script, element: .span)), ("style", HTMLTag(role: .style, element: .span)),
            ("title", HTMLTag(role: .title, element: .span)), ("iframe", HTMLTag(role: .rawText, element: .iframe)),
            ("body", HTMLTag(role: .body, element: .div)), ("meta", HTMLTag(role: .meta, element: .span)),
            ("base", HTMLTag(role: .base, element: .span)),
        ]

    private static func like(
        _ element: HTMLElement, _ role: TagRole, _ names: [StaticString]
    ) -> [(StaticString, HTMLTag)] {
        names.map { ($0, HTMLTag(role: role, element: element)) }
    }
}

/// An attribute that matters for text, links and what is hidden; all others only leave their mark in the skeleton.
enum HTMLAttribute: UInt8, CaseIterable {
    case style, href, src, alt, width, height, hidden, bgcolor, color, action, background, type, content, equivalent,
        text

    static let count = HTMLAttribute.allCases.count

    /// The bits of those that say where something leads to or loads from.
    static let linkMask: UInt32 = [HTMLAttribute.href, .src, .action, .background]
        .reduce(0) { $0 | 1 << UInt32($1.rawValue) }

    /// The name in HTML.
    var name: StaticString {
        switch self {
        case .style: "style"
        case .href: "href"
        case .src: "src"
        case .alt: "alt"
        case .width: "width"
        case .height: "height"
        case .hidden: "hidden"
        case .bgcolor: "bgcolor"
        case .color: "color"
        case .action: "action"
        case .background: "background"
        case .type: "type"
        case .content: "content"
        case .equivalent: "http-equiv"
        case .text: "text"
        }
    }

    static func named(_ key: NameKey) -> HTMLAttribute? {
        table.value(of: key).flatMap { HTMLAttribute(rawValue: $0) }
    }

    private static let table = NameTable(allCases.map { ($0.name, $0.rawValue) })
}
