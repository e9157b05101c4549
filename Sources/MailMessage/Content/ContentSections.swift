// SPDX-License-Identifier: Apache-2.0

/// Which part of a message each piece of its content comes from, and whether it is shown.
struct ContentSections {
    private struct Section {
        var isShown: Bool
        var visible: Range<Int>
        var hidden: Range<Int>
        var skeleton: Range<Int>
        var links: Range<Int>
    }

    private var sections: [Section] = []

    /// Begins the section of a part.
    mutating func begin(_ page: HTMLContent, isShown: Bool) {
        let (visible, hidden) = (page.visible.count, page.hidden.count)
        let (skeleton, links) = (page.skeleton.count, page.links.count)
        sections.append(
            Section(
                isShown: isShown, visible: visible..<visible, hidden: hidden..<hidden, skeleton: skeleton..<skeleton,
                links: links..<links))
    }

    /// Ends the section that was begun last; one without content is forgotten.
    mutating func end(_ page: HTMLContent) {
        guard var section = sections.popLast() else { return }
        section.visible = section.visible.lowerBound..<page.visible.count
        section.hidden = section.hidden.lowerBound..<page.hidden.count
        section.skeleton = section.skeleton.lowerBound..<page.skeleton.count
        section.links = section.links.lowerBound..<page.links.count
        sections.append(section)
    }

    /// How many bytes of the text that is shown are no white space, counted up to a limit.
    func shownBytes(of visible: [UInt8], upTo limit: Int) -> Int {
        var count = 0
        for section in sections where section.isShown {
            for index in section.visible where !visible[index].isWhiteSpace {
                count += 1
                if count == limit { return count }
            }
        }
        return count
    }

    /// Cuts the content down to a budget, and puts what is shown in front if there is more than the budget leaves in order.
    ///
    /// Line ends at the end of a text count for nothing: copies of a message differ in them.
    ///
    /// - Returns: whether something but the skeleton was cut.
    func fit(_ page: inout HTMLContent, into budget: ContentBudget) -> Bool {
        let visible = sections.map { Self.withoutLineEnds($0.visible, of: page.visible) }
        let visibleCount = visible.reduce(visible.count { !$0.isEmpty }) { $0 + $1.count }
        let areMixed =
            zip(sections, visible).contains { $0.isShown && !$1.isEmpty }
            && zip(sections, visible).contains { !$0.isShown && !$1.isEmpty }
        let reorders = areMixed && visibleCount > budget.orderedBytes
        let order = reorders ? shownFirst : Array(sections.indices)
        var wasCut = false
        if reorders || page.visible.count > budget.visibleBytes {
            wasCut = visibleCount > budget.visibleBytes
            page.visible = Self.join(page.visible, textPieces(visible, order, budget.visibleBytes))
        }
        if page.hidden.count > budget.hiddenBytes {
            wasCut = true
            page.hidden = Self.join(page.hidden, textPieces(sections.map(\.hidden), order, budget.hiddenBytes))
        }
        if page.skeleton.count > budget.skeletonBytes {
            page.skeleton = Self.joinLines(
                page.skeleton, pieces(sections.map(\.skeleton), order, budget.skeletonBytes))
        }
        if reorders || page.links.count > budget.links {
            wasCut = wasCut || page.links.count > budget.links
            page.links = pieces(sections.map(\.links), order, budget.links).flatMap { page.links[$0] }
        }
        return wasCut
    }

    private var shownFirst: [Int] {
        sections.indices.filter { sections[$0].isShown } + sections.indices.filter { !sections[$0].isShown }
    }

    /// What is kept of the ranges of all sections, in an order.
    private func pieces(_ ranges: [Range<Int>], _ order: [Int], _ limit: Int) -> [Range<Int>] {
        let shares = ContentShares(of: ranges.map(\.count), areFirst: sections.map(\.isShown), limit: limit)
        return order.flatMap { ContentShares.pieces(of: ranges[$0], share: shares.sizes[$0]) }
    }

    /// The same of a text, with room for a line end after each piece.
    private func textPieces(_ ranges: [Range<Int>], _ order: [Int], _ limit: Int) -> [Range<Int>] {
        pieces(ranges, order, max(0, limit - 2 * ranges.count { !$0.isEmpty }))
    }

    private static func withoutLineEnds(_ range: Range<Int>, of text: [UInt8]) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, text[end - 1].isWhiteSpace { end -= 1 }
        return range.lowerBound..<end
    }

    /// Joins pieces of a text at whole characters, each on a line of its own.
    private static func join(_ text: [UInt8], _ pieces: [Range<Int>]) -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(pieces.reduce(0) { $0 + $1.count + 1 })
        for piece in pieces {
            var (start, end) = (piece.lowerBound, piece.upperBound)
            while start < end, text[start] & 0xc0 == 0x80 || text[start] == ASCII.lineFeed { start += 1 }
            if end < text.count { while end > start, text[end] & 0xc0 == 0x80 { end -= 1 } }
            guard start < end else { continue }
            if let last = joined.last, last != ASCII.lineFeed { joined.append(ASCII.lineFeed) }
            joined += text[start..<end]
        }
        return joined
    }

    /// Joins pieces at whole lines.
    private static func joinLines(_ lines: [UInt8], _ pieces: [Range<Int>]) -> [UInt8] {
        var joined: [UInt8] = []
        for piece in pieces {
            var (start, end) = (piece.lowerBound, piece.upperBound)
            if start > 0 { while start < end, lines[start - 1] != ASCII.lineFeed { start += 1 } }
            if end < lines.count { while end > start, lines[end - 1] != ASCII.lineFeed { end -= 1 } }
            joined += lines[start..<end]
        }
        return joined
    }
}
