// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// One entry of the journal, as `journalctl -o json` writes it: an object on one line, all values strings.
///
/// - SeeAlso: systemd's "Journal JSON Format": a field of bytes that are no UTF-8 is an array of numbers, a field that occurs
///   twice an array of values, one that is too long `null`.
struct JournalEntry {
    private(set) var time = 0..<0
    private(set) var host = 0..<0
    private(set) var identifier = 0..<0
    private(set) var process = 0..<0
    private(set) var message = 0..<0
    /// Whether the text is in the line as it is, without an escape.
    private(set) var isInPlace = false

    /// Finds the fields; nil where there is no time or no program.
    init?(_ line: Span<UInt8>) {
        var index = 1
        var command = 0..<0
        while let open = Self.skipBlanks(line, index), line[open] == UInt8(ascii: "\"") {
            let keyEnd = Self.stringEnd(line, open)
            guard keyEnd + 2 < line.count, let colon = Self.skipBlanks(line, keyEnd + 1),
                line[colon] == UInt8(ascii: ":"), let value = Self.skipBlanks(line, colon + 1)
            else { break }
            let end = Self.valueEnd(line, value)
            // A string without its quotes; anything else as it is.
            let isString = line[value] == UInt8(ascii: "\"") && end > value + 1
            let inner = isString ? value + 1..<end - 1 : value..<value
            let key = line.extracting(open + 1..<keyEnd)
            if key.equals("MESSAGE") {
                message = isString ? inner : line[value] == UInt8(ascii: "[") ? value..<end : 0..<0
            } else if key.equals("SYSLOG_IDENTIFIER") {
                identifier = inner
            } else if key.equals("_HOSTNAME") {
                host = inner
            } else if key.equals("__REALTIME_TIMESTAMP") {
                time = inner
            } else if key.equals("SYSLOG_PID") {
                process = inner
            } else if key.equals("_COMM") {
                command = inner
            }
            guard let comma = Self.skipBlanks(line, end), line[comma] == UInt8(ascii: ",") else { break }
            index = comma + 1
        }
        if identifier.isEmpty { identifier = command }
        if time.isEmpty || identifier.isEmpty { return nil }
    }

    /// Appends the text, unescaped, unless it is in the line as it is.
    mutating func readText(_ line: Span<UInt8>, into text: inout [UInt8]) {
        guard !message.isEmpty else { return }
        if line[message.lowerBound] == UInt8(ascii: "["), line[message.lowerBound - 1] != UInt8(ascii: "\"") {
            return readBytes(line, into: &text)
        }
        if line.firstIndex(of: UInt8(ascii: "\\"), in: message) == nil {
            isInPlace = true
            return
        }
        var index = message.lowerBound
        while index < message.upperBound {
            let byte = line[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < message.upperBound else {
                text.append(byte)
                continue
            }
            switch line[index] {
            case UInt8(ascii: "n"): text.append(0x20)
            case UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "f"): text.append(0x20)
            case UInt8(ascii: "u"):
                // Control characters; others are not escaped. What log lines mean is ASCII.
                text.append(UInt8(ascii: "?"))
                index = min(message.upperBound - 1, index + 4)
            case let other: text.append(other)
            }
            index += 1
        }
    }

    private func readBytes(_ line: Span<UInt8>, into text: inout [UInt8]) {
        var index = message.lowerBound + 1
        while index < message.upperBound {
            if let number = line.number(at: index, before: message.upperBound) {
                text.append(UInt8(truncatingIfNeeded: number.value))
                index = number.end
            } else if line[index].isDecimalDigit {
                return
            } else {
                index += 1
            }
        }
    }

    private static func skipBlanks(_ line: Span<UInt8>, _ start: Int) -> Int? {
        var index = start
        while index < line.count, line[index] == 0x20 { index += 1 }
        return index < line.count ? index : nil
    }

    /// The index of the quote that ends the string which begins at an index; the last byte where there is none.
    private static func stringEnd(_ line: Span<UInt8>, _ open: Int) -> Int {
        var index = open + 1
        while index < line.count {
            let byte = line[index]
            if byte == UInt8(ascii: "\"") { return index }
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return line.count - 1
    }

    /// Where a value ends that begins at an index: behind its last byte.
    private static func valueEnd(_ line: Span<UInt8>, _ start: Int) -> Int {
        if line[start] == UInt8(ascii: "\"") { return stringEnd(line, start) + 1 }
        var index = start
        var depth = 0
        while index < line.count {
            switch line[index] {
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return index }
                depth -= 1
                if depth == 0 { return index + 1 }
            case UInt8(ascii: "\""): index = stringEnd(line, index)
            case UInt8(ascii: ",") where depth == 0: return index
            default: break
            }
            index += 1
        }
        return line.count
    }
}
