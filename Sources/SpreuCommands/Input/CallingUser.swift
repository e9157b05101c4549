// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// Who called a command.
enum CallingUser {
    /// Who logged in, whatever user the command runs as, as one word for a line of a file.
    static var name: String {
        let name = Environment.value("SUDO_USER") ?? FileOwner.currentUser
        return String(
            name.prefix(64).map {
                $0.isWhitespace || $0 == "#" || $0.unicodeScalars.contains(where: \.isControl) ? "?" : $0
            })
    }
}

extension Unicode.Scalar {
    /// Whether it is a control character of ASCII or Latin-1.
    var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}
