// SPDX-License-Identifier: Apache-2.0

/// What folding needs to know of each character beyond ASCII, looked up in two steps.
///
/// Characters without an entry stand for themselves. The table is built once from ``UnicodeData`` (about 0.5 ms).
final class UnicodeTable: Sendable {
    /// What is special about one character.
    struct Record {
        /// Where its decomposition and its case folding lie in the pool, and how long they are (0: none).
        var decomposition: UInt16 = 0
        var folding: UInt16 = 0
        var decompositionCount: UInt8 = 0
        var foldingCount: UInt8 = 0
        var combiningClass: UInt8 = 0
        var flags: Flags = []
    }

    struct Flags: OptionSet {
        let rawValue: UInt8
        /// NFKC leaves it as it is when no mark follows.
        static let isStable = Flags(rawValue: 1)
        /// It may compose with the character before it.
        static let composesBackward = Flags(rawValue: 2)
        /// It is not shown and does not matter for reading.
        static let isIgnorable = Flags(rawValue: 4)
        /// Its decomposition is an ASCII letter or digit in fancy dress.
        static let isStyledASCII = Flags(rawValue: 8)
    }

    static let shared = UnicodeTable()

    private let blockOf: [UInt16]
    private let entries: [UInt16]
    private let records: [Record]
    private let pool: [UInt32]
    private let compositions: [UInt64: UInt32]

    private static let blockBits: UInt32 = 7
    private static let blockMask: UInt32 = 127

    /// The record of a character; the empty one for most.
    @inline(__always)
    func record(of scalar: UInt32) -> Record { records[Int(number(of: scalar))] }

    /// Whether the character has a record at all.
    @inline(__always)
    func number(of scalar: UInt32) -> UInt16 {
        guard scalar < 0x11_0000 else { return 0 }
        let block = UInt32(blockOf[Int(scalar >> Self.blockBits)])
        return entries[Int(block << Self.blockBits | scalar & Self.blockMask)]
    }

    @inline(__always)
    func decomposition(_ record: Record) -> ArraySlice<UInt32> {
        pool[Int(record.decomposition)..<Int(record.decomposition) + Int(record.decompositionCount)]
    }

    @inline(__always)
    func folding(_ record: Record) -> ArraySlice<UInt32> {
        pool[Int(record.folding)..<Int(record.folding) + Int(record.foldingCount)]
    }

    /// The one character that two compose to, or nil.
    func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
        HangulSyllable.composition(first, second) ?? compositions[Self.pairKey(first, second)]
    }

    private static func pairKey(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(second) }

    private init() {
        var builder = Builder()
        builder.readDecompositions()
        builder.readMarks()
        builder.readFoldings()
        compositions = builder.readCompositions(key: Self.pairKey)
        builder.markIgnorable()
        builder.markJamo()

        var blockOf = [UInt16](repeating: 0, count: 0x11_0000 >> Int(Self.blockBits))
        // Block 0 stays empty: it serves all characters without a record.
        let blocks = Set(builder.numbers.keys.map { $0 >> Self.blockBits }).sorted()
        var entries = [UInt16](repeating: 0, count: (blocks.count + 1) << Int(Self.blockBits))
        for (index, block) in blocks.enumerated() { blockOf[Int(block)] = UInt16(index + 1) }
        for (scalar, number) in builder.numbers {
            let block = UInt32(blockOf[Int(scalar >> Self.blockBits)])
            entries[Int(block << Self.blockBits | scalar & Self.blockMask)] = number
        }
        self.blockOf = blockOf
        self.entries = entries
        records = builder.records
        pool = builder.pool
    }
}

