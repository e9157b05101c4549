// SPDX-License-Identifier: Apache-2.0

/// Brings text that reads alike to the same bytes: NFKC, without what is not seen, with plain punctuation.
///
/// ASCII is copied. Everything else goes character by character through ``UnicodeTable``; a run of a letter and its
/// marks is composed as Unicode Annex 15 says (runs longer than ``longestRun`` are cut, so time stays linear).
struct TextNormalizer {
    /// The longest letter with its marks that is composed as one: the Stream-Safe Text Format's 30, and the letter.
    private static let longestRun = 31

    private let table = UnicodeTable.shared
    private var run: [UInt32] = []
    private var last: UInt32 = 0
    private(set) var tricks = TextTricks()
    /// Whether letters were written that have doubles in the Latin alphabet.
    private(set) var hasLookalikes = false

    init() { run.reserveCapacity(64) }

    mutating func reset() {
        tricks = TextTricks()
        hasLookalikes = false
    }

    /// Appends the canonical form of UTF-8 text; invalid bytes become U+FFFD.
    mutating func append(_ text: Span<UInt8>, to output: inout ScratchBytes) {
        var index = 0
        last = 0
        run.removeAll(keepingCapacity: true)
        output.reserve(text.count + 16)
        while index < text.count {
            let ascii = UTF8Decoding.asciiRun(text, from: index)
            if ascii > 0 {
                flush(to: &output)
                let end = index + ascii
                // The last one may carry a mark.
                output.append(text.extracting(index..<(end - 1)))
                if ascii > 1 { last = UInt32(text[end - 2]) }
                run.append(UInt32(text[end - 1]))
                index = end
                continue
            }
            let (scalar, length) = UTF8Decoding.scalar(text, at: index)
            index += length
            take(scalar, before: text, next: index, to: &output)
        }
        flush(to: &output)
    }

    private mutating func take(
        _ scalar: UInt32, before text: Span<UInt8>, next: Int, to output: inout ScratchBytes
    ) {
        let number = table.number(of: scalar)
        if number == 0 {
            flush(to: &output)
            run.append(scalar)
            return
        }
        let record = table.record(of: scalar)
        if record.flags.contains(.isIgnorable) {
            let following = next < text.count ? UTF8Decoding.scalar(text, at: next).scalar : 0
            noteIgnored(scalar, between: run.last ?? last, and: following)
            return
        }
        if record.flags.contains(.isStyledASCII) { tricks.styledLetters += 1 }
        if record.flags.contains(.isStable) || record.decompositionCount == 0 {
            add(scalar, isMark: record.combiningClass != 0 || record.flags.contains(.composesBackward), to: &output)
            return
        }
        for part in table.decomposition(record) {
            let partRecord = table.record(of: part)
            let isMark = partRecord.combiningClass != 0 || partRecord.flags.contains(.composesBackward)
            add(part, isMark: isMark, to: &output)
        }
    }

    @inline(__always)
    private mutating func add(_ scalar: UInt32, isMark: Bool, to output: inout ScratchBytes) {
        if !isMark || run.count >= Self.longestRun { flush(to: &output) }
        run.append(scalar)
    }

    /// Counts a character that is left out, where it divides a word.
    private mutating func noteIgnored(_ scalar: UInt32, between before: UInt32, and after: UInt32) {
        switch scalar {
        case 0x202a...0x202e, 0x2066...0x2069: tricks.bidiControls += 1
        case 0xad: if Self.isWordPart(before), Self.isWordPart(after) { tricks.softHyphens += 1 }
        default: if Self.isWordPart(before), Self.isWordPart(after) { tricks.zeroWidth += 1 }
        }
    }

    /// Whether a character is a digit or a letter of an alphabet that needs no joiners: Latin, Greek, Cyrillic.
    private static func isWordPart(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0xc0...0x58f, 0x1e00...0x1fff: true
        default: false
        }
    }

    private mutating func flush(to output: inout ScratchBytes) {
        if run.isEmpty { return }
        if run.count > 1 { composeRun() }
        for scalar in run { emit(scalar, to: &output) }
        run.removeAll(keepingCapacity: true)
    }

    /// Decomposes what was left whole, puts the marks in order and composes what can be.
    private mutating func composeRun() {
        let record = table.record(of: run[0])
        if record.flags.contains(.isStable) { run.replaceSubrange(0..<1, with: table.decomposition(record)) }
        var classes = run.map { table.record(of: $0).combiningClass }
        // Insertion sort: stable, and the run is short.
        for index in run.indices.dropFirst() where classes[index] != 0 {
            var place = index
            while place > 0, classes[place - 1] > classes[place] {
                run.swapAt(place, place - 1)
                classes.swapAt(place, place - 1)
                place -= 1
            }
        }
        guard classes[0] == 0 else { return }
        var starter = 0
        var kept = 1
        var lastClass: UInt8 = 0
        for index in 1..<run.count {
            let kind = classes[index]
            let isBlocked = kept > starter + 1 && (lastClass >= kind)
            if !isBlocked, let composed = table.composition(run[starter], run[index]) {
                run[starter] = composed
                continue
            }
            if kind == 0 { starter = kept }
            run[kept] = run[index]
            classes[kept] = kind
            lastClass = kind
            kept += 1
        }
        run.removeLast(run.count - kept)
    }

    @inline(__always)
    private mutating func emit(_ scalar: UInt32, to output: inout ScratchBytes) {
        var scalar = scalar
        if scalar >= 0x80 {
            switch scalar {
            case 0x80...0xbf, 0x2000...0x2fff, 0x3000...0x303f, 0x30fb: scalar = PlainPunctuation.of(scalar)
            case 0x300...0x36f:
                // What could not be composed belongs to no letter of a living alphabet.
                tricks.looseMarks += 1
                return
            case 0x250...0x58f, 0x13a0...0x13f5, 0x1d00...0x1dbf: hasLookalikes = true
            case UTF8Decoding.replacement: tricks.replacements += 1
            default: break
            }
        }
        last = scalar
        output.append(scalar: scalar)
    }
}

/// Typographic punctuation as ASCII has it, so that quotes and dashes do not make other words.
enum PlainPunctuation {
    static func of(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x2018...0x201b, 0x2032, 0x2035, 0xb4: 0x27
        case 0x201c...0x201f, 0x2033, 0x2036, 0xab, 0xbb, 0x2039, 0x203a: 0x22
        case 0x2010...0x2012, 0x2212: 0x2d
        // Longer dashes stand between words; line and paragraph separators, bullets and inverted marks too.
        case 0x2013...0x2015, 0x2028, 0x2029, 0x2022, 0x2023, 0xa1, 0xbf, 0xb7, 0x80...0x9f: 0x20
        case 0x3001: 0x2c
        case 0x3002: 0x2e
        case 0x3008...0x3011, 0x3014...0x301b, 0x301d...0x301f: 0x22
        case 0x30fb, 0x2003, 0x2002, 0x2009, 0x1680: 0x20
        default: scalar
        }
    }
}
