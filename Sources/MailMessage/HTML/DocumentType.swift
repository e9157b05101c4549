// SPDX-License-Identifier: Apache-2.0

/// What a `<!DOCTYPE ...>` says of how a page is to be read.
enum DocumentType {
    /// Whether a page with such a declaration is read as in the last century, where a table does not end a paragraph.
    ///
    /// - Parameter range: what stands between `<!DOCTYPE` and `>`.
    /// - SeeAlso: HTML Standard, 13.2.6.4.1 (the "initial" insertion mode), whose list of public identifiers is cut to
    ///   what is told apart by version.
    static func causesQuirks(_ page: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound, page[index].isHTMLSpace { index += 1 }
        guard index + 4 <= range.upperBound, page.hasIgnoringCase("html", at: index) else { return true }
        index += 4
        let rest = index..<range.upperBound
        guard has("public", in: rest, page) else { return false }
        for version: StaticString in [" html 2", " html 3", " html 4.0 ", " html 4.0//", "//ietf//", "microsoft"]
        where has(version, in: rest, page) { return true }
        let isOldTransitional =
            has("html 4.01 transitional", in: rest, page) || has("html 4.01 frameset", in: rest, page)
        return isOldTransitional && !has("http:", in: rest, page)
    }

    private static func has(_ word: StaticString, in range: Range<Int>, _ page: Span<UInt8>) -> Bool {
        // A declaration is short; what is beyond its first bytes says nothing.
        let last = min(range.upperBound, range.lowerBound + 512) - word.utf8CodeUnitCount
        guard last >= range.lowerBound else { return false }
        return (range.lowerBound...last).contains { page.hasIgnoringCase(word, at: $0) }
    }
}
