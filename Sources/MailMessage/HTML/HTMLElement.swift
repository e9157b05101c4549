// SPDX-License-Identifier: Apache-2.0

/// An element that libxml2 gets to see: those that matter for text, links and what is hidden.
///
/// Others go by the like of them: `section` by `div`, `mark` by `span`, for libxml2 does not know HTML 5's and would
/// have errors to report, which costs more than the element itself; and `b` by `strong`, `u` by `span`, for libxml2
/// ends those at the next paragraph and browsers do not.
enum HTMLElement: UInt8 {
    case html, body, div, span, p, a, em, strong, font, sub, sup, center, br, hr, img
    case table, tr, td, th, tbody, thead, tfoot, caption, ul, ol, li, dl, dt, dd, h1, h2, h3, h4, h5, h6, pre,
        blockquote
    case form, input, button, select, option, textarea, label, fieldset, map, area, iframe, object

    static let count = Int(HTMLElement.object.rawValue) + 1

    /// What a start or end of it does to the words around.
    enum Separation { case none, space, line }

    var separation: Separation {
        switch self {
        case .span, .a, .em, .strong, .font, .sub, .sup, .label, .map, .area, .img: .none
        case .td, .th, .input, .button, .select, .textarea, .iframe, .object: .space
        default: .line
        }
    }

    /// Whether it has no end tag.
    var isVoid: Bool {
        switch self {
        case .br, .hr, .img, .input, .area: true
        default: false
        }
    }

    /// How strongly it holds against end tags of elements around it, as libxml2's `htmlEndPriority` has it.
    var endPriority: Int {
        switch self {
        case .div: 150
        case .td, .th: 160
        case .tr: 170
        case .thead, .tbody, .tfoot: 180
        case .table: 190
        case .body: 200
        case .html: 220
        default: 100
        }
    }

    /// The name as libxml2 is given it.
    var name: StaticString { HTMLElement.names[Int(rawValue)] }

    /// The element that libxml2 calls by a name.
    static func named(_ key: NameKey) -> HTMLElement? { nameTable.value(of: key).flatMap { HTMLElement(rawValue: $0) } }

    private static let nameTable = NameTable(names.enumerated().map { ($1, UInt8($0)) })

    private static let names: [StaticString] = [
        "html", "body", "div", "span", "p", "a", "em", "strong", "font", "sub", "sup", "center", "br", "hr", "img",
        "table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "ul",
        "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "form", "input",
        "button",
        "select", "option", "textarea", "label", "fieldset", "map", "area", "iframe", "object",
    ]

    /// The bit of the element in a set of elements.
    var bit: UInt64 { 1 << UInt64(rawValue) }

    /// The elements that its start tag ends, if they are the innermost open ones: what libxml2's `htmlStartClose` says
    /// of the elements here.
    var endsInnermost: UInt64 { HTMLElement.ended[Int(rawValue)] }

    private static let ended: [UInt64] = {
        let headings: [HTMLElement] = [.h1, .h2, .h3, .h4, .h5, .h6]
        let rows: [HTMLElement] = [.p, .tr, .td, .th, .caption]
        var ended = [UInt64](repeating: 0, count: count)
        func set(_ elements: [HTMLElement], end: [HTMLElement]) {
            for element in elements { ended[Int(element.rawValue)] = end.reduce(0) { $0 | $1.bit } }
        }
        set([.div, .hr, .caption, .blockquote] + headings, end: [.p])
        set([.p], end: [.p] + headings)
        set([.a], end: [.a])
        set([.center], end: [.p, .font])
        set([.table, .fieldset], end: [.p, .a, .pre] + headings)
        set([.tr], end: rows)
        set([.td, .th], end: [.span, .p, .a, .font, .td, .th])
        set([.tbody], end: rows + [.tbody, .thead, .tfoot])
        set([.tfoot], end: rows + [.tbody, .thead])
        set([.thead], end: [.caption])
        set([.ul], end: [.p, .ol, .pre])
        set([.ol], end: [.p, .ul])
        set([.li], end: [.p, .li, .dl, .pre] + headings)
        set([.dl, .dd], end: [.p, .dt, .pre])
        set([.dt], end: [.p, .dd, .pre])
        set([.pre], end: [.p, .ul])
        set([.form], end: [.p, .ul, .ol, .dl, .pre, .form] + headings)
        set([.option], end: [.option])
        return ended
    }()
}
