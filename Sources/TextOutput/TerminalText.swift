// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The text with control characters written out, so that mail cannot steer a terminal or forge a line.
    ///
    /// Line ends and tabs stay where `keepingLines` says so. Signs that are not seen, and bidirectional controls, which
    /// turn the order of what is shown, are written out too, but for the two that join letters and emoji.
    package func forTerminal(keepingLines: Bool = false) -> String {
        if utf8.allSatisfy({ 0x20..<0x7f ~= $0 }) { return self }
        var text = ""
        for scalar in unicodeScalars {
            let isSafe: Bool
            switch scalar {
            case "\n", "\t": isSafe = keepingLines
            case "\u{200C}", "\u{200D}": isSafe = true
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: isSafe = false
                default: isSafe = true
                }
            }
            if isSafe { text.unicodeScalars.append(scalar) } else { text += scalar.escaped(asASCII: true) }
        }
        return text
    }
}
