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

    /// As much of its beginning as fits into so many bytes of UTF-8, no character's code points torn apart.
    ///
    /// A limit of characters is none: one may have any number of combining marks.
    func prefix(bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var end = utf8.index(startIndex, offsetBy: bytes)
        while end.samePosition(in: unicodeScalars) == nil { utf8.formIndex(before: &end) }
        return String(unicodeScalars[..<end])
    }
}
