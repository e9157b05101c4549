// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text with blanks before it up to a width, in characters.
    package func leftPadded(_ width: Int) -> String { filler(" ", width) + self }

    /// The text with blanks behind it up to a width, in characters.
    package func rightPadded(_ width: Int) -> String { self + filler(" ", width) }

    /// The digits with zeros before them up to a width.
    package func zeroPadded(_ width: Int) -> String { filler("0", width) + self }

    /// What is missing to a width; nothing if the text is wider.
    private func filler(_ character: Character, _ width: Int) -> String {
        String(repeating: character, count: max(0, width - count))
    }
}
