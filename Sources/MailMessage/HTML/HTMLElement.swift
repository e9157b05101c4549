// SPDX-License-Identifier: Apache-2.0

/// The elements that HTML has or once had, and those of SVG and MathML that its parser knows.
enum HTMLElement: UInt8, CaseIterable {
    /// An element of HTML that HTML does not have.
    case unknown
    /// An element of SVG or MathML, other than their roots.
    case foreign
    case html, head, body, frameset, frame
    case base, basefont, bgsound, link, meta, noframes, script, style, template, title
    case address, article, aside, blockquote, center, details, dialog, dir, div, dl, fieldset, figcaption, figure
    case footer, header, hgroup, main, menu, nav, ol, p, search, section, summary, ul
    case h1, h2, h3, h4, h5, h6
    case pre, listing, form, li, dd, dt, plaintext, button
    case a, b, big, code, em, font, i, nobr, s, small, strike, strong, tt, u
    case applet, marquee, object
    case table, caption, colgroup, col, tbody, tfoot, thead, tr, td, th
    case area, br, embed, img, keygen, wbr, input, param, source, track, hr, image
    case textarea, xmp, iframe, noembed, noscript, select, optgroup, option
    case ruby, rb, rt, rtc, rp
    case svg, math
    case span, sub, sup, label, map, mark, time, data, abbr, acronym, cite, dfn, kbd, samp, `var`, q, ins, del, bdo, bdi
    case output, meter, progress, blink, canvas, video, audio, picture, slot, legend, datalist
    case isindex, multicol, spacer, nextid, command
    case desc, foreignobject, metadata, defs, mi, mo, mn, ms, mtext, mglyph, malignmark, annotationXML, xml

    static let count = HTMLElement.allCases.count

    /// What a start or end of it does to the words around.
    enum Separation: UInt8 { case none, space, line }

    /// The element of a name; ``unknown`` if there is none.
    @inline(__always)
    init(_ name: HTMLName) {
        self = HTMLElement.byName.value(of: name).flatMap { HTMLElement(rawValue: $0) } ?? .unknown
    }

    private static let byName = HTMLNameTable(
        allCases.filter { $0 != .unknown && $0 != .foreign }.map {
            (HTMLName($0 == .annotationXML ? "annotation-xml" : "\($0)"), $0.rawValue)
        })

    /// What the parser and the reader have to know of the element.
    @inline(__always)
    var traits: Traits { HTMLElement.allTraits[Int(rawValue)] }

    var separation: Separation { traits.separation }

    /// Groups of elements that the HTML Standard treats alike.
    struct Traits: OptionSet {
        var rawValue: UInt32

        @inline(__always)
        var separation: Separation { contains(.breaksLine) ? .line : contains(.separatesWords) ? .space : .none }

        /// Holds against end tags of elements around it ("special").
        static let special = Traits(rawValue: 1)
        /// Is opened again where it was cut off ("formatting").
        static let formatting = Traits(rawValue: 2)
        /// Has no end tag.
        static let void = Traits(rawValue: 4)
        /// Bounds a scope.
        static let scope = Traits(rawValue: 8)
        /// Its end tag may be missing ("generate implied end tags").
        static let impliedEnd = Traits(rawValue: 16)
        /// Its start tag ends an open paragraph, its end tag whatever is in it.
        static let block = Traits(rawValue: 32)
        /// `h1` to `h6`.
        static let heading = Traits(rawValue: 64)
        /// A part of a table that no text may stand in.
        static let tablePart = Traits(rawValue: 128)
        /// Its start tag ends SVG or MathML.
        static let breaksOut = Traits(rawValue: 256)
        /// Nothing in it is shown.
        static let unshown = Traits(rawValue: 512)
        static let breaksLine = Traits(rawValue: 1024)
        static let separatesWords = Traits(rawValue: 2048)
        /// HTML may stand in it, within SVG ("HTML integration point").
        static let htmlIntegration = Traits(rawValue: 8192)
        /// HTML may stand in it, within MathML ("MathML text integration point").
        static let mathTextIntegration = Traits(rawValue: 16384)
        /// An element of SVG, or of MathML if ``math`` is set, too.
        static let foreign = Traits(rawValue: 32768)
        static let math = Traits(rawValue: 65536)
        /// SVG may stand in it, within MathML: `annotation-xml`.
        static let holdsSVG = Traits(rawValue: 131072)
    }

