// SPDX-License-Identifier: Apache-2.0

/// What is particular about the content of a message, beside what its HTML does (``HTMLFlags``).
public struct ContentFlags: OptionSet, Sendable, Hashable {
    /// One bit for each thing.
    public let rawValue: UInt32

    /// Makes a set of its bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    private init(bit: Int) { rawValue = 1 << UInt32(bit) }

    /// A text, its hidden text or its links were too long for the budget: of each the beginning and the end were read.
    public static let cut = ContentFlags(bit: 0)
    /// There is hardly any text, but a picture: what there is to read is in it.
    public static let onePicture = ContentFlags(bit: 1)
    /// The text stands within an S/MIME object.
    public static let cms = ContentFlags(bit: 2)
    /// There is text or a file in Outlook's `winmail.dat`.
    public static let tnef = ContentFlags(bit: 3)
    /// There is an invitation.
    public static let calendar = ContentFlags(bit: 4)
    /// There is a contact card.
    public static let contactCard = ContentFlags(bit: 5)
    /// There is HTML for Gmail and others that is made of AMP's elements.
    public static let ampHTML = ContentFlags(bit: 6)
    /// There is HTML for watches.
    public static let watchHTML = ContentFlags(bit: 7)
    /// There is rich text.
    public static let richText = ContentFlags(bit: 8)
    /// There are more containers, or deeper ones, than are opened.
    public static let unopened = ContentFlags(bit: 9)

    /// The names of those that are set, in the order of their bits.
    public var names: [String] { Self.allNames.filter { contains($0.flag) }.map(\.name) }

    /// Every flag with its name.
    public static let allNames: [(flag: ContentFlags, name: String)] = [
        (.cut, "cut"), (.onePicture, "onePicture"), (.cms, "cms"), (.tnef, "tnef"), (.calendar, "calendar"),
        (.contactCard, "contactCard"), (.ampHTML, "ampHTML"), (.watchHTML, "watchHTML"), (.richText, "richText"),
        (.unopened, "unopened"),
    ]
}
