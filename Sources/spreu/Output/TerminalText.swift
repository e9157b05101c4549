// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text with control characters written out, so that mail cannot steer a terminal or forge a line.
    ///
    /// Line ends and tabs stay where `keepingLines` says so; bidirectional controls, which turn the order of what is
    /// shown, are written out too.
    func forTerminal(keepingLines: Bool = false) -> String {
        var text = ""
        for scalar in unicodeScalars {
            let isSafe: Bool
            switch scalar {
            case "\n", "\t": isSafe = keepingLines
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{2028}", "\u{2029}": isSafe = false
            default: isSafe = scalar.properties.generalCategory != .control
            }
            if isSafe { text.unicodeScalars.append(scalar) } else { text += scalar.escaped(asASCII: true) }
        }
        return text
    }
}
