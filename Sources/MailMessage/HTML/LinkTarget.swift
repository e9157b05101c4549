// SPDX-License-Identifier: Apache-2.0

/// Reads URLs as browsers do, not as RFC 3986 would have them: what counts is where a click leads.
enum LinkTarget {
    /// Bytes of a URL that are kept; a longer one is cut.
    static let maximumBytes = 2048

    /// Returns the host of a URL in lower case; empty if it has none.
    ///
    /// Tabs and line ends count for nothing, backslashes are slashes, a user name before `@` and a port are left out,
    /// percent escapes are resolved. For `mailto:` it is the domain of the first address.
    static func host(of url: Span<UInt8>) -> [UInt8] {
        var index = 0
        let end = url.count
        while index < end, url[index] <= 0x20 { index += 1 }
        var schemeEnd = index
        while schemeEnd < end, isSchemeByte(url[schemeEnd]) { schemeEnd += 1 }
        if schemeEnd > index, schemeEnd < end, url[schemeEnd] == ASCII.colon {
            let scheme = url.extracting(index..<schemeEnd)
            if scheme.equalsIgnoringCase("mailto") { return mailHost(of: url, from: schemeEnd + 1) }
            index = schemeEnd + 1
            // http:host is http://host to browsers; of other schemes only those with slashes have a host.
            let isSpecial =
                scheme.equalsIgnoringCase("http") || scheme.equalsIgnoringCase("https")
                || scheme.equalsIgnoringCase("ftp")
            guard isSpecial || startsWithSlashes(url, at: index) else { return [] }
        } else {
            guard startsWithSlashes(url, at: index) else { return [] }
        }
        while index < end, isSlash(url[index]) || isIgnored(url[index]) { index += 1 }
        return authorityHost(of: url, from: index)
    }

    private static func authorityHost(of url: Span<UInt8>, from start: Int) -> [UInt8] {
        // Most hosts are plain: nothing to leave out, no port, no user.
        var plainEnd = start
        while plainEnd < url.count, url[plainEnd].isPlainInHost { plainEnd += 1 }
        if plainEnd - start < 256, plainEnd == url.count || url[plainEnd] == ASCII.slash {
            while plainEnd > start, url[plainEnd - 1] == ASCII.dot { plainEnd -= 1 }
            var host: [UInt8] = []
            host.append(addingCapacity: plainEnd - start) { host in
                for index in start..<plainEnd { host.append(url[index].lowercased) }
            }
            return host
        }
        var host: [UInt8] = []
        var index = start
        var isBracketed = false
        var isInPort = false
        while index < url.count {
            let byte = url[index]
            if isSlash(byte) || byte == ASCII.questionMark || byte == UInt8(ascii: "#") || host.count > 255 { break }
            index += 1
            switch byte {
            case ASCII.at:
                host.removeAll(keepingCapacity: true)
                (isBracketed, isInPort) = (false, false)
            case ASCII.openBracket: isBracketed = true
            case ASCII.closeBracket: isBracketed = false
            case ASCII.colon where !isBracketed: isInPort = true
            case ASCII.percent:
                guard !isInPort else { continue }
                if index + 1 < url.count, let high = url[index].hexValue, let low = url[index + 1].hexValue {
                    host.append((high << 4 | low).lowercased)
                    index += 2
                } else {
                    host.append(byte)
                }
            default:
                if !isInPort, !isIgnored(byte) { host.append(byte.lowercased) }
            }
        }
        while host.last == ASCII.dot { host.removeLast() }
        return host
    }

    private static func mailHost(of url: Span<UInt8>, from start: Int) -> [UInt8] {
        var index = start
        while index < url.count, url[index] != ASCII.at, url[index] != ASCII.questionMark { index += 1 }
        var host: [UInt8] = []
        guard index < url.count, url[index] == ASCII.at else { return host }
        index += 1
        while index < url.count, host.count < 256 {
            let byte = url[index]
            guard byte.isLetter || byte.isDigit || byte == ASCII.dot || byte == ASCII.hyphen || byte >= 0x80 else {
                break
            }
            host.append(byte.lowercased)
            index += 1
        }
        return host
    }

    private static func startsWithSlashes(_ url: Span<UInt8>, at start: Int) -> Bool {
        var index = start
        var slashes = 0
        while index < url.count, slashes < 2, isSlash(url[index]) || isIgnored(url[index]) {
            if isSlash(url[index]) { slashes += 1 }
            index += 1
        }
        return slashes == 2
    }

    private static func isSlash(_ byte: UInt8) -> Bool { byte == ASCII.slash || byte == ASCII.backslash }

    private static func isIgnored(_ byte: UInt8) -> Bool { byte <= 0x20 }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "+") || byte == ASCII.hyphen || byte == ASCII.dot
    }

    /// Returns a URL as written, but without tabs and line ends, and without spaces around it.
    static func cleaned(_ value: Span<UInt8>) -> [UInt8] {
        if value.count < maximumBytes, !value.contains(where: { $0 < 0x20 }), value.first != 0x20, value.last != 0x20 {
            return [UInt8](value)
        }
        var output: [UInt8] = []
        output.reserveCapacity(min(value.count, maximumBytes))
        output.append(value.extracting(first: maximumBytes))
        output.removeAll { $0 < 0x20 }
        while output.last == 0x20 { output.removeLast() }
        if output.first == 0x20 { output = Array(output.drop { $0 == 0x20 }) }
        while let last = output.last, last & 0xc0 == 0x80, output.count >= maximumBytes - 3 { output.removeLast() }
        return output
    }

    /// What a URL is beside a place in the web.
    static func flags(of target: [UInt8]) -> HTMLFlags {
        let scheme = target.prefix { $0 != ASCII.colon }
        guard scheme.count < target.count else { return [] }
        let name = scheme.span
        if name.equalsIgnoringCase("javascript") || name.equalsIgnoringCase("vbscript") { return .scriptLink }
        return name.equalsIgnoringCase("data") ? .dataLink : []
    }
}

extension UInt8 {
    /// A letter, digit, hyphen, dot or underscore.
    fileprivate var isPlainInHost: Bool {
        isLetter || isDigit || self == ASCII.hyphen || self == ASCII.dot || self == ASCII.underscore
    }
}
