// SPDX-License-Identifier: Apache-2.0

/// The parts of a host name, as features see them.
struct HostName {
    /// The name in lower case, without a dot at its end.
    let bytes: [UInt8]

    init(_ name: some Sequence<UInt8>) {
        var bytes = name.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        while bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        self.bytes = bytes
    }

    init(_ name: String) { self.init(name.utf8) }

    /// The labels from left to right.
    var labels: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: ".")) }

    /// The part that someone registered, as far as that can be told without a list: the last two labels, or three
    /// under a short second level (`co.uk`).
    var domain: ArraySlice<UInt8> {
        let labels = labels
        guard labels.count > 2, !isAddress else { return bytes[...] }
        let isShort = labels[labels.count - 2].count <= 3 && labels[labels.count - 1].count == 2
        return bytes[labels[labels.count - (isShort ? 3 : 2)].startIndex...]
    }

    /// The last label, or nothing of an address.
    var topLevel: ArraySlice<UInt8> { isAddress ? [] : labels.last ?? [] }

    /// Whether it is an IP address, in brackets or not.
    var isAddress: Bool {
        guard let last = bytes.last else { return false }
        if last == UInt8(ascii: "]") || bytes.contains(UInt8(ascii: ":")) { return true }
        return bytes.allSatisfy { $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") }
    }

    /// Whether a name looks made from a customer's address: three numbers or more in it, or a long hexadecimal label.
    var looksDynamic: Bool {
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
