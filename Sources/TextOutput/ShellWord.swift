// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text as one word of a shell's command, in quotes where it needs them.
    ///
    /// Advice is copied into root's shell, and users give folders their names.
    package var forShell: String {
        let isPlain = utf8.allSatisfy { byte in
            byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "@._/+-".utf8.contains(byte)
        }
        return isPlain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
