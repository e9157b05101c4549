// SPDX-License-Identifier: Apache-2.0

/// Reads the ids of messages and parts.
public enum MessageID {
    /// The ids of a field, as Message-ID, In-Reply-To or References hold them, without their angle brackets.
    ///
    /// A field without brackets is one id for each of its words.
    public static func all(in field: HeaderField) -> [String] {
        var cursor = FieldCursor(field)
        var found: [String] = []
        var words: [String] = []
        while true {
            cursor.skipCommentsAndWhiteSpace()
            guard let byte = cursor.current else { break }
            if byte == ASCII.less {
                cursor.advance()
                let range = cursor.skip { $0 != ASCII.greater && $0 != ASCII.less }
                _ = cursor.skip(ASCII.greater)
                let id = trimmed(cursor.bytes[range])
                if !id.isEmpty { found.append(id) }
            } else {
                let range = cursor.skip { !$0.isWhiteSpace && $0 != ASCII.less && $0 != ASCII.openParenthesis }
                words.append(cursor.text(range))
            }
        }
        return found.isEmpty ? words : found
    }

    /// An id without line ends inside and white space around it.
    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let start = bytes.firstIndex { !$0.isWhiteSpace } ?? bytes.endIndex
        let end = (bytes.lastIndex { !$0.isWhiteSpace }).map { $0 + 1 } ?? start
        return bytes[start..<end].filter { !$0.isLineEnd }.asString
    }
}
