// SPDX-License-Identifier: Apache-2.0

/// The view of the subject: few words, but those that were chosen to be read.
struct SubjectView {
    private let hash: KeyedHash

    private enum Seed {
        static let word: UInt64 = 1
        static let foldedWord: UInt64 = 2
        static let gram: UInt64 = 3
    }

    init(key: SiteKey) { hash = KeyedHash(key: key, purpose: "subject") }

    /// Words as they stand; words without case and pairs of neighbouring ones; 4-grams without case.
    func add(
        _ subject: borrowing CanonicalText, words: inout WordList, into sink: inout some FeatureSink & ~Copyable
    ) {
        words.read(subject.text, limit: subject.text.count, hash: hash, seed: Seed.word)
        sink.begin(.subject, subject.text)
        for index in 0..<words.count {
            let word = words.words[index]
            sink.add(KeyedHash.fold(word.hash), in: subject.text, Int(word.start), Int(word.end))
        }
        let count = subject.folded.count
        words.read(subject.folded, limit: count, hash: hash, seed: Seed.foldedWord)
        sink.begin(.subject, subject.folded, of: subject.text)
        for index in 0..<words.count {
            let word = words.words[index]
            sink.add(KeyedHash.fold(word.hash), in: subject.folded, Int(word.start), Int(word.end))
            guard index > 0 else { continue }
            let earlier = words.words[index - 1]
            sink.add(hash.pair(earlier.hash, word.hash, 1), in: subject.folded, Int(earlier.start), Int(word.end))
        }
        guard count >= 4 else { return }
        for index in 0...(count - 4) {
            let window = subject.folded.word(at: index) & 0xffff_ffff
            sink.add(hash.window(window, seed: Seed.gram), in: subject.folded, index, index + 4)
        }
    }
}

/// The view of text that the reader is not meant to see: its words and pairs of neighbouring ones, without case.
struct HiddenTextView {
    private let hash: KeyedHash

    init(key: SiteKey) { hash = KeyedHash(key: key, purpose: "hiddenText") }

    func add(
        _ hidden: borrowing CanonicalText, words: inout WordList, into sink: inout some FeatureSink & ~Copyable
    ) {
        words.read(hidden.folded, limit: hidden.folded.count, hash: hash)
        sink.begin(.hiddenText, hidden.folded, of: hidden.text)
        for index in 0..<words.count {
            let word = words.words[index]
            sink.add(KeyedHash.fold(word.hash), in: hidden.folded, Int(word.start), Int(word.end))
            guard index > 0 else { continue }
            let earlier = words.words[index - 1]
            sink.add(hash.pair(earlier.hash, word.hash, 1), in: hidden.folded, Int(earlier.start), Int(word.end))
        }
    }
}
