// SPDX-License-Identifier: Apache-2.0

/// Reads HTML as a mail program shows it.
///
/// Bytes become tokens (``HTMLTokenizer``), tokens become elements that begin and end (``HTMLTreeBuilder``), and these
/// become text (``HTMLTextBuilder``), as in a browser. Nothing is loaded, and the time is linear in the bytes: what is made
/// to cost time takes less than two seconds of CPU for a megabyte, what is mailed a hundredth of that.
public enum HTMLReader {
    /// Reads HTML in UTF-8 and adds what it finds to `content`.
    ///
    /// Total: bytes that are not valid UTF-8 count as U+FFFD; whatever else is wrong, something is made of it. Reading
    /// stops as soon as the budget's visible text is there.
    public static func read(
        _ utf8: Span<UInt8>, budget: ContentBudget = .standard, into content: inout HTMLContent
    ) {
        var html = utf8
        if html.count > budget.htmlBytes {
            html = html.extracting(..<UTF8Bytes.boundary(of: html, atOrBefore: budget.htmlBytes))
            content.isCut = true
        }
        if UTF8Bytes.validEnd(of: html, from: 0) < html.count {
            var cleaned: [UInt8] = []
            _ = UTF8Bytes.append(html, to: &cleaned, limit: .max)
            read(cleaned.span, budget, &content)
        } else {
            read(html, budget, &content)
        }
    }

    /// Reads HTML in UTF-8 and returns what it finds.
    public static func read(_ utf8: [UInt8], budget: ContentBudget = .standard) -> HTMLContent {
        var content = HTMLContent()
        read(utf8.span, budget: budget, into: &content)
        return content
    }

    /// Gathers the page's style sheets, for what stands behind a text holds for it, too.
    ///
    /// A page is read for that as far as its last `style` tag; most have none, or have it at their beginning.
    private static func styleSheets(of page: Span<UInt8>) -> StyleSheets {
        var sheets = StyleSheets(isQuirky: true)
        guard let last = lastStyleTag(of: page) else { return sheets }
        var budget = ContentBudget()
        (budget.visibleBytes, budget.hiddenBytes, budget.skeletonBytes, budget.links) = (0, 0, 0, 0)
        var tree = HTMLTreeBuilder(
            HTMLTextBuilder(
                content: HTMLContent(), budget: budget, style: StyleResolver(sheets, pageBytes: page.count)),
            inputBytes: page.count)
        tree.readStyleSheets(page, upTo: last)
        sheets.isQuirky = tree.isInQuirksMode
        let found = tree.finish()
        for sheet in found.styleSheets { sheets.add(page.extracting(sheet.range), media: sheet.media) }
        return sheets
    }

    private static func lastStyleTag(of page: Span<UInt8>) -> Int? {
        var last: Int?
        var index = 0
        while let less = page.firstIndex(of: ASCII.less, in: index..<page.count) {
            if page.hasIgnoringCase("<style", at: less) { last = less }
            index = less + 1
        }
        return last
    }

    private static func read(_ page: Span<UInt8>, _ budget: ContentBudget, _ content: inout HTMLContent) {
        // The arrays move into the builder and back, so that they are not copied.
        var moved = HTMLContent()
        swap(&moved, &content)
        let start = moved.visible.count
        let style = StyleResolver(styleSheets(of: page), pageBytes: page.count)
        var tree = HTMLTreeBuilder(
            HTMLTextBuilder(content: moved, budget: budget, style: style), inputBytes: page.count)
        moved = HTMLContent()
        tree.text.reserve(pageBytes: page.count)
        tree.read(page)
        var text = tree.finish()
        text.addWrittenLinks(from: start)
        if text.style.isCut { text.note(.excessiveStyle) }
        swap(&text.content, &content)
    }
}
