// SPDX-License-Identifier: Apache-2.0

/// Text whose lines were broken for transport only: a space before the line end says that the paragraph goes on.
///
/// Quoted lines keep their `>`; paragraphs are joined only with lines of the same depth of quoting.
///
/// - SeeAlso: RFC 3676, section 4.
enum FlowedText {
    /// Appends text in UTF-8 with LF line ends, its soft line ends undone.
    ///
    /// - Parameter deletesSpace: whether the space before a soft line end is no part of the text (DelSp=yes).
    static func append(_ text: Span<UInt8>, deletesSpace: Bool, to output: inout [UInt8]) {
        var index = 0
        /// The depth of quoting of the paragraph that goes on; nil if none does.
        var openDepth: Int?
        while index < text.count {
            let end = text.firstIndex(of: ASCII.lineFeed, in: index..<text.count) ?? text.count
            var start = index
            index = end + 1
            var depth = 0
            while start < end, text[start] == ASCII.greater {
                depth += 1
                start += 1
            }
            if start < end, text[start] == ASCII.space { start += 1 }
            let isSignature =
                end - start == 3 && text[start] == ASCII.hyphen && text[start + 1] == ASCII.hyphen
                && text[start + 2] == ASCII.space
            if openDepth != depth || isSignature {
                if openDepth != nil { output.append(ASCII.lineFeed) }
                output.append(contentsOf: repeatElement(ASCII.greater, count: depth))
                if depth > 0, start < end { output.append(ASCII.space) }
            }
            let isSoft = start < end && text[end - 1] == ASCII.space && !isSignature
            let textEnd = isSoft && deletesSpace ? end - 1 : end
            output.append(text.extracting(start..<textEnd))
            openDepth = isSoft ? depth : nil
            if !isSoft, end < text.count { output.append(ASCII.lineFeed) }
        }
        if openDepth != nil { output.append(ASCII.lineFeed) }
    }
}
