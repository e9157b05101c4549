// SPDX-License-Identifier: Apache-2.0

/// Splits HTML in UTF-8 into tags, text, comments and declarations.
///
/// It keeps places in the page only, which it is handed for each token: names, values and texts are ranges in it, so a
/// token costs no memory. What a token's bytes mean (character references, line ends, case) is worked out by who needs it.
///
/// - Complexity: linear; each byte is looked at a bounded number of times.
/// - SeeAlso: HTML Standard, 13.2.5 (tokenization).
package struct HTMLTokenizer {
    /// What was read.
    package enum Token {
        /// Characters: ``content``; of what kind they are says ``contentModel``.
        case text
        /// A tag's name: ``name``, ``content``; its attributes are to be read next, by ``nextAttribute(in:)``.
        case startTag, endTag
        /// A comment, or what counts for one: ``content``.
        case comment
        /// A declaration of the document's type: ``content`` is what follows `<!DOCTYPE`.
        case doctype
        case end
    }

    /// What characters are read as, until an end tag.
    package enum ContentModel {
        case data
        /// Character references, but no tags: `title`, `textarea`.
        case rcdata
        /// Neither: `style`, `xmp`, `iframe`.
        case rawText
        /// As raw text; what looks like a comment may hide the end tag.
        case scriptData
        /// As raw text, without any end.
        case plainText
        /// A marked section of SVG or MathML, up to `]]>`.
        case cdata
    }

    /// Where the next token begins.
    package var position = 0
    /// Where the page ends.
    package var end: Int
    package var contentModel = ContentModel.data
    /// The element whose end tag ends RCDATA, raw text and scripts.
    package var lastStartTag = HTMLName()
    /// Whether `<![CDATA[` begins a marked section.
    package var isInForeignContent = false

    package private(set) var content = 0..<0
    package private(set) var name = HTMLName()
    package private(set) var attributeName = HTMLName()
    package private(set) var attributeNameRange = 0..<0
    package private(set) var attributeValue = 0..<0
    package private(set) var isSelfClosing = false
    /// Whether the tag has its `>`; one that the page ends within counts for nothing.
    package private(set) var isTagComplete = false
    /// Whether the text read last stands in a marked section, where `&` means nothing.
    package private(set) var isInSection = false
    /// Whether attributes of the last tag may be left.
    private var isInTag = false
    /// Whether the last byte is a slash of the tag's own, and not of a value.
    private var endsWithSlash = false

    /// Begins at the start of a page of so many bytes.
    package init(end: Int) { self.end = end }

    // MARK: Tokens

    /// Reads the next token.
    package mutating func next(in page: Span<UInt8>) -> Token {
        while isInTag { _ = nextAttribute(in: page) }
        isInSection = false
        while position < end {
            let token: Token? =
                switch contentModel {
                case .data: nextInData(page)
                case .plainText: text(to: end)
                case .cdata: nextInSection(page)
                case .rcdata, .rawText, .scriptData: nextInRawText(page)
                }
            if let token { return token }
        }
        return .end
    }

    private mutating func text(to textEnd: Int) -> Token {
        content = position..<textEnd
        position = textEnd
        return .text
    }

    @inline(__always)
    private mutating func nextInData(_ page: Span<UInt8>) -> Token? {
        guard page[position] == ASCII.less else {
            return text(to: page.firstIndex(of: ASCII.less, in: position..<end) ?? end)
        }
        return nextAfterLess(page)
    }

    /// Reads what begins with `<`; nil if it is nothing, as `</>` is.
    private mutating func nextAfterLess(_ page: Span<UInt8>) -> Token? {
        // A `<` that begins nothing is text, with what follows it.
        guard position + 1 < end else { return text(to: end) }
        let next = page[position + 1]
        if next.isLetter {
            position += 1
            readTagName(page)
            lastStartTag = name
            return .startTag
        }
        switch next {
        case ASCII.slash:
            guard position + 2 < end else { return text(to: end) }
            if page[position + 2].isLetter {
                position += 2
                readTagName(page)
                return .endTag
            }
            if page[position + 2] == ASCII.greater {
                position += 3
                return nil
            }
            return bogusComment(page, from: position + 2)
        case UInt8(ascii: "!"): return declaration(page)
        case ASCII.questionMark: return bogusComment(page, from: position + 1)
        default: return text(to: page.firstIndex(of: ASCII.less, in: (position + 1)..<end) ?? end)
        }
    }

    /// Reads a name up to white space, `/` or `>`.
    @inline(__always)
    private mutating func readTagName(_ page: Span<UInt8>) {
        let start = position
        var index = start
        while index < end {
            let byte = page[index]
            if byte == ASCII.greater || byte == ASCII.slash || byte.isHTMLSpace { break }
            index &+= 1
        }
        position = index
        name = HTMLName(page, start..<index)
        content = start..<index
        (isInTag, isTagComplete, isSelfClosing, endsWithSlash) = (true, false, false, false)
    }

    // MARK: Attributes

    /// Reads the next attribute of the tag read last; false if there is none left.
    ///
    /// Afterwards ``isTagComplete`` and ``isSelfClosing`` tell how the tag ended.
    @inline(__always)
    package mutating func nextAttribute(in page: Span<UInt8>) -> Bool {
        guard isInTag else { return false }
        var index = position
        while index < end {
            let byte = page[index]
            if byte == ASCII.greater {
                isSelfClosing = endsWithSlash
                isTagComplete = true
                isInTag = false
                position = index + 1
                return false
            }
            guard byte == ASCII.slash || byte.isHTMLSpace else { break }
            endsWithSlash = byte == ASCII.slash
            index &+= 1
        }
        guard index < end else {
            isInTag = false
            position = end
            return false
        }
        readAttribute(page, from: index)
        return true
    }

    @inline(__always)
    private mutating func readAttribute(_ page: Span<UInt8>, from start: Int) {
        var index = start
        // The first byte belongs to the name even if it is `=`.
        repeat { index &+= 1 } while index < end && !page[index].endsAttributeName
        attributeName = HTMLName(page, start..<index)
        attributeNameRange = start..<index
        attributeValue = index..<index
        endsWithSlash = false
        while index < end, page[index].isHTMLSpace { index &+= 1 }
        if index < end, page[index] == ASCII.equals {
            index &+= 1
            while index < end, page[index].isHTMLSpace { index &+= 1 }
            index = readValue(page, from: index)
        }
        position = index
    }

    /// Reads a value; returns where the tag goes on.
    @inline(__always)
    private mutating func readValue(_ page: Span<UInt8>, from start: Int) -> Int {
        guard start < end else {
            attributeValue = start..<start
            return start
        }
        let quote = page[start]
        if quote == ASCII.quote || quote == ASCII.apostrophe {
            guard let valueEnd = page.firstIndex(of: quote, in: (start + 1)..<end) else {
                attributeValue = (start + 1)..<end
                return end
            }
            attributeValue = (start + 1)..<valueEnd
            return valueEnd + 1
        }
        var index = start
        while index < end, !page[index].isHTMLSpace, page[index] != ASCII.greater { index &+= 1 }
        attributeValue = start..<index
        return index
    }

    // MARK: Comments and declarations

    private mutating func bogusComment(_ page: Span<UInt8>, from start: Int) -> Token {
        let commentEnd = page.firstIndex(of: ASCII.greater, in: start..<end)
        content = start..<(commentEnd ?? end)
        position = commentEnd.map { $0 + 1 } ?? end
        return .comment
    }

    /// Reads what begins with `<!`.
    private mutating func declaration(_ page: Span<UInt8>) -> Token? {
        let start = position + 2
        if start + 1 < end, page[start] == ASCII.hyphen, page[start + 1] == ASCII.hyphen {
            return comment(page, from: start + 2)
        }
        if start + 7 <= end, page.hasIgnoringCase("doctype", at: start) {
            let doctypeEnd = page.firstIndex(of: ASCII.greater, in: (start + 7)..<end)
            content = (start + 7)..<(doctypeEnd ?? end)
            position = doctypeEnd.map { $0 + 1 } ?? end
            return .doctype
        }
        if isInForeignContent, start + 7 <= end, page.firstIndex(of: "[CDATA[", in: start..<(start + 7)) != nil {
            position = start + 7
            contentModel = .cdata
            return nil
        }
        return bogusComment(page, from: start)
    }

    /// Reads a comment from behind its `<!--`: it ends with `-->` or `--!>`, and `>` or `->` alone do at its start.
    private mutating func comment(_ page: Span<UInt8>, from start: Int) -> Token {
        if start < end, page[start] == ASCII.greater { return comment(start..<start, next: start + 1) }
        if start + 1 < end, page[start] == ASCII.hyphen, page[start + 1] == ASCII.greater {
            return comment(start..<start, next: start + 2)
        }
        var index = start
        while let dashes = page.firstIndex(of: "--", in: index..<end) {
            index = dashes + 2
            while index < end, page[index] == ASCII.hyphen { index += 1 }
            guard index < end else { break }
            if page[index] == ASCII.greater { return comment(start..<(index - 2), next: index + 1) }
            guard page[index] == UInt8(ascii: "!") else { continue }
            if index + 1 < end, page[index + 1] == ASCII.greater {
                return comment(start..<(index - 2), next: index + 2)
            }
            index += 1
        }
        // The page ends within it: a part of an end mark is none of its text.
        var textEnd = end
        if textEnd > start + 2, page[textEnd - 1] == UInt8(ascii: "!"), page[textEnd - 2] == ASCII.hyphen,
            page[textEnd - 3] == ASCII.hyphen
        {
            textEnd -= 3
        } else {
            for _ in 0..<2 where textEnd > start && page[textEnd - 1] == ASCII.hyphen { textEnd -= 1 }
        }
        return comment(start..<textEnd, next: end)
    }

    private mutating func comment(_ text: Range<Int>, next: Int) -> Token {
        content = text
        position = next
        return .comment
    }

    private mutating func nextInSection(_ page: Span<UInt8>) -> Token? {
        isInSection = true
        let close = page.firstIndex(of: "]]>", in: position..<end)
        if close != nil { contentModel = .data }
        let start = position
        position = close.map { $0 + 3 } ?? end
        content = start..<(close ?? end)
        return content.isEmpty ? nil : .text
    }

    // MARK: Raw text

    private mutating func nextInRawText(_ page: Span<UInt8>) -> Token? {
        let textEnd = contentModel == .scriptData ? scriptEnd(page) : rawTextEnd(page, from: position)
        guard textEnd == position else { return text(to: textEnd) }
        contentModel = .data
        return nextAfterLess(page)
    }

    /// The place of the end tag that ends raw text.
    private func rawTextEnd(_ page: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while let less = page.firstIndex(of: ASCII.less, in: index..<end) {
            if isTag(lastStartTag, page, at: less, isEnd: true) { return less }
            index = less + 1
        }
        return end
    }

    /// Whether a tag of that name begins at a `<`, with what ends its name.
    private func isTag(_ expected: HTMLName, _ page: Span<UInt8>, at less: Int, isEnd: Bool) -> Bool {
        var index = less + 1
        if isEnd {
            guard index < end, page[index] == ASCII.slash else { return false }
            index += 1
        }
        guard index + expected.count < end else { return false }
        guard expected.count > 0, HTMLName(page, index..<(index + expected.count)) == expected else { return false }
        let next = page[index + expected.count]
        return next.isHTMLSpace || next == ASCII.slash || next == ASCII.greater
    }

    /// The place of the end tag that ends a script: one within `<!-- <script` does not.
    private func scriptEnd(_ page: Span<UInt8>) -> Int {
        let script = HTMLName("script")
        var index = position
        while let less = page.firstIndex(of: ASCII.less, in: index..<end) {
            if isTag(lastStartTag, page, at: less, isEnd: true) { return less }
            index = less + 1
            guard index + 3 <= end, page.hasIgnoringCase("!--", at: index) else { continue }
            index += 3
            // As after two hyphens: `<!-->` ends at once what looks like a comment.
            var hyphens = 2
            var isDoubleEscaped = false
            while index < end {
                let byte = page[index]
                if byte == ASCII.greater, hyphens >= 2 { break }
                hyphens = byte == ASCII.hyphen ? hyphens + 1 : 0
                if byte == ASCII.less {
                    if isDoubleEscaped {
                        if isTag(script, page, at: index, isEnd: true) { isDoubleEscaped = false }
                    } else if isTag(lastStartTag, page, at: index, isEnd: true) {
                        return index
                    } else if isTag(script, page, at: index, isEnd: false) {
                        isDoubleEscaped = true
                    }
                }
                index += 1
            }
        }
        return end
    }
}

extension UInt8 {
    /// Tab, line feed, form feed, carriage return or space: white space of HTML and of CSS.
    @inline(__always)
    var isHTMLSpace: Bool { self <= 0x20 && 1 &<< UInt64(self) & 0x1_0000_3600 as UInt64 != 0 }

    /// What an attribute's name ends before.
    @inline(__always)
    fileprivate var endsAttributeName: Bool {
        self == ASCII.equals || self == ASCII.greater || self == ASCII.slash || isHTMLSpace
    }
}
