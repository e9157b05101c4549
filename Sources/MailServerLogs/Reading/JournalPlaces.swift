// SPDX-License-Identifier: Apache-2.0

/// How far the journal was read, so that a restart may be given entries again: none is counted twice.
///
/// An entry's cursor has the sequence number of the journal's entries and the id of that sequence (`s=ID;i=NUMBER;...;t=TIME;...`,
/// hexadecimal). The manual calls cursors opaque: one that looks otherwise is never taken for read.
///
/// - SeeAlso: systemd's "Journal Export Formats", `__CURSOR`.
struct JournalPlaces {
    /// By the hash of the sequence's id: the number in ``LogPlace/offset``.
    private(set) var places: [UInt64: LogPlace]
    /// Where earlier runs ended.
    private let earlier: [UInt64: LogPlace]

    init(_ places: [UInt64: LogPlace]) { (self.places, earlier) = (places, places) }

    /// Notes a line; true if an earlier run has read it.
    mutating func hasRead(_ line: Span<UInt8>) -> Bool {
        guard line.count > 2, line[0] == UInt8(ascii: "{"), let start = Self.cursor(line),
            let end = line.find(UInt8(ascii: "\""), from: start, before: line.count),
            let id = Self.field("s=", line, start, end), let digits = Self.field("i=", line, start, end),
            let number = Self.hexadecimal(line, digits),
            let time = Self.field("t=", line, start, end).flatMap({ Self.hexadecimal(line, $0) })
        else { return false }
        let key = line.hash(id, seed: Self.seed)
        if let place = earlier[key], number <= place.offset { return true }
        if number > places[key]?.offset ?? -1 {
            places[key] = LogPlace(offset: number, tail: 0, time: min(time / 1_000_000, 253_402_300_799))
        }
        return false
    }

    /// Apart from the first lines of files, which are hashed without a seed.
    private static let seed: UInt64 = 0x6a6f_7572_6e61_6c00

    /// Where the cursor's text begins.
    ///
    /// No other field can hold these bytes: quotes within a value are escaped.
    private static func cursor(_ line: Span<UInt8>) -> Int? {
        if let place = line.find("\"__CURSOR\":\"", from: 0, before: line.count) { return place + 12 }
        return line.find("\"__CURSOR\" : \"", from: 0, before: line.count).map { $0 + 14 }
    }

    /// The value of one of the cursor's fields.
    private static func field(_ name: StaticString, _ line: Span<UInt8>, _ start: Int, _ end: Int) -> Range<Int>? {
        var index = start
        while index < end {
            let stop = line.find(UInt8(ascii: ";"), from: index, before: end) ?? end
            if stop > index + 2, line.extracting(index..<index + 2).equals(name) { return index + 2..<stop }
            index = stop + 1
        }
        return nil
    }

    private static func hexadecimal(_ line: Span<UInt8>, _ range: Range<Int>) -> Int? {
        // Of fifteen digits at most, so that a state takes it.
        guard 1...15 ~= range.count, let value = Int(line.text(range), radix: 16), value >= 0 else { return nil }
        return value
    }
}
