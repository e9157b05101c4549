// SPDX-License-Identifier: Apache-2.0

/// What ``HTMLReader`` finds in HTML: the text a reader sees, the text kept from them, and how the page is made.
///
/// Reading another part into the same value goes on where the last one ended.
public struct HTMLContent: Sendable {
    /// The text that a reader sees, in UTF-8: one space between words, LF where a block ends.
    ///
    /// Alternative texts of images are part of it.
    public var visible: [UInt8] = []
    /// The text that a reader does not see, in the same form; ``HTMLFlags`` say by which means it is hidden.
    public var hidden: [UInt8] = []
    /// Tags and attributes as they stand in the source, one on a line: `<b`, `</b`, `@width=100`.
    ///
    /// Names are in lower case; a value is cut after 40 bytes, character references are left as they are.
    public var skeleton: [UInt8] = []
    /// Links, forms, remote images and frames in the order of their ends.
    public var links: [Link] = []
    /// What the page does beside showing text.
    public var flags: HTMLFlags = []
    /// Whether something but the skeleton was left out because a limit of the budget was met.
    public var isCut = false

    /// Makes empty content.
    public init() {}
}

/// What a page does beside showing text.
public struct HTMLFlags: OptionSet, Sendable, Hashable {
    /// One bit for each thing.
    public var rawValue: UInt64

    /// Makes a set of its bits.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(bit: Int) { rawValue = 1 << UInt64(bit) }

    /// There is a form.
    public static let form = HTMLFlags(bit: 0)
    /// A form asks for a password.
    public static let passwordField = HTMLFlags(bit: 1)
    /// Images come from elsewhere when the message is read.
    public static let remoteImage = HTMLFlags(bit: 2)
    /// Such an image is too small to be seen.
    public static let trackingPixel = HTMLFlags(bit: 3)
    /// Images come from other parts of the message (`cid:`).
    public static let embeddedImage = HTMLFlags(bit: 4)
    /// There is a script.
    public static let script = HTMLFlags(bit: 5)
    /// There is an `onclick` or another event handler.
    public static let eventHandler = HTMLFlags(bit: 6)
    /// There is a style sheet.
    public static let styleSheet = HTMLFlags(bit: 7)
    /// There is a comment.
    public static let comment = HTMLFlags(bit: 8)
    /// There is a comment that some mail program reads (`<!--[if mso]>`).
    public static let conditionalComment = HTMLFlags(bit: 9)
    /// A comment stands inside a word.
    public static let commentInWord = HTMLFlags(bit: 10)
    /// There is a title.
    public static let title = HTMLFlags(bit: 11)
    /// There are frames.
    public static let frame = HTMLFlags(bit: 12)
    /// There is an object, an applet or an embedded plug-in.
    public static let object = HTMLFlags(bit: 13)
    /// The page loads another by itself.
    public static let refresh = HTMLFlags(bit: 14)
    /// Links are relative to a given base.
    public static let base = HTMLFlags(bit: 15)
    /// A link runs a script.
    public static let scriptLink = HTMLFlags(bit: 16)
    /// A link or image holds its own data (`data:`).
    public static let dataLink = HTMLFlags(bit: 17)
    /// An image is a map of links.
    public static let imageMap = HTMLFlags(bit: 18)
    /// A link shows one host and leads to another.
    public static let deceptiveLink = HTMLFlags(bit: 19)
    /// Text is hidden by `display: none`, the `hidden` attribute or an element that is never shown.
    public static let hiddenByDisplay = HTMLFlags(bit: 20)
    /// Text is hidden by `visibility`.
    public static let hiddenByVisibility = HTMLFlags(bit: 21)
    /// Text is hidden by a font of no size.
    public static let hiddenByFontSize = HTMLFlags(bit: 22)
    /// Text is hidden by `opacity`.
    public static let hiddenByOpacity = HTMLFlags(bit: 23)
    /// Text is hidden in a box of no size.
    public static let hiddenByBoxSize = HTMLFlags(bit: 24)
    /// Text has the colour of its background.
    public static let hiddenByColor = HTMLFlags(bit: 25)
    /// Text stands outside of the page.
    public static let hiddenByPosition = HTMLFlags(bit: 26)
    /// Text is hidden from Outlook only (`mso-hide`); it counts as visible.
    public static let hiddenFromOutlook = HTMLFlags(bit: 27)
    /// An end tag has no start tag.
    public static let unmatchedEndTag = HTMLFlags(bit: 28)
    /// A tag is too long, or elements are nested too deeply.
    public static let excessiveMarkup = HTMLFlags(bit: 29)
    /// There is an element that HTML does not know.
    public static let unknownElement = HTMLFlags(bit: 30)
    /// Text is shown on some screens and not on others, as on phones alone.
    public static let hiddenOnSomeScreens = HTMLFlags(bit: 31)
    /// A style sheet puts text into the page.
    public static let generatedText = HTMLFlags(bit: 32)
    /// Style sheets ask for more work than is done.
    public static let excessiveStyle = HTMLFlags(bit: 33)

    /// All ways of hiding text.
    public static let hidden: HTMLFlags = [
        .hiddenByDisplay, .hiddenByVisibility, .hiddenByFontSize, .hiddenByOpacity, .hiddenByBoxSize, .hiddenByColor,
        .hiddenByPosition, .hiddenFromOutlook, .hiddenOnSomeScreens,
    ]
}

/// A place that a page leads to or loads from.
public struct Link: Sendable, Equatable {
    /// What element it comes from.
    public enum Kind: UInt8, Sendable {
        /// An `a` element.
        case anchor
        /// A part of an image map.
        case area
        /// Where a form is sent.
        case form
        /// An image loaded from elsewhere.
        case image
        /// A frame.
        case frame
        /// A page that is loaded by itself.
        case refresh
        /// A URL written out in plain text.
        case plainText
        /// What a page's relative links are relative to.
        case base
        /// A URL written out in the text of a page, of which many clients make a link.
        case writtenOut
    }

    /// What element it comes from.
    public var kind: Kind
    /// The text that is shown for it, in UTF-8.
    public var shown: [UInt8]
    /// The URL as written, without white space, character references resolved; at most 2,048 bytes.
    public var target: [UInt8]
    /// The host that the URL leads to, in lower case without user and port; empty if there is none.
    public var host: [UInt8]

    /// Makes a link; its host is read from the target.
    public init(kind: Kind, shown: [UInt8], target: [UInt8]) {
        self.kind = kind
        self.shown = shown
        self.target = target
        self.host = LinkTarget.host(of: target.span)
    }
}
