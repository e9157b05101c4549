// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// A record that says who may send for a domain (RFC 7208, section 5).
struct SPFRecord: Equatable {
    /// What a match means.
    enum Qualifier: Character {
        case pass = "+"
        case fail = "-"
        case softFail = "~"
        case neutral = "?"
    }

    /// Whom a term stands for; the texts are names with macros.
    enum Mechanism: Equatable {
        case all
        case include(String)
        /// The domain itself where there is no name, and how many bits of an address count, of 32 and of 128.
        case address(String?, Int, Int)
        case exchanger(String?, Int, Int)
        case pointer(String?)
        case network(NetworkRange, bits: Int)
        case exists(String)
    }

    struct Term: Equatable {
        var qualifier: Qualifier
        var mechanism: Mechanism
        var text: String
    }

    /// A term that is none.
    struct Problem: Error, Equatable {
        var term: String
    }

    private(set) var terms: [Term] = []
    private(set) var redirect: String?

    /// The most terms that are read: a record has no room for more.
    private static let maxTerms = 1_000

    /// Whether a text is meant as such a record.
    static func isOne(_ text: String) -> Bool {
        let text = text.lowercased()
        return text == "v=spf1" || text.hasPrefix("v=spf1 ")
    }

    /// Reads a record's text.
    init(_ text: String) throws(Problem) {
        var modifiers: Set<String> = []
        for word in text.split(separator: " ").dropFirst().prefix(Self.maxTerms) {
            let name = word.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }.lowercased()
            if word.dropFirst(name.count).first == "=" {
                let value = String(word.dropFirst(name.count + 1))
                guard name.first?.isLetter == true, SPFMacros.isValid(value) else { throw Problem(term: String(word)) }
                if name == "redirect" || name == "exp" {
                    guard modifiers.insert(name).inserted, !value.isEmpty else { throw Problem(term: String(word)) }
                    if name == "redirect" { redirect = value }
                }
                continue
            }
            terms.append(try Self.term(word))
        }
    }

    private static func term(_ word: Substring) throws(Problem) -> Term {
        let problem = Problem(term: String(word))
        let given = word.first.flatMap { Qualifier(rawValue: $0) }
        let rest = given == nil ? word : word.dropFirst()
        let name = rest.prefix { $0 != ":" && $0 != "/" }.lowercased()
        let end = rest.dropFirst(name.count)
        let mechanism: Mechanism
        switch name {
        case "all":
            guard end.isEmpty else { throw problem }
            mechanism = .all
        case "include", "exists":
            guard end.first == ":", end.count > 1, SPFMacros.isValid(String(end.dropFirst())) else { throw problem }
            let value = String(end.dropFirst())
            mechanism = name == "include" ? .include(value) : .exists(value)
        case "ptr":
            guard end.isEmpty || end.first == ":" && end.count > 1, SPFMacros.isValid(String(end.dropFirst())) else {
                throw problem
            }
            mechanism = .pointer(end.isEmpty ? nil : String(end.dropFirst()))
        case "a", "mx":
            guard let (host, bits4, bits6) = host(end) else { throw problem }
            mechanism = name == "a" ? .address(host, bits4, bits6) : .exchanger(host, bits4, bits6)
        case "ip4", "ip6":
            let text = String(end.dropFirst())
            guard end.first == ":", let octets = NetworkRange.octets(of: String(text.prefix { $0 != "/" })),
                octets.count == (name == "ip4" ? 4 : 16), let range = NetworkRange(text)
            else { throw problem }
            mechanism = .network(range.canonical, bits: range.sharedBits - (name == "ip4" ? 96 : 0))
        default: throw problem
        }
        return Term(qualifier: given ?? .pass, mechanism: mechanism, text: String(word))
    }

    /// `:host/24//64`, each part of which may be missing.
    private static func host(_ text: Substring) -> (host: String?, bits4: Int, bits6: Int)? {
        var rest = text
        var (bits4, bits6) = (32, 128)
        if let range = rest.firstRange(of: "//") {
            guard let bits = bits(rest[range.upperBound...], most: 128) else { return nil }
            (bits6, rest) = (bits, rest[..<range.lowerBound])
        }
        // A slash within braces is a delimiter of a macro.
        if let slash = rest.lastIndex(of: "/"), !rest[slash...].contains("}") {
            guard let bits = bits(rest[rest.index(after: slash)...], most: 32) else { return nil }
            (bits4, rest) = (bits, rest[..<slash])
        }
        if rest.isEmpty { return (nil, bits4, bits6) }
        guard rest.first == ":", rest.count > 1, SPFMacros.isValid(String(rest.dropFirst())) else { return nil }
        return (String(rest.dropFirst()), bits4, bits6)
    }

    private static func bits(_ text: Substring, most: Int) -> Int? {
        guard text.utf8.count <= 3, let bits = Int(text), 0...most ~= bits, text.first != "+" else { return nil }
        return bits
    }
}
