// SPDX-License-Identifier: Apache-2.0
import CBytes

/// The small scanner in front of libxml2: it finds tags and text, and writes them again in a form that holds no surprise.
///
/// What it writes has tags that are complete and of names that libxml2 knows, and end tags only where they end something.
/// Text and the values of the few attributes that matter are read here, and libxml2 gets marks that stand for them
/// (``MarkupReferences``). Comments, scripts, style sheets, titles, declarations and processing instructions never get
/// to libxml2. So the shapes that take libxml2 quadratic time, and its costly error messages, cannot occur.
///
/// Pieces of some 4 KB of the page are handed over, and scanning ends as soon as the budget's visible text is there.
///
/// - SeeAlso: HTML Standard, section 13.2.5 (tokenization), which it follows in where tags, comments and values end.
struct HTMLScanner: ~Copyable {
    let input: UnsafeRawBufferPointer
    var index = 0
    private let parser: HTMLPushParser
    let builder: UnsafeMutablePointer<HTMLTextBuilder>
    var open: OpenElements
    private let piece: UnsafeMutablePointer<UInt8>
    private var pieceCount = 0
    /// Bytes of the page that libxml2 is spared by the marks in the piece.
    private var sparedBytes = 0
    /// Bytes of text written since the last tag: libxml2 holds text back until it sees one.
    private var textSinceTag = 0
    /// Where the values of the current tag's attributes are, and which there are.
    var values = InlineArray<15, Range<Int>>(repeating: 0..<0)
    var valueMask: UInt32 = 0
    /// The attributes of which nobody asks more than whether they are there.
    private let unreadMask: UInt32
    let marksSkeleton: Bool

    /// Bytes after which a piece is handed over.
    private static let pieceBytes = 4096
    /// Bytes of a tag that are looked at; what is beyond, up to its `>`, is left out.
    static let maximumTagBytes = 8192
    /// Bytes of an attribute's value that are passed on.
    static let maximumValueBytes = LinkTarget.maximumBytes
    /// A piece, and a tag as it is written: at most fifteen values, none of a byte longer than three.
    private static let pieceCapacity = pieceBytes + 15 * (3 * maximumValueBytes + 16) + 64

    init(_ input: UnsafeRawBufferPointer, builder: UnsafeMutablePointer<HTMLTextBuilder>) {
        parser = HTMLPushParser(builder)
        self.input = input
        self.builder = builder
        open = OpenElements(inputBytes: input.count)
        unreadMask = builder.pointee.wantsLinks ? 0 : HTMLAttribute.linkMask
        marksSkeleton = builder.pointee.budget.skeletonBytes > 0
        piece = .allocate(capacity: HTMLScanner.pieceCapacity)
    }

    deinit { piece.deallocate() }

    /// Reads the whole input, or as much as the budget asks for.
    mutating func run() {
        write("<html><body>")
        flush()
        while index < input.count, !builder.pointee.isDone {
            if input[index] == ASCII.less {
                readMarkup()
            } else {
                readText()
            }
            if isPieceFull { flush() }
        }
        flush()
        parser.feed(nil, 0, isLast: true)
    }

    // MARK: What is read

    private mutating func readText() {
        let end = input.firstIndex(of: ASCII.less, in: index..<input.count) ?? input.count
        // A byte becomes three at most.
        let stop = min(end, index + HTMLScanner.pieceBytes / 3)
        textSinceTag += stop - index
        let start = pieceCount
        writeText(to: stop)
        referToText(from: start)
        if textSinceTag > HTMLScanner.pieceBytes { write("<!---->") }
    }

    private mutating func readMarkup() {
        guard index + 1 < input.count else {
            writeLiteral(TextStream.lessThan)
            return
        }
        let next = input[index + 1]
        if next.isLetter {
            readStartTag()
        } else if next == ASCII.slash {
            guard index + 2 < input.count else {
                index = input.count
                return
            }
            if input[index + 2].isLetter { readEndTag() } else { skip(past: ASCII.greater) }
        } else if next == UInt8(ascii: "!") {
            readDeclaration()
        } else if next == ASCII.questionMark {
            skip(past: ASCII.greater)
        } else {
            writeLiteral(TextStream.lessThan)
        }
    }

