// SPDX-License-Identifier: Apache-2.0

/// How much of a message's content, or of one page of HTML, is read.
///
/// What is beyond is left out, and ``MessageContent/isCut`` or ``HTMLContent/isCut`` is set. The limits of a message count
/// over all its parts: what is shown comes first, other alternatives keep a share, and a quarter of what there is room for
/// is for the end of a text.
public struct ContentBudget: Sendable {
    /// Bytes of visible text: 256 KiB; reading a page by itself ends when they are found.
    public var visibleBytes = 1 << 18
    /// Bytes of visible text up to which parts stand in the message's order: 256 KiB; longer text begins with what is shown.
    public var orderedBytes = 1 << 18
    /// Bytes of hidden text: 64 KiB.
    public var hiddenBytes = 1 << 16
    /// Bytes of the skeleton: 64 KiB; 0 leaves it out at no cost.
    public var skeletonBytes = 1 << 16
    /// Bytes of HTML, and of text, that are looked at: 1 MiB.
    ///
    /// Of 8,767 real HTML parts the largest had 0.6 MB.
    public var htmlBytes = 1 << 20
    /// Number of links: 1,000; 0 leaves them out at no cost, and the flags that tell of where they lead.
    public var links = 1000
    /// Bytes of containers (S/MIME, TNEF, rich text, invitations) that are opened: 4 MiB.
    public var containerBytes = 1 << 22
    /// Number of attachments that are looked at: 200; a page has none.
    public var attachments = 200
    /// When reading ends; a message's own is ``MessageLimits/deadline``.
    public var deadline = WorkDeadline.never

    /// The limits as documented at each.
    public static let standard = ContentBudget()

    /// Makes the standard budget.
    public init() {}
}
