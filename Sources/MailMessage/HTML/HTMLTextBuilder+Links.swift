// SPDX-License-Identifier: Apache-2.0

extension HTMLTextBuilder {
    /// Ends the link opened last: what was shown since then is its text.
    mutating func closeLink() {
        guard let open = openLinks.popLast() else { return }
        let isTail = open.fosterTable < 0 || open.fosterTable >= tables.count
        let end = isTail ? content.visible.count : min(tables[Int(open.fosterTable)].position, content.visible.count)
        let visible = min(open.visibleStart, end)..<end
        var shown = content.visible[visible].prefix(LinkTarget.maximumBytes)
        if open.kind == .anchor, !visible.isEmpty { linkedText.append(visible) }
        if shown.isEmpty {
            shown = content.hidden[min(open.hiddenStart, content.hidden.count)...].prefix(LinkTarget.maximumBytes)
        }
        while let first = shown.first, first <= 0x20 { shown.removeFirst() }
        while shown.count > LinkTarget.maximumBytes - 4, let last = shown.last, last >= 0x80 { shown.removeLast() }
        add(Link(kind: open.kind, shown: Array(shown), target: open.target))
    }

    mutating func add(_ link: Link) {
        guard content.links.count < budget.links else {
            content.isCut = true
            return
        }
        if link.kind == .anchor, link.isDeceptive { content.flags.insert(.deceptiveLink) }
        content.links.append(link)
    }

    /// Adds the URLs that are written out in the visible text from `start` on, but for what links have shown.
    ///
    /// Many clients make links of them.
    mutating func addWrittenLinks(from start: Int) {
        guard wantsLinks, start < content.visible.count else { return }
        var links: [Link] = []
        swap(&links, &content.links)
        let visible = content.visible
        let text = visible.span
        var position = start
        for linked in linkedText.sorted(by: { $0.lowerBound < $1.lowerBound }) where linked.upperBound > position {
            if linked.lowerBound > position {
                PlainTextLinks.find(
                    in: text.extracting(position..<linked.lowerBound), limit: budget.links, kind: .writtenOut,
                    into: &links)
            }
            position = min(linked.upperBound, text.count)
        }
        PlainTextLinks.find(
            in: text.extracting(position...), limit: budget.links, kind: .writtenOut, into: &links)
        swap(&links, &content.links)
    }
}
