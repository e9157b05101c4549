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
            guard let first = text.first, first != "#", first != ";", first != ":" else { continue }
            let isRead: Bool
            switch first {
            case "$":
                takeDirective(text)
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

    /// Whether it names an address.
    package func lists(address: String) -> Bool {
        guard !ranges.isEmpty else { return false }
        let around = NetworkRange.ranges(around: address, sharedBits: sizes)
        return around.contains(where: ranges.contains) && !around.contains(where: excluded.contains)
    }

    /// Whether it names a domain.
    package func lists(domain: String) -> Bool {
        guard !(domains.isEmpty && parents.isEmpty), !excludedDomains.contains(domain) else { return false }
        if domains.contains(domain) { return true }
        var rest = domain[...]
        while let dot = rest.firstIndex(of: ".") {
            rest = rest[rest.index(after: dot)...]
            if parents.contains(String(rest)) { return true }
        }
        return false
    }

    /// Whether it has addresses, and whether it has domains.
    package var kinds: (addresses: Bool, domains: Bool) { (!ranges.isEmpty, !domains.isEmpty || !parents.isEmpty) }

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
            if case .integer(let seconds)? = members["timestamp"] { date = Int64(seconds) }
            return true
        }
        for key in ["cidr", "ip", "domain"] {
            if case .string(let value)? = members[key] {
                return entries < Self.maxEntries && !value.isEmpty && take(value[...], &bits)
            }
        }
        return false
    }

    /// A line of a zone or a plain list.
    private mutating func take(_ line: Substring, _ bits: inout Set<Int>) -> Bool {
        var text = line
        let isExclusion = text.first == "!"
        if isExclusion { text = text.dropFirst().drop { $0 == " " } }
        let token = text.prefix { !" \t#;,".contains($0) }
        if let found = RangeNotation.ranges(token) {
            for range in found {
                bits.insert(range.sharedBits)
                if isExclusion { excluded.insert(range) } else { ranges.insert(range) }
            }
            if !isExclusion { entries += 1 }
            return true
        }
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
            excludedDomains.insert(name)
            return true
        }
        if !isWild { domains.insert(name) }
        if isWild || isWhole { parents.insert(name) }
        entries += 1
        return true
    }
}
