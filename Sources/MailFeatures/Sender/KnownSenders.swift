// SPDX-License-Identifier: Apache-2.0

/// The senders that a site knows, for its people have written to them: what the store and a model agree on.
public enum KnownSenders {
    /// So many are known at most, those written to last: 1.6 MB of digests.
    ///
    /// The store hands over no more, and a model file that states more is refused as damaged.
    public static let most = 200_000
}
