// SPDX-License-Identifier: Apache-2.0

/// The parts of a host name.
///
/// Who a host belongs to is guessed by one rule, for features and the trust boundary alike (``domainRange``).
package struct HostName {
    /// The name in lower case, without a dot at its end.
    package let bytes: [UInt8]
    /// Where the labels lie, from left to right.
    package let ranges: [Range<Int>]
    /// Whether it is an IP address, in brackets or not.
    package let isAddress: Bool

    /// Takes a name apart, in any case of letters.
    // Always inlined: without it each byte went through witness tables.
    @inlinable
    @inline(__always)
    package init(_ name: some Sequence<UInt8>) { self.init(lowercased: name.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }) }

    @usableFromInline
    init(lowercased name: [UInt8]) {
        var bytes = name
        while bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(6)
        var start = 0
        var isNumeric = true
        var hasColon = false
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: ".") {
                if index > start { ranges.append(start..<index) }
                start = index + 1
            } else if byte &- 0x30 >= 10 {
                isNumeric = false
                if byte == UInt8(ascii: ":") { hasColon = true }
            }
        }
        if bytes.count > start { ranges.append(start..<bytes.count) }
        isAddress = !bytes.isEmpty && (isNumeric || hasColon || bytes.last == UInt8(ascii: "]"))
        self.bytes = bytes
        self.ranges = ranges
    }

    /// Takes a name apart, in any case of letters.
    package init(_ name: String) { self.init(name.utf8) }

    /// The labels from left to right.
    package var labels: some RandomAccessCollection<ArraySlice<UInt8>> { ranges.lazy.map { bytes[$0] } }

    /// The part that someone registered, by the Public Suffix List: the label before the suffix, and that.
    package var domain: ArraySlice<UInt8> { bytes[domainRange] }

    /// Where the ``domain`` lies.
    package var domainRange: Range<Int> {
        guard ranges.count > 2, !isAddress else { return 0..<bytes.count }
        let labels = min(ranges.count, PublicSuffixes.count(of: bytes, labels: ranges) + 1)
        return ranges[ranges.count - labels].lowerBound..<bytes.count
    }

    /// The last label, or nothing of an address.
    package var topLevel: ArraySlice<UInt8> { isAddress ? [] : ranges.last.map { bytes[$0] } ?? [] }

    /// Whether a name looks made from a customer's address: three numbers or more in it, or a long hexadecimal label.
    package var looksDynamic: Bool {
        if isAddress { return false }
        var runs = 0
        var isInRun = false
        for byte in bytes {
            let isDigit = byte &- 0x30 < 10
            if isDigit && !isInRun { runs += 1 }
            isInRun = isDigit
        }
        return runs >= 3
    }
}