    private static let allTraits: [Traits] = {
        var all = [Traits](repeating: [], count: 256)
        func add(_ traits: Traits, _ elements: HTMLElement...) {
            for element in elements { all[Int(element.rawValue)].formUnion(traits) }
        }
        add(
            .special, .address, .applet, .area, .article, .aside, .base, .basefont, .bgsound, .blockquote, .body, .br,
            .button, .caption, .center, .col, .colgroup, .dd, .details, .dir, .div, .dl, .dt, .embed, .fieldset,
            .figcaption, .figure, .footer, .form, .frame, .frameset, .h1, .h2, .h3, .h4, .h5, .h6, .head, .header,
            .hgroup, .hr, .html, .iframe, .img, .input, .keygen, .li, .link, .listing, .main, .marquee, .menu, .meta,
            .nav, .noembed, .noframes, .noscript, .object, .ol, .p, .param, .plaintext, .pre, .script, .search,
            .section, .select, .source, .style, .summary, .table, .tbody, .td, .template, .textarea, .tfoot, .th,
            .thead, .title, .tr, .track, .ul, .wbr, .xmp)
        add(
            .formatting, .a, .b, .big, .code, .em, .font, .i, .nobr, .s, .small, .strike, .strong, .tt, .u)
        add(
            .void, .area, .base, .basefont, .bgsound, .br, .col, .embed, .frame, .hr, .img, .image, .input, .keygen,
            .link, .meta, .param, .source, .track, .wbr)
        add(.scope, .applet, .caption, .html, .table, .td, .th, .marquee, .object, .template)
        add(.impliedEnd, .dd, .dt, .li, .optgroup, .option, .p, .rb, .rp, .rt, .rtc)
        add(
            .block, .address, .article, .aside, .blockquote, .center, .details, .dialog, .dir, .div, .dl, .fieldset,
            .figcaption, .figure, .footer, .header, .hgroup, .main, .menu, .nav, .ol, .search, .section, .summary, .ul)
        add([.heading], .h1, .h2, .h3, .h4, .h5, .h6)
        add(.tablePart, .table, .tbody, .tfoot, .thead, .tr)
        add(
            .breaksOut, .b, .big, .blockquote, .body, .br, .center, .code, .dd, .div, .dl, .dt, .em, .embed, .h1, .h2,
            .h3, .h4, .h5, .h6, .head, .hr, .i, .img, .li, .listing, .menu, .meta, .nobr, .ol, .p, .pre, .ruby, .s,
            .small, .span, .strong, .strike, .sub, .sup, .table, .tt, .u, .ul, .var)
        add(.unshown, .template, .datalist)
        add(
            .breaksLine, .html, .body, .frameset, .div, .p, .center, .br, .hr, .table, .tr, .tbody, .thead, .tfoot,
            .caption, .ul, .ol, .li, .dl, .dt, .dd, .h1, .h2, .h3, .h4, .h5, .h6, .pre, .blockquote, .form, .option,
            .fieldset, .section, .article, .header, .footer, .main, .nav, .aside, .figure, .figcaption, .details,
            .summary, .dialog, .address, .hgroup, .search, .dir, .menu, .legend, .optgroup, .isindex, .multicol,
            .marquee, .xmp, .listing, .plaintext, .template, .datalist)
        add(.separatesWords, .td, .th, .input, .button, .select, .textarea, .iframe, .object)
        return all
    }()

    /// What an element of SVG or MathML is to the parser, by its name.
    func foreignTraits(isMath: Bool) -> Traits {
        var traits: Traits = isMath ? [.foreign, .math] : .foreign
        switch self {
        case .mi, .mo, .mn, .ms, .mtext:
            if isMath { traits.formUnion([.mathTextIntegration, .scope, .special]) }
        case .annotationXML:
            if isMath { traits.formUnion([.scope, .special, .holdsSVG]) }
        case .foreignobject:
            if !isMath { traits.formUnion([.htmlIntegration, .scope, .special]) }
        case .desc, .title:
            if !isMath { traits.formUnion([.htmlIntegration, .scope, .special, .unshown]) }
        case .style, .script, .metadata, .defs:
            if !isMath { traits.insert(.unshown) }
        default: break
        }
        return traits
    }
}
