// SPDX-License-Identifier: Apache-2.0

/// Where an alias or a `.forward` sends mail (aliases(5)).
package enum DeliveryTarget: Sendable, Hashable {
    /// An address, or a local name.
    case address(String)
    /// A program that gets the mail on standard input.
    case command(String)
    /// A file, or a folder with a slash at its end.
    case file(String)
    /// A file with more of these.
    case included(String)

    /// The most of one list.
    static let maxTargets = 100_000

    /// Reads a list: commas and line ends between its elements, quotes around what holds them.
    package static func list(_ text: some StringProtocol) -> [DeliveryTarget] {
        var targets: [DeliveryTarget] = []
        var piece = ""
        var isQuoted = false
        var isEscaped = false
        var comment = 0
        for character in text {
            if isEscaped {
                if comment == 0 { piece.append(character) }
                isEscaped = false
                continue
            }
            switch character {
            case "\\" where isQuoted: isEscaped = true
            case "\"" where comment == 0: isQuoted.toggle()
            case "(" where !isQuoted && !piece.hasPrefix("|"): comment += 1
            case ")" where !isQuoted && comment > 0: comment -= 1
            case _ where comment > 0: break
            case ",", "\n", "\r\n":
                if isQuoted && character == "," {
                    piece.append(character)
                } else {
                    add(piece, to: &targets)
                    piece = ""
                    isQuoted = false
                }
            default: piece.append(character)
            }
        }
        add(piece, to: &targets)
        return targets
    }

    private static func add(_ piece: String, to targets: inout [DeliveryTarget]) {
        let text = piece.withoutBlanks
        guard !text.isEmpty, targets.count < maxTargets else { return }
        if text.hasPrefix("|") {
            targets.append(.command(text.dropFirst().withoutBlanks))
        } else if text.lowercased().hasPrefix(":include:") {
            targets.append(.included(text.dropFirst(9).withoutBlanks))
        } else if text.hasPrefix("/") {
            targets.append(.file(text))
        } else if let open = text.lastIndex(of: "<"), let close = text[open...].firstIndex(of: ">") {
            targets.append(.address(text[text.index(after: open)..<close].withoutBlanks))
        } else {
            for word in text.words {
                targets.append(.address(word.hasPrefix("\\") ? String(word.dropFirst()) : String(word)))
            }
        }
    }

    /// The domain of an address, in lower case and without a dot at its end; nil: it is a local name, or no address.
    package var domain: String? {
        guard case .address(let address) = self else { return nil }
        return Self.domain(of: address)
    }

    /// The domain behind an address's last `@`; nil: there is none.
    package static func domain(of address: String) -> String? {
        guard let at = address.lastIndex(of: "@") else { return nil }
        var domain = address[address.index(after: at)...].lowercased()
        while domain.hasSuffix(".") { domain.removeLast() }
        return domain.isEmpty ? nil : domain
    }
}
