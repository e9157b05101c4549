// SPDX-License-Identifier: Apache-2.0

/// How often a text uses what hides words from filters: each undone in the canonical text, and counted here.
package struct TextTricks: Sendable, Equatable {
    /// Zero-width characters inside a word.
    package var zeroWidth = 0
    /// Soft hyphens inside a word.
    package var softHyphens = 0
    /// Controls that turn the direction of writing.
    package var bidiControls = 0
    /// Words whose letters come from several alphabets that look alike.
    package var mixedWords = 0
    /// Letters in mathematical, circled or other fancy dress.
    package var styledLetters = 0
    /// Accents and strokes on letters that never carry them.
    package var looseMarks = 0
    /// Words spelt with a space or sign after every letter.
    package var spacedWords = 0
    /// Bytes or characters that could not be decoded.
    package var replacements = 0

    package init() {}
}
