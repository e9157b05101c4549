// SPDX-License-Identifier: Apache-2.0

/// The canonical forms of a text by themselves, for tests and tools.
package enum TextFolding {
    /// A text as views read it, the same without case, and the tricks that were undone.
    package static func fold(_ text: [UInt8]) -> (text: [UInt8], folded: [UInt8], tricks: TextTricks) {
        var canonical = CanonicalText()
        var normalizer = TextNormalizer()
        canonical.read(text, limit: .max, recipients: RecipientNames(), normalizer: &normalizer)
        canonical.fold(limit: .max)
        let text = canonical.text.array(0..<canonical.text.count)
        return (text, canonical.folded.array(0..<canonical.folded.count), canonical.tricks)
    }

    /// The words of a text.
    package static func words(_ text: [UInt8]) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var scratch = ScratchBytes()
        scratch.append(text.span)
        WordSplitter.split(scratch, 0..<scratch.count) { start, end in
            words.append(Array(text[start..<end]))
            return true
        }
        return words
    }

    /// The distinct hashes among some, ascending.
    package static func distinct(_ hashes: [UInt32]) -> [UInt32] {
        var sorter = DistinctHashes()
        var hashes = hashes
        let count = sorter.sort(hashes.mutableSpan)
        return Array(hashes[..<count])
    }
}
