// SPDX-License-Identifier: Apache-2.0
import MailMessage
import NameLookup

/// Names with macros in records of SPF: `%{ir}.%{v}._spf.%{d2}` (RFC 7208, section 7).
struct SPFMacros {
    /// The address that sends.
    var address: String
    /// The domain whose record it is.
    var domain: String
    /// The domain of the sender.
    var sender: String
    /// What the server calls itself; nil: it is not known.
    var hello: String?

    /// Whether the macros of a text are well formed.
    static func isValid(_ text: String) -> Bool { expand(text) { _ in "" } != nil }

    /// Whether a text stands for another name with each sender, or for one that nobody has told: then nothing can be said of it.
    func dependsOnSender(_ text: String) -> Bool {
        var depends = false
        _ = Self.expand(text) { letter in
            if letter == "s" || letter == "l" || letter == "h" && hello == nil { depends = true }
            return ""
        }
        return depends
    }

    /// The name that a text stands for, which depends on no sender (``dependsOnSender(_:)``); nil: it is none.
    func expand(_ text: String) -> String? {
        guard var name = Self.expand(text, value) else { return nil }
        // A name that has become too long loses labels in front: all at once, since macros make half a million of them.
        if name.utf8.count > DNSName.maxBytes {
            let end = name.utf8.suffix(DNSName.maxBytes + 1)
            guard let dot = end.firstIndex(of: UInt8(ascii: ".")) else { return nil }
            name = String(decoding: end[end.index(after: dot)...], as: UTF8.self)
        }
        return DNSName.canonical(name)
    }

    private func value(_ letter: Character) -> String? {
        switch letter {
        case "o": sender
        case "h": hello
        case "d": domain
        case "i":
            // Of IPv6 each half byte with dots between, as in reverse names but in order.
            address.contains(":")
                ? DNSName.reversed(address).map { $0.split(separator: ".").reversed().joined(separator: ".") } ?? ""
                : address
        case "v": address.contains(":") ? "ip6" : "in-addr"
        // The name of the address is not asked for: receivers should not use it, and may say this.
        case "p": "unknown"
        default: nil
        }
    }

    private static func expand(_ text: String, _ value: (Character) -> String?) -> String? {
        var result = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "%" else {
                guard character.isASCII, ("!"..."~").contains(character) else { return nil }
                result.append(character)
                continue
            }
            switch rest.popFirst() {
            case "%": result += "%"
            case "_": result += " "
            case "-": result += "%20"
            case "{":
                guard let end = rest.firstIndex(of: "}"), let part = part(rest[..<end].lowercased(), value) else {
                    return nil
                }
                result += part
                rest = rest[rest.index(after: end)...]
            default: return nil
            }
        }
        return result
    }

    /// What stands for `d2`, `ir` or `l1r-`.
    private static func part(_ macro: String, _ value: (Character) -> String?) -> String? {
        guard let letter = macro.first, "slodiphvcrt".contains(letter) else { return nil }
        let whole = value(letter) ?? ""
        var rest = macro.dropFirst()
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(digits.count)
        let isReversed = rest.first == "r"
        if isReversed { rest = rest.dropFirst() }
        guard rest.allSatisfy({ ".-+,/_=".contains($0) }), digits.count <= 3 else { return nil }
        let delimiters = rest.isEmpty ? "." : String(rest)
        var parts = whole.split(omittingEmptySubsequences: false) { delimiters.contains($0) }
        if isReversed { parts.reverse() }
        if !digits.isEmpty {
            guard let count = Int(digits), count > 0 else { return nil }
            parts = Array(parts.suffix(count))
        }
        return parts.joined(separator: ".")
    }
}
