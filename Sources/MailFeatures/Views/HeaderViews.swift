// SPDX-License-Identifier: Apache-2.0

/// The views of the header: byte 4-grams, words, and pairs of words, each told apart by its field's name.
struct HeaderViews {
    private let grams: KeyedHash
    let words: KeyedHash
    private let pairs: KeyedHash

    /// Kinds of features in ``FeatureView/headerWords`` beside words, which are seeded by their field's name.
    private enum Seed {
        static let name: UInt64 = 1
        static let originalName: UInt64 = 2
        static let firstName: UInt64 = 3
    }

    init(key: SiteKey) {
        grams = KeyedHash(key: key, purpose: "headerGrams")
        words = KeyedHash(key: key, purpose: "headerWords")
        pairs = KeyedHash(key: key, purpose: "headerPairs")
    }

    /// For each field its name, and the 4-grams of its value between 0x02 and 0x03.
    func addGrams(
        of header: borrowing HeaderText, budgets: FeatureBudgets, into sink: inout some FeatureSink & ~Copyable
    ) {
        var left = budgets.headerGramBytes
        let bytes = header.text.bytes
        for field in header.fields {
            guard left > 0 else { return }
            let nameHash = KeyedHash.fold(grams.number(field.nameHash, seed: Seed.name))
            sink.add(nameHash, in: header.text, field.name.lowerBound, field.name.upperBound)
            let start = field.value.lowerBound
            let end = start + min(field.value.count, budgets.headerGramFieldBytes, left)
            left -= end - start
            var window: UInt64 = 0x02
            for index in start..<end {
                window = (window << 8 | UInt64(bytes[index])) & 0xffff_ffff
                if index >= start + 2 {
                    sink.add(
                        grams.window(window, seed: field.nameHash), in: header.text, max(start, index - 3), index + 1,
                        label: field.name)
                }
            }
            if end - start >= 2 {
                window = (window << 8 | 0x03) & 0xffff_ffff
                sink.add(
                    grams.window(window, seed: field.nameHash), in: header.text, max(start, end - 3), end,
                    label: field.name)
            }
        }
    }

    /// The feature of ``FeatureView/headerWords`` that says that there is a field of a name, given by the name's hash.
    func nameFeature(_ nameHash: UInt64) -> UInt32 { KeyedHash.fold(words.number(nameHash, seed: Seed.name)) }

    /// The fields' names, pairs of neighbouring names, names as they are written, and each word with its field.
    func addWords(of header: borrowing HeaderText, into sink: inout some FeatureSink & ~Copyable) {
        var previous = words.number(0, seed: Seed.firstName)
        for field in header.fields {
            let (start, end) = (field.name.lowerBound, field.name.upperBound)
            let name = words.number(field.nameHash, seed: Seed.name)
            sink.add(KeyedHash.fold(name), in: header.text, start, end)
            let original = words.string(header.text.bytes.extracting(start..<end), seed: Seed.originalName)
            sink.add(KeyedHash.fold(original), in: header.text, start, end)
            sink.add(words.pair(previous, name, 1), in: header.text, start, end)
            previous = name
            for index in field.words {
                let word = header.words.words[index]
                sink.add(KeyedHash.fold(word.hash), in: header.text, Int(word.start), Int(word.end), label: field.name)
            }
        }
    }

    /// Pairs of words that follow each other in one field, and the first word after the name.
    func addPairs(of header: borrowing HeaderText, into sink: inout some FeatureSink & ~Copyable) {
        for field in header.fields {
            var previous = field.nameHash
            var previousStart = field.value.lowerBound
            for index in field.words {
                let word = header.words.words[index]
                let pair = pairs.pair(previous, word.hash, 1)
                sink.add(pair, in: header.text, previousStart, Int(word.end), label: field.name)
                previous = word.hash
                previousStart = Int(word.start)
            }
        }
    }
}

extension WordSplitter {
    /// The hash of a word of `text`; of one that is too long, only how long it is.
    @inline(__always)
    static func hash(
        _ text: Span<UInt8>, _ start: Int, _ end: Int, _ hash: KeyedHash, seed: UInt64
    ) -> UInt64 {
        let word = text.extracting(start..<end)
        if isTooLong(word) { return hash.number(UInt64(word.count / 10), seed: seed ^ 0x6c6f_6e67) }
        return hash.string(word, seed: seed)
    }
}
