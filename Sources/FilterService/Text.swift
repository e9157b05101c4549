// SPDX-License-Identifier: Apache-2.0

extension String {
    /// Without blanks and tabs at both ends.
    var trimmingBlanks: String {
        let isBlank = { (byte: Character) in byte == " " || byte == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
