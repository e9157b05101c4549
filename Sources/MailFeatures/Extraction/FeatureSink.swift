// SPDX-License-Identifier: Apache-2.0

/// Takes the features of a view one by one, as they are found.
///
/// Views are generic over their sink, so that the fast path pays nothing for spans, and so that both give the same.
protocol FeatureSink: ~Copyable {
    /// Takes a feature whose text is `text[start..<end]`, told apart by the label `text[label]` (a field's name).
    mutating func add(_ hash: UInt32, in text: borrowing ScratchBytes, _ start: Int, _ end: Int, label: Range<Int>)

    /// Says that the features that follow are found in `text`: a section of the message, or `original`'s form without case.
    mutating func begin(
        _ section: AnnotatedText.Section, _ text: borrowing ScratchBytes, of original: borrowing ScratchBytes)
}

extension FeatureSink where Self: ~Copyable {
    @inline(__always)
    mutating func begin(
        _ section: AnnotatedText.Section, _ text: borrowing ScratchBytes, of original: borrowing ScratchBytes
    ) {}

    /// The same where the text is read as it is.
    @inline(__always)
    mutating func begin(_ section: AnnotatedText.Section, _ text: borrowing ScratchBytes) {
        begin(section, text, of: text)
    }

    @inline(__always)
    mutating func add(_ hash: UInt32, in text: borrowing ScratchBytes, _ start: Int, _ end: Int) {
        add(hash, in: text, start, end, label: 0..<0)
    }
}

/// Keeps the hashes alone.
struct HashSink: FeatureSink, ~Copyable {
    private var hashes = ScratchArray<UInt32>(capacity: 8192)
    private var distinct = DistinctHashes()

    @inline(__always)
    mutating func add(_ hash: UInt32, in text: borrowing ScratchBytes, _ start: Int, _ end: Int, label: Range<Int>) {
        hashes.append(hash)
    }

    /// Ends a view: appends its distinct hashes in order.
    mutating func finish(into vector: inout [UInt32]) {
        distinct.sort(&hashes)
        hashes.move(to: &vector)
    }
}

/// Keeps where each feature was first found, and in texts, where it is asked for, each place where it was.
struct SpanSink: FeatureSink, ~Copyable {
    /// The text that is being read.
    private struct Reading {
        var section: Int
        /// For each of its bytes the one of the section's text that it stands for; nil where they are the same.
        var origins: [Int]?
    }

    private var found: [UInt32: FeatureSpan] = [:]
    private var places: [(section: Int, hash: UInt32, range: Range<Int>)] = []
    private var reading: Reading?
    private let keepsPlaces: Bool
    /// Those of the views that are ended, ordered by hash within each.
    private(set) var spans: [FeatureSpan] = []
    /// The texts, with the places that features of ended views have in them.
    private(set) var texts: [AnnotatedText]
    /// The view whose features are being found.
    var view = FeatureView.headerGrams

    init(keepsPlaces: Bool = false) {
        self.keepsPlaces = keepsPlaces
        texts = keepsPlaces ? AnnotatedText.Section.allCases.map { AnnotatedText($0) } : []
    }

    mutating func begin(
        _ section: AnnotatedText.Section, _ text: borrowing ScratchBytes, of original: borrowing ScratchBytes
    ) {
        guard keepsPlaces, let index = texts.firstIndex(where: { $0.section == section }) else { return }
        if texts[index].bytes.isEmpty { texts[index].bytes = original.array(0..<original.count) }
        let bytes = texts[index].bytes
        let isSame = text.count == bytes.count && text.array(0..<text.count) == bytes
        reading = Reading(
            section: index, origins: isSame ? nil : CaseFolding.origins(in: bytes.span, count: text.count))
    }

    mutating func add(_ hash: UInt32, in text: borrowing ScratchBytes, _ start: Int, _ end: Int, label: Range<Int>) {
        if let reading, let range = Self.range(start, end, reading.origins) {
            places.append((reading.section, hash, range))
        }
        if found[hash] != nil { return }
        found[hash] = FeatureSpan(
            view: view, hash: hash, text: text.array(start..<end), label: text.array(label), offset: start)
    }

    /// Ends a view.
    mutating func finish() {
        let first = spans.count
        spans.append(contentsOf: found.values.sorted { $0.hash < $1.hash })
        if !places.isEmpty {
            let indices = Dictionary(
                uniqueKeysWithValues: spans[first...].indices.map { (spans[$0].hash, $0) })
            for place in places {
                guard let feature = indices[place.hash] else { continue }
                texts[place.section].places.append(.init(feature: feature, range: place.range))
            }
        }
        found.removeAll()
        places.removeAll()
        reading = nil
    }

    private static func range(_ start: Int, _ end: Int, _ origins: [Int]?) -> Range<Int>? {
        guard start < end else { return nil }
        guard let origins else { return start..<end }
        guard end < origins.count else { return nil }
        // A window may end within what one character became.
        return origins[start]..<max(origins[end], origins[start] + 1)
    }
}

/// One feature of a message with the text that it stands for.
public struct FeatureSpan: Sendable, Equatable {
    /// The view that the feature belongs to.
    public var view: FeatureView
    /// The feature as it stands in the ``FeatureVector``.
    public var hash: UInt32
    /// The text, as the view reads it: normalised, in UTF-8 (of an n-gram perhaps not whole characters).
    public var text: [UInt8]
    /// What the feature is told apart by beside its text: the field's name, or nothing.
    public var label: [UInt8]
    /// Where the text stands first, in bytes from the start of the view's canonical text.
    public var offset: Int

    /// Makes a span.
    public init(view: FeatureView, hash: UInt32, text: [UInt8], label: [UInt8] = [], offset: Int) {
        self.view = view
        self.hash = hash
        self.text = text
        self.label = label
        self.offset = offset
    }
}
