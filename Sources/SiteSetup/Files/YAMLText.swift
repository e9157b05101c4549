// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text as a scalar of YAML, in quotes where it needs them.
    ///
    /// - SeeAlso: YAML 1.2, 7.3
    var forYAML: String {
        let isPlain =
            utf8.allSatisfy { byte in
                byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "._/@+-*".utf8.contains(byte) || byte >= 0x80
            } && (first?.isLetter == true || hasPrefix("/"))
            && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(lowercased())
        if isPlain { return self }
        let escaped = unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }.joined()
        return "\"\(escaped)\""
    }
}

extension [String] {
    /// The texts as a list of YAML in one line.
    var forYAML: String { "[\(map(\.forYAML).joined(separator: ", "))]" }
}
