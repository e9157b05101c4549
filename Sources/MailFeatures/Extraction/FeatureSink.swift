// SPDX-License-Identifier: Apache-2.0

/// Takes the features of a view one by one, as they are found.
///
/// Views are generic over their sink, so that the fast path pays nothing for spans, and so that both give the same.
protocol FeatureSink: ~Copyable {
    /// Takes a feature whose text is `text[start..<end]`, told apart by the label `text[label]` (a field's name).
    mutating func add(_ hash: UInt32, in text: borrowing ScratchBytes, _ start: Int, _ end: Int, label: Range<Int>)
}

extension FeatureSink where Self: ~Copyable {
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

/// Keeps where each feature was first found.
struct SpanSink: FeatureSink, ~Copyable {
    private var found: [UInt32: FeatureSpan] = [:]
    /// Those of the views that are ended, ordered by hash within each.
    private(set) var spans: [FeatureSpan] = []
    /// The view whose features are being found.
    var view = FeatureView.headerGrams

    init() {}

    mutating func add(_ hash: UInt32, in text: borrowing ScratchBytes, _ start: Int, _ end: Int, label: Range<Int>) {
        if found[hash] != nil { return }
        found[hash] = FeatureSpan(
            view: view, hash: hash, text: text.array(start..<end), label: text.array(label), offset: start)
    }

    /// Ends a view.
    mutating func finish() {
        spans.append(contentsOf: found.values.sorted { $0.hash < $1.hash })
        found.removeAll()
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
