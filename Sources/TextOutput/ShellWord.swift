// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text as one word of a shell's command, in quotes where it needs them.
    ///
    /// Advice is copied into root's shell, and users give folders their names.
    package var forShell: String {
        let isPlain = utf8.allSatisfy { byte in
            byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "@._/+-".utf8.contains(byte)
        }
        return isPlain && !isEmpty ? self : "'" + replacing(scalar: "'", with: "'\\''") + "'"
    }

    /// The text with each occurrence of a code point replaced, whatever combines with it.
    ///
    /// `replacing` compares characters: a quote with a combining mark behind it is another one to it, and would stay a quote to others.
    package func replacing(scalar: Unicode.Scalar, with text: String) -> String {
        var result = String.UnicodeScalarView()
        for other in unicodeScalars {
            if other == scalar { result.append(contentsOf: text.unicodeScalars) } else { result.append(other) }
        }
        return String(result)
    }
}
