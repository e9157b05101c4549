// SPDX-License-Identifier: Apache-2.0

/// What `style` attributes of a page have declared: most of them say what another one has said.
struct InlineStyleCache {
    private struct Entry {
        var text: [UInt8] = []
        var declarations: [StyleDeclaration] = []
    }

    private var entries: [Entry] = []
    /// Where the text looked for last has its place.
    private var place = 0

    private static let capacity = 128
    /// Bytes of a text that is kept.
    private static let maximumBytes = 2048

    /// The declarations of a text; nil if they are not known.
    mutating func declarations(of text: Span<UInt8>) -> [StyleDeclaration]? {
        guard text.count <= Self.maximumBytes else { return nil }
        var hash = UInt64(text.count)
        var index = 0
        while index &+ 8 <= text.count {
            let word = text.word(at: index)
            hash = (hash ^ word) &* 0x9e37_79b9_7f4a_7c15
            hash ^= hash >> 29
            index &+= 8
        }
        while index < text.count {
            hash = (hash ^ UInt64(text[index])) &* 0x9e37_79b9_7f4a_7c15
            index &+= 1
        }
        place = Int(truncatingIfNeeded: (hash ^ hash >> 32) % UInt64(Self.capacity))
        guard place < entries.count else { return nil }
        let entry = entries[place]
        return text.isSame(as: entry.text.span) ? entry.declarations : nil
    }

    /// Keeps the declarations of the text looked for last.
    mutating func keep(_ declarations: [StyleDeclaration], for text: Span<UInt8>) {
        guard text.count <= Self.maximumBytes else { return }
        if entries.isEmpty { entries = Array(repeating: Entry(), count: Self.capacity) }
        entries[place].declarations = declarations
        entries[place].text = [UInt8](text)
    }
}
