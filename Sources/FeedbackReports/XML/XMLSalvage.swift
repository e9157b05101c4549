// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What can be saved of XML that is not well-formed: each element by itself, where its tags stand in the text.
enum XMLSalvage {
    /// Where the elements of a name stand, their tags with them, in order; one that does not end is left out.
    static func ranges(of name: String, in text: [UInt8], within range: Range<Int>) -> [Range<Int>] {
        let (opening, closing) = (Array("<\(name)".utf8), Array("</\(name)>".utf8))
        var found: [Range<Int>] = []
        var place = range.lowerBound
        while let start = firstIndex(of: opening, in: text, place..<range.upperBound) {
            let behind = start + opening.count
            // `<record` begins `<records>`, too.
            guard behind < range.upperBound, text[behind] == UInt8(ascii: ">") || text[behind] <= 0x20 else {
                place = behind
                continue
            }
            guard let end = firstIndex(of: closing, in: text, behind..<range.upperBound) else { break }
            place = end + closing.count
            found.append(start..<place)
        }
        return found
    }

    /// The element that stands in a range; where that is not well-formed, as much of it as its parts of these names give, each by
    /// itself.
    ///
    /// - Returns: the element, and what was wrong; nil for what: nothing.
    static func element(
        _ name: String, parts: [String], in text: [UInt8], _ range: Range<Int>, limits: FeedbackLimits
    ) -> (element: XMLElement, problem: RefusedReport.Reason?) {
        do throws(XMLReader.Problem) {
            if let whole = try single(text, range, limits) { return (whole, nil) }
            return (XMLElement(name: name), .empty)
        } catch {
            var element = XMLElement(name: name)
            for part in parts {
                for place in ranges(of: part, in: text, within: range) {
                    if let sound = try? single(text, place, limits) { element.children.append(sound) }
                }
            }
            return (element, error.reason)
        }
    }

    private static func single(
        _ text: [UInt8], _ range: Range<Int>, _ limits: FeedbackLimits
    ) throws(XMLReader.Problem) -> XMLElement? {
        var found: XMLElement?
        try XMLReader.read(Array(text[range]), level: 0, limits: limits) { element in
            found = element
            return true
        }
        return found
    }

    private static func firstIndex(of word: [UInt8], in text: [UInt8], _ range: Range<Int>) -> Int? {
        guard let first = word.first else { return nil }
        var place = range.lowerBound
        while place < range.upperBound, let start = text.span.firstIndex(of: first, in: place..<range.upperBound) {
            if start + word.count <= range.upperBound, text[start..<start + word.count].elementsEqual(word) {
                return start
            }
            place = start + 1
        }
        return nil
    }
}
