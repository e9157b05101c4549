// SPDX-License-Identifier: Apache-2.0

/// SVG and MathML within HTML.
///
/// - SeeAlso: HTML Standard, 13.2.6.5 (the rules for parsing tokens in foreign content).
extension HTMLTreeBuilder {
    /// Whether a start tag is one of SVG or MathML where it stands.
    @inline(__always)
    func usesForeignRules(_ element: HTMLElement) -> Bool {
        let traits = open.currentTraits
        guard traits.contains(.foreign) else { return false }
        if traits.contains(.htmlIntegration) { return false }
        if traits.contains(.mathTextIntegration) { return element == .mglyph || element == .malignmark }
        return !(element == .svg && traits.contains(.holdsSVG))
    }

    mutating func startForeign(_ tag: Tag, _ page: Span<UInt8>) {
        let element = tag.element
        let isFontWithStyle =
            element == .font && (attributes.has(.color) || attributes.has(.face) || attributes.has(.size))
        if tag.traits.contains(.breaksOut) || isFontWithStyle {
            breakOut()
            start(tag, page)
            return
        }
        var traits = element.foreignTraits(isMath: open.currentTraits.contains(.math))
        if element == .annotationXML, traits.contains(.holdsSVG), holdsHTML(page) { traits.insert(.htmlIntegration) }
        if element == .script { text.note(.script) }
        if insert(tag, page, traits: traits), tag.isSelfClosing { pop() }
    }

    /// Whether an annotation says that it is in HTML.
    private mutating func holdsHTML(_ page: Span<UInt8>) -> Bool {
        text.value(of: .encoding, attributes, page) { value in
            value.equalsIgnoringCase("text/html") || value.equalsIgnoringCase("application/xhtml+xml")
        } ?? false
    }

    /// Ends SVG and MathML up to where HTML may stand.
    private mutating func breakOut() {
        while open.currentTraits.contains(.foreign),
            open.currentTraits.isDisjoint(with: [.htmlIntegration, .mathTextIntegration])
        {
            pop()
        }
    }

    mutating func endForeign(_ element: HTMLElement, _ name: HTMLName, _ page: Span<UInt8>) {
        if element == .br || element == .p {
            breakOut()
            end(element, name, page)
            return
        }
        var index = open.count - 1
        while index > 0, open.spend(1) {
            let entry = open.entries[index]
            guard !entry.isHTML else {
                end(element, name, page)
                return
            }
            if entry.nameHash == name.hash {
                pop(to: index)
                return
            }
            index -= 1
        }
    }
}
