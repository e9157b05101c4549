// SPDX-License-Identifier: Apache-2.0

/// What reading the structure of one message has cost so far, and may still cost.
///
/// There is one for the message with all that is enclosed and all its other readings: each parser takes it from the one that
/// makes it, and gives it back.
struct StructureWork {
    /// Parts that were listed, in the tree or, within other readings, in these.
    var parts = 0
    /// Bytes that were decoded, in the tree or, within other readings, in these.
    var decodedBytes = 0
    /// Bytes that may still be divided again for other readings.
    var rereadableBytes: Int
    /// What was the first not to be read again.
    private(set) var unread: Range<Int>?

    /// The counts of the tree while other readings are read, and those of the other readings while the tree is.
    ///
    /// One count for both would let a sender use up the tree's with an ambiguous part before the one that is shown.
    private var apart = (parts: 0, decodedBytes: 0)
    private var isOther = false

    init(byteCount: Int) { rereadableBytes = 4 * byteCount }

    /// Begins to count what other readings cost; returns false within one of those.
    mutating func beginOther() -> Bool {
        guard !isOther else { return false }
        exchangeCounts()
        return true
    }

    /// Goes on with the counts of the tree.
    mutating func endOther() { exchangeCounts() }

    private mutating func exchangeCounts() {
        isOther.toggle()
        (parts, decodedBytes, apart) = (apart.parts, apart.decodedBytes, (parts, decodedBytes))
    }

    /// Whether bytes may be read again; takes them off what is left.
    mutating func allowsRereading(_ range: Range<Int>) -> Bool {
        guard rereadableBytes >= range.count else {
            if unread == nil { unread = range }
            return false
        }
        rereadableBytes -= range.count
        return true
    }
}
