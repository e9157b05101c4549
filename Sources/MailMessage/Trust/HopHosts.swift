// SPDX-License-Identifier: Apache-2.0

/// The two things of a Received field that tell whose server wrote it.
struct HopHosts {
    /// The host after `by`, in lower case; nil if there is none (`(qmail 123 invoked by uid 0)`).
    private(set) var by: [UInt8]?
    /// The address of the host that the message came from.
    private(set) var address: NetworkAddress?

    /// Reads the field's value; comments count only for the address.
    init(_ value: Span<UInt8>) {
        var index = 0
        var depth = 0
        var isAfterBy = false
        let end = min(value.count, 4096)
        while index < end, value[index] != ASCII.semicolon || depth > 0 {
            let byte = value[index]
            if byte == ASCII.openParenthesis {
                depth += 1
            } else if byte == ASCII.closeParenthesis {
                depth = max(0, depth - 1)
            } else if byte == ASCII.openBracket || byte.isDigit, address == nil, !isAfterBy {
                let start = byte == ASCII.openBracket ? index + 1 : index
                var end = start
                while end < value.count, HopHosts.isAddressByte(value[end]) { end += 1 }
                address = HopHosts.address(value, start..<end)
                index = max(end, index + 1)
                continue
            } else if depth == 0, HopHosts.isWordByte(byte) {
                let start = index
                while index < value.count, HopHosts.isWordByte(value[index]) { index += 1 }
                if isAfterBy {
                    by = value.array(start..<index).map(\.lowercased)
                    return
                }
                isAfterBy = value.extracting(start..<index).equalsIgnoringCase("by")
                continue
            }
            index += 1
        }
    }

    private static func address(_ value: Span<UInt8>, _ range: Range<Int>) -> NetworkAddress? {
        var range = range
        if value.extracting(range.prefix(5)).equalsIgnoringCase("ipv6:") { range = range.dropFirst(5) }
        while !range.isEmpty, value[range.upperBound - 1] == ASCII.dot { range = range.dropLast() }
        guard range.count <= NetworkAddress.longestText else { return nil }
        return NetworkAddress(value.array(range))
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        byte.isDigit || byte.isLetter || byte == ASCII.dot || byte == ASCII.colon
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != ASCII.openParenthesis && byte != ASCII.closeParenthesis && byte != ASCII.semicolon
    }

    /// Whether the writing host has no name that the world could know: none, `localhost`, or a single word.
    var isByLocal: Bool {
        guard let by else { return true }
        if !by.contains(ASCII.dot) || HopHosts.localDomains.contains(where: { by.hasSuffix($0) }) { return true }
        guard let address = NetworkAddress(by) else { return false }
        return NetworkRange.local.contains { $0.contains(address) }
    }

    private static let localDomains = [".localdomain", ".local", ".lan"].map { Array($0.utf8) }
}

extension Array where Element == UInt8 {
    /// Whether the last bytes are these.
    func hasSuffix(_ end: [UInt8]) -> Bool { count >= end.count && suffix(end.count).elementsEqual(end) }
}
