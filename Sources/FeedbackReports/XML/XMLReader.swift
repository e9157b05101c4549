// SPDX-License-Identifier: Apache-2.0
import CLibXML2
import MailMessage

/// Reads XML with libxml2's reader: one element after the other, without document types, entities or network.
///
/// - SeeAlso: <https://gnome.pages.gitlab.gnome.org/libxml2/html/group__xmlreader.html>
enum XMLReader {
    /// Why reading ended before the end.
    struct Problem: Error, Equatable {
        /// The reason: ``RefusedReport/Reason/malformed(_:)``, or that there is too much.
        var reason: RefusedReport.Reason
    }

    /// Whether a text declares a document type or entities.
    ///
    /// Such a text is not given to libxml2 at all.
    static func declaresEntities(_ text: [UInt8]) -> Bool {
        let all = 0..<text.count
        return text.span.firstIndex(of: "<!DOCTYPE", in: all) != nil
            || text.span.firstIndex(of: "<!ENTITY", in: all) != nil
    }

    /// Hands over the elements at a level of the tree, in order: 0 the root, 1 its children.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - each: takes an element; false ends the reading.
    /// - Throws: ``Problem`` where the text is not well-formed, or an element goes beyond the limits; what was handed over
    ///   before is sound.
    static func read(
        _ text: [UInt8], level: Int, limits: FeedbackLimits, each: (XMLElement) -> Bool
    ) throws(Problem) {
        if hasLongTag(text, limits) { throw Problem(reason: .malformed("a tag or a text is too long")) }
        let problem = text.withUnsafeBytes { bytes -> Problem? in
            // Entities would be the only way to make more of it than there is, so that the limits below suffice; libxml2's own
            // ends a document at 10 MB.
            let options =
                XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
                | XML_PARSE_HUGE.rawValue | XML_PARSE_IGNORE_ENC.rawValue
            guard let start = bytes.bindMemory(to: CChar.self).baseAddress,
                let reader = xmlReaderForMemory(start, Int32(clamping: bytes.count), nil, "UTF-8", Int32(options))
            else { return Problem(reason: .empty) }
            defer { xmlFreeTextReader(reader) }
            return walk(reader, level: level, limits: limits, each: each)
        }
        if let problem { throw problem }
    }

    /// Whether there is more between two tags than the limit.
    ///
    /// No attribute may hold the sign that a tag begins with, so that nothing hides between.
    private static func hasLongTag(_ text: [UInt8], _ limits: FeedbackLimits) -> Bool {
        var place = 0
        while place < text.count {
            let next = text.span.firstIndex(of: UInt8(ascii: "<"), in: place..<text.count) ?? text.count
            if next - place > limits.tagBytes { return true }
            place = next + 1
        }
        return false
    }

    private static func walk(
        _ reader: xmlTextReaderPtr, level: Int, limits: FeedbackLimits, each: (XMLElement) -> Bool
    ) -> Problem? {
        // The element in hand and those around it, from the level on.
        var open: [XMLElement] = []
        var elements = 0
        while true {
            let code = xmlTextReaderRead(reader)
            if code == 0 { return nil }
            if code < 0 { return Problem(reason: .malformed(lastError)) }
            let depth = Int(xmlTextReaderDepth(reader))
            if depth > limits.elementDepth { return Problem(reason: .malformed("elements lie too deep")) }
            switch UInt32(bitPattern: xmlTextReaderNodeType(reader)) {
            case XML_READER_TYPE_ELEMENT.rawValue where depth >= level:
                elements += 1
                if elements > limits.elements { return Problem(reason: .malformed("an element holds too many others")) }
                open.append(XMLElement(name: string(xmlTextReaderConstLocalName(reader))))
                if xmlTextReaderIsEmptyElement(reader) == 0 { continue }
            case XML_READER_TYPE_END_ELEMENT.rawValue where depth >= level: break
            case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue:
                guard !open.isEmpty else { continue }
                let text = string(
                    xmlTextReaderConstValue(reader), upTo: limits.textBytes - open[open.count - 1].text.utf8.count)
                open[open.count - 1].text += text
                continue
            default: continue
            }
            guard var element = open.popLast() else { continue }
            element.text = String(element.text.trimmingPrefix { $0.isWhitespace })
            while element.text.last?.isWhitespace == true { element.text.removeLast() }
            if open.isEmpty {
                elements = 0
                if !each(element) { return nil }
            } else {
                open[open.count - 1].children.append(element)
            }
        }
    }

    /// C's text as ours, no more of it than a number of bytes.
    private static func string(_ text: UnsafePointer<xmlChar>?, upTo limit: Int = 256) -> String {
        guard let text else { return "" }
        var count = 0
        while count < limit, text[count] != 0 { count += 1 }
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// What libxml2 last objected to, on this thread.
    private static var lastError: String {
        guard let error = xmlGetLastError(), let message = error.pointee.message else { return "it ends early" }
        let words = String(cString: message).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return "line \(error.pointee.line): \(words.prefix(100))"
    }
}
