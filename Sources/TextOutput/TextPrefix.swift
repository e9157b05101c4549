// SPDX-License-Identifier: Apache-2.0

extension String {
    /// As much of its beginning as fits into so many bytes of UTF-8, no character's code points torn apart.
    ///
    /// A limit of characters is none: one may have any number of combining marks.
    package func prefix(bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var end = utf8.index(startIndex, offsetBy: bytes)
        while end.samePosition(in: unicodeScalars) == nil { utf8.formIndex(before: &end) }
        return String(unicodeScalars[..<end])
    }
}
