// SPDX-License-Identifier: Apache-2.0

/// An attribute that matters for text, links and what is hidden; all others only leave their mark in the skeleton.
enum HTMLAttribute: UInt8, CaseIterable {
    case style, `class`, id, href, src, alt, width, height, hidden, bgcolor, color, action, background, type, content
    case httpEquiv, text, value, placeholder, title, ariaLabel, srcdoc, encoding, face, size, formaction, link, media

    static func named(_ name: HTMLName) -> HTMLAttribute? {
        table.value(of: name).flatMap { HTMLAttribute(rawValue: $0) }
    }

    private static let table = HTMLNameTable(
        allCases.map { attribute in
            switch attribute {
            case .httpEquiv: (HTMLName("http-equiv"), attribute.rawValue)
            case .ariaLabel: (HTMLName("aria-label"), attribute.rawValue)
            default: (HTMLName("\(attribute)"), attribute.rawValue)
            }
        })
}

/// The attributes of one tag that matter: where their values stand in the page, as written.
struct HTMLAttributes {
    private var mask: UInt32 = 0
    private var starts = InlineArray<28, Int32>(repeating: 0)
    private var ends = InlineArray<28, Int32>(repeating: 0)
    /// Where the tag's name stands.
    var name = 0..<0
    /// Which tests of attributes by style sheets the tag passes.
    private(set) var styleTests: UInt64 = 0
    /// Those that ask for any attribute that it has, whatever they make of its value.
    private(set) var askedTests: UInt64 = 0

    /// Whether none of them matters.
    var isEmpty: Bool { mask == 0 && styleTests == 0 }

    mutating func removeAll() { (mask, name, styleTests, askedTests) = (0, 0..<0, 0, 0) }

    /// Takes an attribute; the first of two of one name counts.
    mutating func add(_ attribute: HTMLAttribute, _ value: Range<Int>) {
        let bit: UInt32 = 1 << UInt32(attribute.rawValue)
        guard mask & bit == 0 else { return }
        mask |= bit
        starts[Int(attribute.rawValue)] = Int32(clamping: value.lowerBound)
        ends[Int(attribute.rawValue)] = Int32(clamping: value.upperBound)
    }

    /// Takes what style sheets ask of an attribute that the tag has not had yet.
    mutating func add(_ tests: (asked: UInt64, passed: UInt64)) {
        askedTests |= tests.asked
        styleTests |= tests.passed
    }

    @inline(__always)
    func has(_ attribute: HTMLAttribute) -> Bool { mask >> UInt32(attribute.rawValue) & 1 != 0 }

    /// Where a value stands; nil if there is no such attribute.
    @inline(__always)
    subscript(_ attribute: HTMLAttribute) -> Range<Int>? {
        guard has(attribute) else { return nil }
        return Int(starts[Int(attribute.rawValue)])..<Int(ends[Int(attribute.rawValue)])
    }

    /// Leaves out what another tag has said already, as a second `body` tag may only add to the first.
    mutating func subtract(_ earlier: HTMLAttributes) {
        mask &= ~earlier.mask
        styleTests &= ~earlier.askedTests
        askedTests &= ~earlier.askedTests
    }

    /// Adds what another tag says.
    mutating func formUnion(_ later: HTMLAttributes) {
        for attribute in HTMLAttribute.allCases {
            if let value = later[attribute] { add(attribute, value) }
        }
        styleTests |= later.styleTests & ~askedTests
        askedTests |= later.askedTests
    }

    /// Hands over a value with its character references resolved; nil if there is no such attribute.
    ///
    /// - Parameter scratch: room for values that do not stand in the page as they are.
    func withValue<Result>(
        of attribute: HTMLAttribute, in page: Span<UInt8>, scratch: inout [UInt8],
        _ body: (Span<UInt8>) -> Result
    ) -> Result? {
        guard let range = self[attribute] else { return nil }
        // NUL and CR stay: nothing that reads a value takes them for more than white space.
        guard page.firstIndex(of: UInt8(ascii: "&"), in: range) != nil else { return body(page.extracting(range)) }
        scratch.removeAll(keepingCapacity: true)
        CharacterReference.appendResolved(page, range, isInAttribute: true, to: &scratch)
        return body(scratch.span)
    }
}
