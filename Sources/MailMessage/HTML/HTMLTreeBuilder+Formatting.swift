// SPDX-License-Identifier: Apache-2.0

/// Elements that go on where a block or a cell has cut them off, as `font` and `a`.
extension HTMLTreeBuilder {
    /// Opens again what was cut off.
    ///
    /// - SeeAlso: HTML Standard, 13.2.4.3 ("reconstruct the active formatting elements").
    @inline(__always)
    mutating func reconstructFormatting(_ page: Span<UInt8>) {
        if formatting.needsReconstruction { reconstructCutOff(page) }
    }

    private mutating func reconstructCutOff(_ page: Span<UInt8>) {
        let kept = attributes
        var index = formatting.reconstructionStart
        while index < formatting.entries.count {
            let entry = formatting.entries[index]
            guard let element = entry.element, !open.isFull, open.spend(32 + entry.tag.count),
                let (_, attributes) = rereadTag(at: Int32(clamping: entry.tag.lowerBound), page)
            else { break }
            let parent = isFostering && open.currentTraits.contains(.tablePart) ? fosterParent : nil
            text.push(element, element.traits, attributes, page, parent: parent)
            open.push(
                .init(
                    element: element, traits: element.traits, nameHash: 0,
                    tagStart: Int32(clamping: entry.tag.lowerBound), formatting: entry.number))
            formatting.setOpen(true, at: index)
            index += 1
        }
        attributes = kept
    }

    /// Ends a formatting element: blocks that were begun in it go on without it.
    ///
    /// - SeeAlso: HTML Standard, 13.2.6.4.7 ("adoption agency algorithm"), of which this is what it does to the stack.
    mutating func endFormatting(_ element: HTMLElement, _ page: Span<UInt8>) {
        if let current = open.entries.last, current.element == element,
            current.formatting == 0 || formatting.index(ofNumber: current.formatting) == nil
        {
            pop()
            return
        }
        guard let listed = formatting.lastIndex(of: element) else {
            endOther(element, 0)
            return
        }
        let number = formatting.entries[listed].number
        guard formatting.entries[listed].isOpen, open.hasPatience,
            let index = open.entries.lastIndex(where: { $0.formatting == number })
        else {
            text.note(.unmatchedEndTag)
            formatting.remove(at: listed)
            return
        }
        if index == open.count - 1 {
            formatting.remove(at: listed)
            pop()
            return
        }
        guard open.spend(open.count - index), isInScope(index) else {
            text.note(.unmatchedEndTag)
            return
        }
        formatting.remove(at: listed)
        guard let lastBlock = open.entries[(index + 1)...].lastIndex(where: { $0.traits.contains(.special) }) else {
            pop(to: index)
            return
        }
        pop(to: lastBlock + 1)
        unwrap(index, upTo: lastBlock, page)
    }

    /// Whether nothing that bounds a scope stands behind a place in the stack.
    private func isInScope(_ index: Int) -> Bool {
        !open.entries[(index + 1)...].contains { $0.traits.contains(.scope) }
    }

    /// Takes an element out of the stack, and what else is neither a block nor would be opened again.
    private mutating func unwrap(_ index: Int, upTo lastBlock: Int, _ page: Span<UInt8>) {
        var place = lastBlock
        var formattingInRow = 0
        while place > index {
            let entry = open.entries[place]
            if entry.traits.contains(.special) {
                formattingInRow = 0
            } else {
                formattingInRow += 1
                let listed = entry.formatting == 0 ? nil : formatting.index(ofNumber: entry.formatting)
                if listed == nil || formattingInRow > 3 {
                    if let listed { formatting.remove(at: listed) }
                    removeElement(at: place)
                }
            }
            place -= 1
        }
        removeElement(at: index)
        restyle(from: index, page)
    }
}
