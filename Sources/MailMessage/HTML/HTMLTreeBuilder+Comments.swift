// SPDX-License-Identifier: Apache-2.0

/// Comments that some mail programs read, and what stands in elements that others show instead of a frame.
///
/// Their content is read as HTML, and its text counts as hidden: few readers see it.
extension HTMLTreeBuilder {
    mutating func comment(_ page: Span<UInt8>) {
        let comment = tokenizer.content
        let begin = comment.lowerBound
        // `<![if !mso]>` has no hyphens; what follows it is shown by all but one client.
        guard begin >= 4, page[begin - 1] == ASCII.hyphen, page[begin - 2] == ASCII.hyphen else {
            if begin + 1 < page.count, page[begin] == ASCII.openBracket, page[begin + 1] | 0x20 == UInt8(ascii: "i") {
                text.note(.conditionalComment)
            }
            return
        }
        text.note(.comment)
        let next = tokenizer.position
        if begin > 4, page[begin - 5].isLetter, next < page.count, page[next].isLetter { text.note(.commentInWord) }
        guard begin < comment.upperBound, page[begin] == ASCII.openBracket else { return }
        text.note(.conditionalComment)
        guard !isInConditionalComment, let content = ConditionalComment.content(of: comment, page) else { return }
        isInConditionalComment = true
        readHidden(content, page)
        isInConditionalComment = false
    }

    /// Reads what clients show that do not know an element such as `iframe`.
    mutating func readFallback(_ range: Range<Int>, _ page: Span<UInt8>) {
        // An `iframe` that is never ended holds all that follow it: each would be read as often as others stand before.
        guard fallbackDepth < 8 else { return text.appendUnshown(range, page) }
        let wasInConditionalComment = isInConditionalComment
        isInConditionalComment = true
        fallbackDepth += 1
        readHidden(range, page)
        fallbackDepth -= 1
        isInConditionalComment = wasInConditionalComment
    }

    /// Reads a piece of the page as HTML that is not shown, apart from what is open.
    private mutating func readHidden(_ range: Range<Int>, _ page: Span<UInt8>) {
        guard !range.isEmpty, !open.isFull else { return }
        let outer = (tokenizer, mode, isFramesetAllowed, attributes, hasForm, isFostering, isAtBeginning)
        let depth = open.count
        let modes = templateModes.count
        tokenizer = HTMLTokenizer(end: range.upperBound)
        tokenizer.position = range.lowerBound
        (isFramesetAllowed, isFostering, isAtBeginning) = (false, false, false)
        openHidden()
        while !text.isDone, readToken(page) {
            // A `</template>` of its own does not end it.
            if open.count <= depth { openHidden() }
        }
        if open.count > depth { closeTemplate(at: depth) }
        templateModes.removeLast(max(0, templateModes.count - modes))
        (tokenizer, mode, isFramesetAllowed, attributes, hasForm, isFostering, isAtBeginning) = outer
    }

    /// As in a template, any part of a table may stand in what is hidden.
    private mutating func openHidden() {
        text.pushUnshown()
        open.push(.init(element: .template, traits: HTMLElement.template.traits, nameHash: 0, tagStart: -1))
        formatting.addMarker()
        mode = .inTemplate
        templateModes.append(.inTemplate)
    }

    /// Reads the page that a frame holds in itself.
    mutating func readFramedPage(_ page: Span<UInt8>) {
        guard !isInConditionalComment else { return }
        var source: [UInt8] = []
        guard let value = attributes[.srcdoc] else { return }
        CharacterReference.appendResolved(page, value, isInAttribute: true, to: &source)
        var content = HTMLContent()
        swap(&content, &text.content)
        let style = StyleResolver(StyleSheets(isQuirky: false), pageBytes: source.count)
        var inner = HTMLTreeBuilder(
            HTMLTextBuilder(content: content, budget: text.budget, style: style), inputBytes: source.count)
        content = HTMLContent()
        inner.isInConditionalComment = true
        inner.openHidden()
        inner.read(source.span)
        var builder = inner.finish()
        swap(&builder.content, &text.content)
    }
}

/// `<!--[if mso]> ... <![endif]-->`: a comment to all but Outlook for Windows and old browsers.
enum ConditionalComment {
    /// What stands between the condition and its end; nil if it is none.
    static func content(of comment: Range<Int>, _ page: Span<UInt8>) -> Range<Int>? {
        guard comment.count >= 6, page.hasIgnoringCase("[if", at: comment.lowerBound) else { return nil }
        // A condition is short.
        let conditionEnd = min(comment.upperBound, comment.lowerBound + 256)
        guard let bracket = page.firstIndex(of: "]>", in: comment.lowerBound..<conditionEnd) else { return nil }
        return (bracket + 2)..<comment.upperBound
    }
}