extension UnicodeTable {
    /// Gathers the records while the tables are read.
    fileprivate struct Builder {
        var numbers: [UInt32: UInt16] = [:]
        var records: [Record] = [Record()]
        var pool: [UInt32] = []

        mutating func update(_ scalar: UInt32, _ change: (inout Record) -> Void) {
            let number = numbers[scalar] ?? UInt16(records.count)
            if Int(number) == records.count {
                records.append(Record())
                numbers[scalar] = number
            }
            change(&records[Int(number)])
        }

        mutating func readDecompositions() {
            var reader = HexReader(UnicodeData.decompositions)
            while let entry = reader.next() {
                let start = UInt16(pool.count)
                let scalars = entry.dropFirst()
                pool.append(contentsOf: scalars)
                let isStyled = scalars.allSatisfy { Self.isASCIILetterOrDigit($0) } && !Self.isOrdinary(entry[0])
                update(entry[0]) {
                    $0.decomposition = start
                    $0.decompositionCount = UInt8(scalars.count)
                    if isStyled { $0.flags.insert(.isStyledASCII) }
                }
            }
            // Letters in squares and circles, which Unicode does not call letters: U+1F150 ... U+1F189.
            for first: UInt32 in [0x1f150, 0x1f170] {
                for letter in 0..<26 as Range<UInt32> {
                    let start = UInt16(pool.count)
                    pool.append(0x41 + letter)
                    update(first + letter) {
                        $0.decomposition = start
                        $0.decompositionCount = 1
                        $0.flags.insert(.isStyledASCII)
                    }
                }
            }
        }

        /// Superscripts and ordinals that stand in honest text, and the wide forms of East Asian typing.
        private static func isOrdinary(_ scalar: UInt32) -> Bool {
            scalar < 0x100 || (0xff00...0xffef).contains(scalar)
        }

        private static func isASCIILetterOrDigit(_ scalar: UInt32) -> Bool {
            (0x30...0x39).contains(scalar) || (0x41...0x5a).contains(scalar) || (0x61...0x7a).contains(scalar)
        }

        mutating func readMarks() {
            var reader = HexReader(UnicodeData.marks)
            while let entry = reader.next() {
                for scalar in entry[1]...entry[2] { update(scalar) { $0.combiningClass = UInt8(entry[0]) } }
            }
        }

        mutating func readFoldings() {
            var reader = HexReader(UnicodeData.foldings)
            while let entry = reader.next() {
                let start = UInt16(pool.count)
                pool.append(contentsOf: entry.dropFirst())
                update(entry[0]) {
                    $0.folding = start
                    $0.foldingCount = UInt8(entry.count - 1)
                }
            }
        }

        mutating func readCompositions(key: (UInt32, UInt32) -> UInt64) -> [UInt64: UInt32] {
            var found: [UInt64: UInt32] = [:]
            var reader = HexReader(UnicodeData.compositions)
            while let entry = reader.next() {
                found[key(entry[0], entry[1])] = entry[2]
                update(entry[1]) { $0.flags.insert(.composesBackward) }
                update(entry[2]) { $0.flags.insert(.isStable) }
            }
            return found
        }

        mutating func markJamo() {
            for scalar in HangulSyllable.composingJamo { update(scalar) { $0.flags.insert(.composesBackward) } }
        }

        /// Characters that show nothing: Unicode's Default_Ignorable_Code_Point.
        mutating func markIgnorable() {
            let ranges: [ClosedRange<UInt32>] = [
                0xad...0xad, 0x34f...0x34f, 0x61c...0x61c, 0x115f...0x1160, 0x17b4...0x17b5, 0x180b...0x180f,
                0x200b...0x200f, 0x202a...0x202e, 0x2060...0x206f, 0x3164...0x3164, 0xfe00...0xfe0f, 0xfeff...0xfeff,
                0xffa0...0xffa0, 0x1bca0...0x1bca3, 0x1d173...0x1d17a, 0xe0000...0xe01ff,
            ]
            for range in ranges {
                for scalar in range { update(scalar) { $0.flags.insert(.isIgnorable) } }
            }
        }
    }
}

/// Hangul syllables compose by arithmetic (Unicode, section 3.12).
enum HangulSyllable {
    /// Vowels and final consonants, which join what stands before them.
    static let composingJamo = Array(0x1161...0x1175 as ClosedRange<UInt32>) + Array(0x11a8...0x11c2)

    static func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if (0x1100...0x1112).contains(first), (0x1161...0x1175).contains(second) {
            return 0xac00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
        }
        if (0xac00..<0xd7a4).contains(first), (first - 0xac00) % 28 == 0, (0x11a8...0x11c2).contains(second) {
            return first + (second - 0x11a7)
        }
        return nil
    }
}

/// Reads entries of hexadecimal numbers: white space ends an entry, any other byte a number.
private struct HexReader {
    private let text: [UInt8]
    private var position = 0

    init(_ text: StaticString) { self.text = Array(text) }

    mutating func next() -> [UInt32]? {
        while position < text.count, text[position] <= 0x20 { position += 1 }
        guard position < text.count else { return nil }
        var numbers: [UInt32] = [0]
        while position < text.count, text[position] > 0x20 {
            let byte = text[position]
            position += 1
            switch byte {
            case 0x30...0x39: numbers[numbers.count - 1] = numbers[numbers.count - 1] << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: numbers[numbers.count - 1] = numbers[numbers.count - 1] << 4 | UInt32(byte - 0x37)
            default: numbers.append(0)
            }
        }
        return numbers
    }
}
