// SPDX-License-Identifier: Apache-2.0

/// What the reader of a message gets: its text, its links and what is attached.
///
/// The text parts are read in the order they stand, enclosed messages and what containers hold with them (signed S/MIME,
/// `winmail.dat`); each begins on a line of its own. If there is more text than ``ContentBudget/orderedBytes``, what is shown
/// comes first.
public struct MessageContent: Sendable {
    /// The text that a reader sees, in UTF-8 with LF line ends.
    ///
    /// Plain text stands as it is, but for the soft line ends of format=flowed; HTML has one space between words and LF
    /// where a block ends.
    public var visibleText: [UInt8] = []
    /// The text that HTML keeps from the reader.
    public var hiddenText: [UInt8] = []
    /// Tags and attributes of HTML, one on a line (``HTMLContent/skeleton``).
    public var skeleton: [UInt8] = []
    /// Links of HTML, and URLs that are written out in plain text.
    public var links: [Link] = []
    /// The parts that are files to save instead of text to read.
    public var attachments: [AttachmentInfo] = []
    /// What the HTML parts do beside showing text.
    public var flags: HTMLFlags = []
    /// What is particular about the content beside that.
    public var contentFlags: ContentFlags = []
    /// How many U+FFFD stand for bytes that could not be decoded.
    public var replacements = 0
    /// Parts of plain text that were read.
    public var plainParts = 0
    /// Parts of HTML that were read.
    public var htmlParts = 0
    /// Text parts whose declared charset is unknown or evidently wrong.
    public var mislabelledParts = 0
    /// What is wrong with the transfer encodings and charsets of the text that was read.
    public var defects: Defects = []
    /// Whether something but the skeleton was left out because a limit of the budget was met.
    public var isCut = false

    /// Makes empty content.
    public init() {}
}

/// Which of the parts of a multipart/alternative are read.
public enum AlternativeParts: Sendable {
    /// All: what one says and another does not is worth knowing.
    case all
    /// The one that a mail program shows: the last that it can.
    case preferred
}

extension Message {
    /// Reads the content of the message.
    ///
    /// With `.all` alternatives, text that is attached is read, too; with `.preferred` it is only listed.
    ///
    /// - Complexity: linear in the bytes of the text parts, up to the budget; attachments cost the decoding of a few bytes.
    public func content(
        budget: ContentBudget = .standard, alternatives: AlternativeParts = .all
    ) -> MessageContent {
        var reader = ContentReader(budget: budget, alternatives: alternatives)
        return reader.read(root)
    }
}

extension Message {
    /// All parts, as ``parts``, and those that are within containers: signed S/MIME and TNEF.
    ///
    /// - Parameter limit: bytes of containers that are opened.
    package func partsWithOpened(limit: Int) -> [Part] {
        var found = parts
        var left = limit
        var position = 0
        // What is found in a container is looked at in its turn, as long as there are bytes left for it.
        while position < found.count, left > 0, found.count < MessageLimits.standard.maxParts {
            let part = found[position]
            position += 1
            guard let (opened, byteCount) = part.opened(limit: left) else { continue }
            left -= max(part.bodyBytes.count, byteCount, 1 << 10)
            Self.collect(opened, into: &found)
        }
        return found
    }
}
