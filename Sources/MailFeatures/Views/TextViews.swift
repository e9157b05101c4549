// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// A text as its views read it: normalised, without the recipients' names; and the same without case.
struct CanonicalText: ~Copyable {
    private(set) var text = ScratchBytes(capacity: 65_536)
    private(set) var folded = ScratchBytes(capacity: 16_384)
    /// What was done to hide words in it.
    private(set) var tricks = TextTricks()
    private var lookalikeWord: [UInt32] = []

    /// Reads a text in UTF-8, at most `limit` bytes of it, without the line ends behind it: an mbox and a Maildir do not have the
    /// same of one message.
    mutating func read(
        _ source: [UInt8], limit: Int, recipients: RecipientNames, normalizer: inout TextNormalizer
    ) {
        text.removeAll()
        folded.removeAll()
        normalizer.reset()
        var mixedWords = 0
        var end = min(source.count, limit)
        while end > 0, source[end - 1] == 0x0a { end -= 1 }
        let source = source.span.extracting(..<end)
        let isASCII = !source.hasEightBit
        if isASCII {
            text.append(source)
        } else {
            normalizer.append(source, to: &text)
            if normalizer.hasLookalikes { mixedWords = Lookalikes.unmix(&text, from: 0, word: &lookalikeWord) }
        }
        let spacedWords = LetterSpacing.join(&text, from: 0, isASCII: isASCII)
        text.cut(to: limit)
        tricks = normalizer.tricks
        tricks.spacedWords = spacedWords
        tricks.mixedWords = mixedWords
        recipients.erase(from: &text, start: 0)
    }

    /// Makes the form without case of the first `limit` bytes.
    mutating func fold(limit: Int) {
        folded.removeAll()
        CaseFolding.append(text, 0..<min(limit, text.count), to: &folded)
        folded.cut(to: limit)
    }
}

/// The words of a text with their hashes, so that several views share the work.
struct WordList: ~Copyable {
    /// A word: its hash and where it stands.
    struct Word: BitwiseCopyable {
        var hash: UInt64
        var start: UInt32
        var end: UInt32
    }

    private(set) var words = ScratchArray<Word>(capacity: 8_192)

    var count: Int { words.count }

    /// Reads the words of a text, at most `limit`.
    mutating func read(_ text: borrowing ScratchBytes, limit: Int, hash: KeyedHash, seed: UInt64 = 0) {
        removeAll()
        append(text, 0..<text.count, limit: limit, hash: hash, seed: seed)
    }

    /// Forgets all words.
    mutating func removeAll() { words.removeAll() }

    /// Adds the words of a range of a text, until there are `limit`.
    mutating func append(
        _ text: borrowing ScratchBytes, _ range: Range<Int>, limit: Int, hash: KeyedHash, seed: UInt64
    ) {
        let bytes = text.bytes
        WordSplitter.split(text, range) { first, last in
            guard words.count < limit else { return false }
            words.append(
                Word(
                    hash: WordSplitter.hash(bytes, first, last, hash, seed: seed),
                    start: UInt32(truncatingIfNeeded: first), end: UInt32(truncatingIfNeeded: last)))
            return true
        }
    }
}

/// The views of the visible text: byte 5-grams, words, pairs of words.
struct TextViews {
    /// Words are paired with the four before them, as orthogonal sparse bigrams are (window 5).
    ///
    /// - SeeAlso: Siefkes, Assis, Chhabra, Yerazunis: Combining Winnow and orthogonal sparse bigrams (2004).
    static let window = 5

    let grams: KeyedHash
    let words: KeyedHash
    let pairs: KeyedHash

    init(key: SiteKey) {
        grams = KeyedHash(key: key, purpose: "textGrams")
        words = KeyedHash(key: key, purpose: "words")
        pairs = KeyedHash(key: key, purpose: "wordPairs")
    }

    /// The 5-grams of a text without case.
    func addGrams(of text: borrowing ScratchBytes, into sink: inout some FeatureSink & ~Copyable) {
        guard text.count >= 5 else { return }
        for index in 0...(text.count - 5) {
            // The bytes behind the end are there (ScratchBytes.slack) and masked out.
            let window = text.word(at: index) & 0xff_ffff_ffff
            sink.add(grams.window(window, seed: 0), in: text, index, index + 5)
        }
    }

    /// The words of a text.
    func addWords(
        _ list: borrowing WordList, of text: borrowing ScratchBytes, into sink: inout some FeatureSink & ~Copyable
    ) {
        for index in 0..<list.count {
            let word = list.words[index]
            sink.add(KeyedHash.fold(word.hash), in: text, Int(word.start), Int(word.end))
        }
    }

    /// Each word with the four before it, in order and with their distance.
    func addPairs(
        _ list: borrowing WordList, of text: borrowing ScratchBytes, into sink: inout some FeatureSink & ~Copyable
    ) {
        for index in 0..<list.count {
            let word = list.words[index]
            for distance in 1..<min(Self.window, index + 1) {
                let earlier = list.words[index - distance]
                sink.add(
                    pairs.pair(earlier.hash, word.hash, UInt64(distance)), in: text, Int(earlier.start),
                    Int(word.end))
            }
        }
    }
}