    private mutating func writeLiteral(_ stand: UInt32) {
        let start = pieceCount
        writeScalar(stand)
        referToText(from: start)
        textSinceTag += 1
        index += 1
    }

    /// A comment, or what HTML takes for one: a declaration, a marked section.
    private mutating func readDeclaration() {
        let start = index
        guard index + 3 < input.count, input[index + 2] == ASCII.hyphen, input[index + 3] == ASCII.hyphen else {
            if index + 3 < input.count, input[index + 2] == ASCII.openBracket,
                input[index + 3] | 0x20 == UInt8(ascii: "i")
            {
                note(.conditionalComment)
            }
            skip(past: ASCII.greater)
            return
        }
        note(.comment)
        index += 4
        if index < input.count, input[index] == ASCII.openBracket { note(.conditionalComment) }
        // "<!-->" and "<!--->" are whole comments.
        if index < input.count, input[index] == ASCII.greater {
            index += 1
        } else if index + 1 < input.count, input[index] == ASCII.hyphen, input[index + 1] == ASCII.greater {
            index += 2
        } else {
            index = find("-->", from: index).map { $0 + 3 } ?? input.count
        }
        if start > 0, input[start - 1].isLetter, index < input.count, input[index].isLetter { note(.commentInWord) }
    }

    /// Leaves out the text of an element that is not made of tags, up to its end tag.
    mutating func skipRawText(named name: StaticString) {
        while let less = input.firstIndex(of: ASCII.less, in: index..<input.count) {
            index = less + 1
            let nameEnd = less + 2 + name.utf8CodeUnitCount
            guard nameEnd <= input.count, input[less + 1] == ASCII.slash,
                equalsIgnoringCase(UnsafeRawBufferPointer(rebasing: input[less + 2..<nameEnd]), name)
            else { continue }
            skip(past: ASCII.greater)
            return
        }
        index = input.count
    }

    /// Moves behind the next such byte, or to the end.
    mutating func skip(past byte: UInt8) {
        index = input.firstIndex(of: byte, in: index..<input.count).map { $0 + 1 } ?? input.count
    }

    private func find(_ word: StaticString, from start: Int) -> Int? {
        guard let base = input.baseAddress else { return nil }
        return bytes_find(base + start, input.count - start, word.utf8Start, word.utf8CodeUnitCount).map { $0 - base }
    }

    func note(_ flags: HTMLFlags) { builder.pointee.content.flags.formUnion(flags) }

    // MARK: What is written

    private var isPieceFull: Bool { pieceCount + sparedBytes >= HTMLScanner.pieceBytes }

    /// Hands over what was written, and learns what libxml2 made of it.
    private mutating func flush() {
        guard pieceCount > 0 else { return }
        handOver()
        open.synchronize(with: builder.pointee.levels)
    }

    /// Hands over what was written if it is enough for a piece; for what writes many tags at once.
    mutating func handOverIfFull() {
        if isPieceFull { handOver() }
    }

    private mutating func handOver() {
        parser.feed(piece, pieceCount)
        pieceCount = 0
        sparedBytes = 0
    }

    /// Puts a mark in the place of the text written from `start` on; white space alone stays, for libxml2 treats it so.
    private mutating func referToText(from start: Int) {
        let text = UnsafeBufferPointer(start: piece + start, count: pieceCount - start)
        guard text.contains(where: { $0 > 0x20 }) else { return }
        let mark = builder.pointee.references.add(text: text)
        pieceCount = start
        writeScalar(mark)
        sparedBytes += text.count - 4
    }

