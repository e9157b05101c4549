// SPDX-License-Identifier: Apache-2.0

/// The distinct hashed features of one message, view by view, ascending within each view.
///
///     hashes  | headerGrams ... | headerWords ... | ... | structure ... |
///     starts  0                 starts[1]         ...                   starts[13] = hashes.count
///
/// A feature is present or not: how often it occurs does not count. Hashes have 32 bits; a learner with 2^b slots
/// uses the top b bits (`hash >> (32 - b)`), which keeps the order.
public struct FeatureVector: Sendable, Hashable {
    /// All views' hashes, one view after another.
    public var hashes: [UInt32]
    /// Where each view begins, in the order of ``FeatureView/allCases``, and the end of the last.
    public var starts: [Int]
    /// The keyed digest of the address in the From field (``AddressDigests``); 0: none that could be told.
    ///
    /// No feature: no learner sees it. It only tells whether somebody of the site has written to the sender.
    public var sender: UInt64 = 0
    /// Whether the site's own servers found nothing that shows the message to be the sender's, though they looked: then nobody's
    /// having written to the sender counts.
    ///
    /// No feature either, and nothing that is stored: whoever has the message scored says so, if he knows.
    public var isSenderDoubted = false

    /// Makes an empty vector: no view has features.
    public init() {
        hashes = []
        starts = Array(repeating: 0, count: FeatureView.allCases.count + 1)
    }

    /// Makes a vector of hashes that are already in order, as a store keeps them.
    ///
    /// - Precondition: `starts` ascends from 0 to `hashes.count` and has one element more than there are views.
    public init(hashes: [UInt32], starts: [Int], sender: UInt64 = 0) {
        self.sender = sender
        precondition(starts.count == FeatureView.allCases.count + 1 && starts.first == 0 && starts.last == hashes.count)
        self.hashes = hashes
        self.starts = starts
    }

    /// Calls the closure with the hashes of one view: distinct, ascending.
    ///
    /// Learners walk over them and their own tables with unchecked pointers; the hashes are ours, no stranger's bytes.
    @inlinable
    public func withView<R>(_ view: FeatureView, _ body: (UnsafeBufferPointer<UInt32>) throws -> R) rethrows -> R {
        try unsafe hashes.withUnsafeBufferPointer { all in
            try unsafe body(UnsafeBufferPointer(rebasing: all[range(of: view)]))
        }
    }

    /// Where the hashes of one view lie.
    @inlinable
    public func range(of view: FeatureView) -> Range<Int> {
        starts[Int(view.rawValue)]..<starts[Int(view.rawValue) + 1]
    }

    /// The number of features of one view.
    @inlinable
    public func count(of view: FeatureView) -> Int { range(of: view).count }

    /// Whether no view has a feature.
    public var isEmpty: Bool { hashes.isEmpty }
}
