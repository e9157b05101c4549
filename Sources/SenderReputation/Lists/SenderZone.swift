// SPDX-License-Identifier: Apache-2.0
package import DurableFiles
import FoundationEssentials
import MailMessage
import TextOutput

/// A list of others, as a file: a zone of rbldnsd, a feed such as Spamhaus' DROP, or a name or range in each line.
package struct SenderZone: Sendable {
    /// Larger files are refused, and what is beyond so many entries is left out.
    package static let (maxBytes, maxEntries) = (1 << 28, 5_000_000)

    /// What it is called: the zone's name in the DNS.
    package let name: String
    /// When it was made, in seconds since 1970: what the file itself says, otherwise when it was last written.
    package private(set) var date: Int64
    /// How many ranges and names it has.
    package private(set) var entries = 0
    /// Lines that are none.
    package private(set) var unreadable = 0
    /// The first of these, cut.
    package private(set) var example: String?
    private var ranges: Set<NetworkRange> = []
    private var excluded: Set<NetworkRange> = []
    private var sizes: [Int] = []
    private var domains: Set<String> = []
    private var parents: Set<String> = []
    private var excludedDomains: Set<String> = []
    private var excludedParents: Set<String> = []
    /// Answers that the file gives, as four octets.
    private var values: Set<[UInt8]> = []
    private var (hasDefault, hasEntryWithoutValue) = (false, false)

    /// Reads a file.
    package init(_ name: String, contentsOf path: String) throws(DurableFileError) {
        let file = try ReadableFile(path)
        self.init(
            name, try ReadableFile.contents(of: path, limit: Self.maxBytes), date: file.status.modified.seconds)
    }

    /// Reads a file's bytes.
    ///
    /// - Parameter date: when the file was written.
    package init(_ name: String, _ bytes: [UInt8], date: Int64) {
        self.name = name
        self.date = date
        var bits: Set<Int> = []
        for line in bytes.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            let text = String(decoding: line.prefix(1_000), as: UTF8.self).drop { $0 == " " || $0 == "\t" }
            guard let first = text.first, first != "#", first != ";" else { continue }
            let isRead: Bool
            switch first {
            case "$":
                takeDirective(text)
                isRead = true
            case ":":
                hasDefault = takeValue(text) || hasDefault
                isRead = true
            case "{": isRead = takeObject(String(text), &bits)
            default: isRead = entries < Self.maxEntries && take(text, &bits)
            }
            if !isRead {
                unreadable += 1
                example = example ?? String(text.prefix(40))
            }
        }
        sizes = bits.sorted(by: >)
    }

    /// Whether it names an address: as in rbldnsd the smallest range decides, be it an exclusion or not.
    package func lists(address: String) -> Bool {
        guard !ranges.isEmpty else { return false }
        for range in NetworkRange.ranges(around: address, sharedBits: sizes) {
            if excluded.contains(range) { return false }
            if ranges.contains(range) { return true }
        }
        return false
    }

    /// Whether it names a domain.
    package func lists(domain: String) -> Bool {
        guard !(domains.isEmpty && parents.isEmpty), !excludedDomains.contains(domain) else { return false }
        if domains.contains(domain) { return true }
        var rest = domain[...]
        while let dot = rest.firstIndex(of: ".") {
            rest = rest[rest.index(after: dot)...]
            if excludedParents.contains(String(rest)) { return false }
            if parents.contains(String(rest)) { return true }
        }
        return false
    }

    /// Whether it names a host, or a domain between it and the registered one: whoever reads links asks for each of them.
    package func lists(host: String) -> Bool {
        let registered = String(decoding: HostName(host).domain, as: UTF8.self)
        var rest = host[...]
        while rest.utf8.count > registered.utf8.count {
            if lists(domain: String(rest)) { return true }
            guard let dot = rest.firstIndex(of: ".") else { break }
            rest = rest[rest.index(after: dot)...]
        }
        return false
    }

    /// Whether it has addresses, and whether it has domains.
    package var kinds: (addresses: Bool, domains: Bool) { (!ranges.isEmpty, !domains.isEmpty || !parents.isEmpty) }

    /// The answers that it gives for what is listed, as Postfix writes them; nil: the file does not say.
    package var answers: String? {
        guard !values.isEmpty else { return nil }
        // rbldnsd answers 127.0.0.2 where neither the entry nor the file says otherwise.
        let all = hasEntryWithoutValue && !hasDefault ? values.union([[127, 0, 0, 2]]) : values
        return (0..<4).map { octet in Self.pattern(Set(all.map { Int($0[octet]) }).sorted()) }.joined(separator: ".")
    }

    /// `2`, or `[2..4;9]`.
    private static func pattern(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound + 1 == number {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        let texts = ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)..\($0.upperBound)" }
        return numbers.count == 1 ? texts[0] : "[" + texts.joined(separator: ";") + "]"
    }

    // MARK: Reading

    /// `$TIMESTAMP 2026:11:30:09:00:00`: when the data was made.
    private mutating func takeDirective(_ text: Substring) {
        let words = text.split { $0 == " " || $0 == "\t" }
        guard words.count > 1, words[0] == "$TIMESTAMP" else { return }
        let numbers = words[1].split { $0 == ":" || $0 == "-" }.compactMap { Int($0) }
        guard numbers.count >= 3, 1970...9999 ~= numbers[0], 1...12 ~= numbers[1], 1...31 ~= numbers[2] else { return }
        let day = CivilDate(year: numbers[0], month: numbers[1], dayOfMonth: numbers[2]).day
        date = day * 86_400 + (numbers.count > 3 ? Int64(min(23, max(0, numbers[3]))) * 3_600 : 0)
    }

    /// A line of a feed of objects: `{"cidr":"192.0.2.0/24","sblid":"SBL1"}`, and one that says when it was made.
    private mutating func takeObject(_ text: String, _ bits: inout Set<Int>) -> Bool {
        guard case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
            return false
        }
        if case .string("metadata")? = members["type"] {
            // A year beyond 9999 is none that a day could be told of.
            if case .integer(let seconds)? = members["timestamp"], 0...253_402_300_799 ~= seconds {
                date = Int64(seconds)
            }
            return true
        }
        for key in ["cidr", "ip", "domain"] {
            if case .string(let value)? = members[key] {
                return entries < Self.maxEntries && !value.isEmpty && take(value[...], &bits)
            }
        }
        return false
    }

    /// `:127.0.0.3:text`, or `:3:text` for the same; false if it is none, or one of the errors that lists answer.
    private mutating func takeValue(_ text: Substring) -> Bool {
        guard text.first == ":" else { return false }
        let value = text.dropFirst().prefix { $0 != ":" && $0 != " " && $0 != "\t" }
        let octets = value.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        var found: [UInt8] = octets.compactMap { $0 }
        guard found.count == octets.count else { return false }
        if found.count == 1 { found = [127, 0, 0] + found }
        guard found.count == 4, found[0] == 127, found[1] != 255, values.count < 1_000 else { return false }
        values.insert(found)
        return true
    }

    /// The names in a line of a hosts file, `0.0.0.0 pills.example`; nil: it is no such line.
    private static func hosts(of line: Substring) -> [Substring]? {
        let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
        guard words.count > 1, ["0.0.0.0", "127.0.0.1", "::", "::1"].contains(words[0]) else { return nil }
        let names = words.dropFirst().prefix { word in
            let host = HostName(word.utf8)
            return host.ranges.count > 1 && !host.isAddress
        }
        return names.isEmpty && words[1] != "localhost" ? nil : Array(names)
    }

    /// A line of a zone, of a hosts file or of a plain list.
    private mutating func take(_ line: Substring, _ bits: inout Set<Int>) -> Bool {
        var text = line
        let isExclusion = text.first == "!"
        if isExclusion { text = text.dropFirst().drop { $0 == " " } }
        if let hosts = Self.hosts(of: text) {
            return hosts.reduce(true) { takeName($1, isExclusion: isExclusion) && $0 }
        }
        var token = text.prefix { !" \t#;,".contains($0) }
        // The answer may follow without a blank; an address of IPv6 has dots behind its colons alone.
        if let colon = token.firstIndex(of: ":"), token[..<colon].contains(".") { token = token[..<colon] }
        if !isExclusion, !takeValue(text[token.endIndex...].drop { $0 == " " || $0 == "\t" }) {
            hasEntryWithoutValue = true
        }
        if let found = RangeNotation.ranges(token) {
            for range in found {
                bits.insert(range.sharedBits)
                if isExclusion { excluded.insert(range) } else { ranges.insert(range) }
            }
            if !isExclusion { entries += 1 }
            return true
        }
        return takeName(token, isExclusion: isExclusion)
    }

    private mutating func takeName(_ token: Substring, isExclusion: Bool) -> Bool {
        let isWild = token.hasPrefix("*.")
        let isWhole = token.hasPrefix(".")
        var name = String(token.drop { $0 == "*" || $0 == "." }).lowercased()
        while name.last == "." { name.removeLast() }
        let host = HostName(name)
        let isPlain = name.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@")
        }
        // One label is a top-level domain, or the entry for tests; none of these is a number.
        guard !host.ranges.isEmpty, !host.isAddress, isPlain, name.utf8.count <= 253,
            host.ranges.count > 1 || name == "test", !host.topLevel.allSatisfy({ $0 &- 0x30 < 10 })
        else { return false }
        if isExclusion {
            if !isWild { excludedDomains.insert(name) }
            if isWild || isWhole { excludedParents.insert(name) }
            return true
        }
        if !isWild { domains.insert(name) }
        if isWild || isWhole { parents.insert(name) }
        entries += 1
        return true
    }
}
