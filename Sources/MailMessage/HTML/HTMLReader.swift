// SPDX-License-Identifier: Apache-2.0

/// Reads HTML as a mail program shows it.
///
/// Bytes become tokens (``HTMLTokenizer``), tokens become elements that begin and end (``HTMLTreeBuilder``), and these
/// become text (``HTMLTextBuilder``), as in a browser. Nothing is loaded, and the time is linear in the bytes: 1 MB of
/// anything takes less than 100 ms.
public enum HTMLReader {
    /// Reads HTML in UTF-8 and adds what it finds to `content`.
    ///
    /// Total: bytes that are not valid UTF-8 count as U+FFFD; whatever else is wrong, something is made of it. Reading
    /// stops as soon as the budget's visible text is there.
    public static func read(
        _ utf8: UnsafeRawBufferPointer, budget: ContentBudget = .standard, into content: inout HTMLContent
    ) {
        var html = utf8
        if html.count > budget.htmlBytes {
            html = UnsafeRawBufferPointer(rebasing: html[..<UTF8Bytes.boundary(of: html, atOrBefore: budget.htmlBytes)])
            content.isCut = true
        }
        if UTF8Bytes.validEnd(of: html, from: 0) < html.count {
            var cleaned: [UInt8] = []
            _ = UTF8Bytes.append(html, to: &cleaned, limit: .max)
            read(cleaned.span, budget, &content)
        } else {
            read(html.bindMemory(to: UInt8.self).span, budget, &content)
        }
    }

    /// Reads HTML in UTF-8 and returns what it finds.
    public static func read(_ utf8: [UInt8], budget: ContentBudget = .standard) -> HTMLContent {
        var content = HTMLContent()
        utf8.withUnsafeBytes { read($0, budget: budget, into: &content) }
        return content
    }

    private static func read(_ page: Span<UInt8>, _ budget: ContentBudget, _ content: inout HTMLContent) {
        // The arrays move into the builder and back, so that they are not copied.
        var moved = HTMLContent()
        swap(&moved, &content)
        let start = moved.visible.count
        var tree = HTMLTreeBuilder(HTMLTextBuilder(content: moved, budget: budget), inputBytes: page.count)
        moved = HTMLContent()
        tree.text.reserve(pageBytes: page.count)
        tree.read(page)
        var text = tree.finish()
        text.addWrittenLinks(from: start)
        swap(&text.content, &content)
    }
}