    /// Writes the attributes of the current tag: a number that stands for them.
    mutating func writeAttributes(isHidden: Bool) {
        let hidden: UInt32 = 1 << UInt32(HTMLAttribute.hidden.rawValue)
        if isHidden, valueMask & hidden == 0 { values[Int(HTMLAttribute.hidden.rawValue)] = 0..<0 }
        var mask = isHidden ? valueMask | hidden : valueMask
        guard mask != 0 else { return }
        var number = builder.pointee.references.addTag(mask: mask)
        while mask != 0 {
            let place = mask.trailingZeroBitCount
            mask &= mask - 1
            let start = pieceCount
            if unreadMask >> UInt32(place) & 1 == 0 { writeValue(values[place]) }
            let value = UnsafeBufferPointer(start: piece + start, count: pieceCount - start)
            builder.pointee.references.add(value: value)
            pieceCount = start
            // As much as the attribute would take, and a name of four bytes.
            sparedBytes += value.count + 8
        }
        write(" i=\"")
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            write(0x30 &+ UInt8(truncatingIfNeeded: number / divisor))
            number %= divisor
            divisor /= 10
        }
        write(ASCII.quote)
    }

    mutating func write(_ byte: UInt8) {
        piece[pieceCount] = byte
        pieceCount &+= 1
    }

    mutating func write(_ word: StaticString) {
        (piece + pieceCount).update(from: word.utf8Start, count: word.utf8CodeUnitCount)
        pieceCount += word.utf8CodeUnitCount
        textSinceTag = 0
    }

    mutating func writeScalar(_ scalar: UInt32) {
        UTF8Bytes.write(scalar, to: piece, at: &pieceCount)
    }

    /// Writes the text up to `end`: character references resolved, control characters left out, white space shortened.
    private mutating func writeText(to end: Int) {
        guard let base = input.baseAddress else { return }
        while index < end {
            while index &+ 8 <= end {
                let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                guard !HTMLScanner.hasSpecial(word) else { break }
                UnsafeMutableRawPointer(piece + pieceCount).storeBytes(of: word, as: UInt64.self)
                pieceCount &+= 8
                index &+= 8
            }
            let blockEnd = min(end, index &+ 8)
            while index < blockEnd {
                let byte = base.load(fromByteOffset: index, as: UInt8.self)
                if byte >= 0x20, byte != UInt8(ascii: "&"), byte != 0xef {
                    write(byte)
                    index &+= 1
                } else {
                    writeSpecial(byte, isInAttribute: false)
                }
            }
        }
    }

    /// Whether any of eight bytes is a control character, `&` or 0xEF.
    @inline(__always)
    private static func hasSpecial(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let ampersands = word ^ (ones &* 0x26)
        let marks = word ^ (ones &* 0xef)
        let controls = (word &- ones &* 0x20) & ~word
        let found = controls | ((ampersands &- ones) & ~ampersands) | ((marks &- ones) & ~marks)
        return found & (ones &* 0x80) != 0
    }

    /// Writes one character that cannot stay as it is.
    mutating func writeSpecial(_ byte: UInt8, isInAttribute: Bool) {
        switch byte {
        case UInt8(ascii: "&"):
            guard
                let reference = CharacterReference.read(
                    at: index, in: input, end: input.count, isInAttribute: isInAttribute)
            else {
                writeScalar(TextStream.ampersand)
                index += 1
                return
            }
            writeReferenced(reference.scalar, isInAttribute)
            if reference.second != 0 { writeReferenced(reference.second, isInAttribute) }
            index += reference.length
        case 0xef:
            // U+FFFE and U+FFFF may not stand in a document; libxml2 would report each of them.
            let isNoncharacter = index + 2 < input.count && input[index + 1] == 0xbf && input[index + 2] >= 0xbe
            if isNoncharacter {
                index += 3
            } else {
                write(byte)
                index += 1
            }
        case 0x09, 0x0a, 0x0c, 0x0d:
            write(byte == 0x0a ? 0x0a : 0x20)
            index += 1
            guard !isInAttribute else { return }
            while index < input.count, input[index] == 0x20 || input[index] == 0x09 { index += 1 }
        default:
            index += 1
        }
    }

    private mutating func writeReferenced(_ scalar: UInt32, _ isInAttribute: Bool) {
        switch scalar {
        case 0x3c: writeScalar(TextStream.lessThan)
        case 0x26: writeScalar(TextStream.ampersand)
        case 0x22: writeScalar(TextStream.quotationMark)
        case 0x09, 0x0a, 0x0c, 0x0d: write(isInAttribute ? UInt8(scalar) : 0x20)
        case 0..<0x20, 0xfffe, 0xffff: break
        default: writeScalar(scalar)
        }
    }
}
