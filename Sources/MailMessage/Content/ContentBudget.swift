// SPDX-License-Identifier: Apache-2.0

/// How much of a message's content, or of one page of HTML, is read.
///
/// What is beyond is left out, and ``MessageContent/isCut`` or ``HTMLContent/isCut`` is set. The limits of a message count
/// over all its parts.
public struct ContentBudget: Sendable {
    /// Bytes of visible text: 256 KiB; reading ends when they are found.
    public var visibleBytes = 1 << 18
    /// Bytes of hidden text: 64 KiB.
    public var hiddenBytes = 1 << 16
    /// Bytes of the skeleton: 64 KiB; 0 leaves it out at no cost.
    public var skeletonBytes = 1 << 16
    /// Bytes of HTML that are looked at: 1 MiB.
    ///
    /// Of 8,767 real HTML parts the largest had 0.6 MB.
    public var htmlBytes = 1 << 20
    /// Number of links: 1,000; 0 leaves them out at no cost, and the flags that tell of where they lead.
    public var links = 1000
    /// Number of attachments that are looked at: 200; a page has none.
    public var attachments = 200

    /// The limits as documented at each.
    public static let standard = ContentBudget()

    /// Makes the standard budget.
    public init() {}
}
