// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads the fields of Exim's lines: `H=host (helo) [192.0.2.1]:42 P=esmtps X=TLS1.3:... A=plain:user S=1234 id=...`.
enum EximFields {
    static func read(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        var index = start
        while let equals = text.find(UInt8(ascii: "="), from: index, before: end) {
            index = equals + 1
            var key = equals
            while key > start, text[key - 1].isAlphanumeric { key -= 1 }
            guard key > start, text[key - 1] == 0x20, equals > key else { continue }
            let valueEnd = text.index(of: 0x20, from: index, or: end)
            switch (equals - key, text[key]) {
            case (1, UInt8(ascii: "H")): index = readHost(text, at: index, before: end, into: &event)
            case (1, UInt8(ascii: "P")): event.set(.proto, index, valueEnd)
            case (1, UInt8(ascii: "S")): event.set(.size, index, valueEnd)
            case (1, UInt8(ascii: "R")): event.set(.service, index, valueEnd)
            case (1, UInt8(ascii: "T")): event.set(.relayService, index, valueEnd)
            case (1, UInt8(ascii: "F")): readSender(text, index..<valueEnd, into: &event)
            case (1, UInt8(ascii: "U")): event.set(.account, index, valueEnd)
            case (1, UInt8(ascii: "X")): event.set(.tlsVersion, index, valueEnd)
            case (1, UInt8(ascii: "A")):
                let colon = text.index(of: UInt8(ascii: ":"), from: index, or: valueEnd)
                event.set(.method, index, colon)
                event.set(.account, min(valueEnd, colon + 1), valueEnd)
            case (1, UInt8(ascii: "C")): return
            case (2, UInt8(ascii: "i")): event.set(.messageID, index, valueEnd)
            case (2, UInt8(ascii: "Q")): event.set(.delay, index, valueEnd)
            default: break
            }
            index = max(index, equals + 1)
        }
    }

    private static func readSender(_ text: Span<UInt8>, _ value: Range<Int>, into event: inout LogEvent) {
        let isBracketed = !value.isEmpty && text[value.lowerBound] == UInt8(ascii: "<")
        let start = value.lowerBound + (isBracketed ? 1 : 0)
        event.set(.from, start, text.index(of: UInt8(ascii: ">"), from: start, or: value.upperBound))
    }

    /// Reads `host (helo) [192.0.2.1]:42`; returns where it ends.
    ///
    /// The address is that in the brackets which no parenthesis encloses: a client may say `([127.0.0.1])` in its EHLO.
    static func readHost(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) -> Int {
        var index = start
        if index < end, text[index] != UInt8(ascii: "("), text[index] != UInt8(ascii: "[") {
            let nameEnd = text.index(of: 0x20, from: index, or: end)
            event.set(.clientName, index, nameEnd)
            event.set(.relayName, index, nameEnd)
            index = nameEnd + 1
        }
        if index < end, text[index] == UInt8(ascii: "(") {
            let close = text.index(of: UInt8(ascii: ")"), from: index, or: end)
            event.set(.helo, index + 1, close)
            index = close + 2
        }
        guard index < end, text[index] == UInt8(ascii: "[") else { return min(index, end) }
        let close = text.index(of: UInt8(ascii: "]"), from: index, or: end)
        event.set(.clientAddress, index + 1, close)
        event.set(.relayAddress, index + 1, close)
        return close
    }
}
