// SPDX-License-Identifier: Apache-2.0

/// The content that a CMS object carries for anybody to read: that of signed-data and of compressed-data.
///
/// A signature is neither needed nor checked: mail programs show what is signed, whoever did it. Lengths that run over the
/// end of the bytes end there.
///
/// - SeeAlso: RFC 5652, sections 3 and 5; RFC 3274, section 1.1; X.690, section 8 (BER).
enum CMSContent {
    /// Constructed octet strings within each other that are followed.
    private static let maximumDepth = 16

    private static let signedData: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2]
    private static let compressedData: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 9]

    /// Returns the content, at most `limit` bytes, unpacked if it was compressed; nil if there is none to read.
    static func read(_ bytes: Span<UInt8>, limit: Int) -> [UInt8]? {
        guard let info = BERElement(in: bytes, at: 0), info.tag == BERElement.sequence,
            let type = BERElement(in: bytes, at: info.start), type.tag == BERElement.objectIdentifier,
            let explicit = type.next(in: bytes).flatMap({ BERElement(in: bytes, at: $0) }),
            explicit.tag == BERElement.explicitZero,
            let data = BERElement(in: bytes, at: explicit.start), data.tag == BERElement.sequence
        else { return nil }
        switch bytes.bytes(type.start..<type.end) {
        case signedData: return encapsulated(bytes, from: data.start, limit: limit)
        case compressedData:
            guard let packed = encapsulated(bytes, from: data.start, limit: limit) else { return nil }
            var content: [UInt8] = []
            Inflation.append(packed.span, wrapper: .zlib, to: &content, limit: limit)
            return content
        default: return nil
        }
    }

    /// Passes over the version and the algorithms, and reads the octet string of the EncapsulatedContentInfo.
    private static func encapsulated(_ bytes: Span<UInt8>, from start: Int, limit: Int) -> [UInt8]? {
        guard let afterVersion = BERElement(in: bytes, at: start)?.next(in: bytes),
            let afterAlgorithms = BERElement(in: bytes, at: afterVersion)?.next(in: bytes),
            let content = BERElement(in: bytes, at: afterAlgorithms), content.tag == BERElement.sequence,
            let afterType = BERElement(in: bytes, at: content.start)?.next(in: bytes),
            let explicit = BERElement(in: bytes, at: afterType), explicit.tag == BERElement.explicitZero
        else { return nil }
        return octets(bytes, from: explicit.start, limit: limit)
    }

    /// The bytes of an octet string, primitive or made of others.
    private static func octets(_ bytes: Span<UInt8>, from start: Int, limit: Int) -> [UInt8]? {
        var content: [UInt8] = []
        /// Where the constructed strings that are open end; one of indefinite length at its end-of-contents.
        var ends: [Int?] = []
        var place = start
        repeat {
            guard let element = BERElement(in: bytes, at: place) else { break }
            switch element.tag {
            case BERElement.octetString:
                let room = max(0, limit - content.count)
                content += bytes.bytes(element.start..<(element.start + min(element.end - element.start, room)))
                place = element.end
            case BERElement.octetString | BERElement.constructed where ends.count < maximumDepth:
                ends.append(element.isIndefinite ? nil : element.end)
                place = element.start
            case BERElement.endOfContents where ends.last == .some(nil):
                ends.removeLast()
                place = element.end
            default: return content.isEmpty ? nil : content
            }
            while let end = ends.last, let end, place >= end { ends.removeLast() }
        } while !ends.isEmpty && content.count < limit
        return content.isEmpty ? nil : content
    }
}

/// One element of the Basic Encoding Rules: its tag, and where its content lies.
///
/// - SeeAlso: X.690, section 8.1.
struct BERElement {
    static let endOfContents = UInt8(0x00)
    static let octetString = UInt8(0x04)
    static let objectIdentifier = UInt8(0x06)
    static let constructed = UInt8(0x20)
    static let sequence = UInt8(0x30)
    /// A context-specific, constructed element with the number 0: `[0] EXPLICIT`.
    static let explicitZero = UInt8(0xa0)

    let tag: UInt8
    let start: Int
    /// Where the content ends; that of an indefinite length at the end of the bytes, at the latest.
    let end: Int
    let isIndefinite: Bool

    /// Reads the tag and length at a place; nil where there are none, or none that CMS has.
    init?(in bytes: Span<UInt8>, at place: Int) {
        guard place >= 0, place <= bytes.count - 2, bytes[place] & 0x1f != 0x1f else { return nil }
        tag = bytes[place]
        let first = bytes[place + 1]
        var start = place + 2
        isIndefinite = first == 0x80
        var length = Int(first)
        if first > 0x80 {
            let digits = Int(first & 0x7f)
            guard digits <= 8, start + digits <= bytes.count else { return nil }
            length = 0
            for index in start..<(start + digits) { length = min(length, Int.max >> 9) << 8 | Int(bytes[index]) }
            start += digits
        } else if isIndefinite {
            length = bytes.count - start
        }
        self.start = start
        end = length > bytes.count - start ? bytes.count : start + length
    }

    /// Where the next element stands: behind the content, and behind its end-of-contents if the length is indefinite.
    func next(in bytes: Span<UInt8>) -> Int? {
        guard isIndefinite else { return end }
        var place = start
        var depth = 1
        while let element = BERElement(in: bytes, at: place) {
            if element.tag == Self.endOfContents, element.start == element.end {
                depth -= 1
                if depth == 0 { return element.end }
            }
            if element.isIndefinite { depth += 1 }
            place = element.isIndefinite ? element.start : element.end
        }
        return nil
    }
}
