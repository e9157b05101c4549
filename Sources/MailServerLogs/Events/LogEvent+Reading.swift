// SPDX-License-Identifier: Apache-2.0
import MailMessage

extension LogEvent {
    /// Reads `name[address]`, `name[address]:port`, `[address]:port` or `name[service]`; returns where it ends.
    mutating func readHost(
        _ text: Span<UInt8>, at start: Int, before end: Int, name: LogField, address: LogField, port: LogField
    ) -> Int {
        var index = start
        while index < end {
            let byte = text[index]
            if byte == UInt8(ascii: "[") { break }
            if byte == 0x20 || byte == UInt8(ascii: ",") {
                set(name, start, index)
                return index
            }
            index += 1
        }
        if index > start { set(name, start, index) }
        guard index < end else { return end }
        let open = index + 1
        let close = text.index(of: UInt8(ascii: "]"), from: open, or: end)
        // A socket in the place of an address.
        let isPath = text.index(of: UInt8(ascii: "/"), from: open, or: close) < close
        set(isPath ? .relayService : address, open, close)
        index = min(end, close + 1)
        if index + 1 < end, text[index] == UInt8(ascii: ":"), let number = text.number(at: index + 1, before: end) {
            set(port, index + 1, number.end)
            index = number.end
        }
        return index
    }

    @inline(__always)
    mutating func readClient(_ text: Span<UInt8>, at start: Int, before end: Int) -> Int {
        readHost(text, at: start, before: end, name: .clientName, address: .clientAddress, port: .clientPort)
    }

    @inline(__always)
    mutating func readRelay(_ text: Span<UInt8>, at start: Int, before end: Int) -> Int {
        readHost(text, at: start, before: end, name: .relayName, address: .relayAddress, port: .relayPort)
    }

    /// Reads `key=value` pairs, separated by blanks or commas, up to the end or to what is no pair.
    ///
    /// A value in angle brackets may hold anything. Behind `status=` comes the answer in parentheses.
    mutating func readPairs(_ text: Span<UInt8>, at start: Int, before end: Int) {
        var index = start
        while index < end {
            while index < end,
                text[index] == 0x20 || text[index] == UInt8(ascii: ",") || text[index] == UInt8(ascii: ";")
            {
                index += 1
            }
            let key = index
            while index < end,
                text[index].isAlphanumeric || text[index] == UInt8(ascii: "_") || text[index] == UInt8(ascii: "-")
            { index += 1 }
            guard index < end, text[index] == UInt8(ascii: "="), index > key else { return }
            let field = Self.field(text.extracting(key..<index))
            index += 1
            if field == .status { return readStatus(text, at: index, before: end) }
            // A login may have blanks: Postfix writes it as it is, and a comma and a blank behind it.
            let isName = field == .account && !text.has("<", at: index)
            let value =
                isName
                ? Self.name(text, at: index, before: end) : Self.value(text, at: index, before: end)
            index = value.end
            guard let field else { continue }
            switch field {
            case .relayName: _ = readRelay(text, at: value.inner.lowerBound, before: value.inner.upperBound)
            case .clientName: _ = readClient(text, at: value.inner.lowerBound, before: value.inner.upperBound)
            default: set(field, value.inner.lowerBound, value.inner.upperBound)
            }
        }
    }

    /// A name's range, up to a comma and a blank, or the end.
    private static func name(_ text: Span<UInt8>, at start: Int, before end: Int) -> (inner: Range<Int>, end: Int) {
        let nameEnd = text.find(", ", from: start, before: end) ?? end
        return (start..<nameEnd, nameEnd)
    }

    /// A value's range without its brackets, and where what follows begins.
    private static func value(_ text: Span<UInt8>, at start: Int, before end: Int) -> (inner: Range<Int>, end: Int) {
        var index = start
        if start < end, text[start] == UInt8(ascii: "<") {
            index += 1
            if let quoteEnd = quoteEnd(text, at: index, before: end) { index = quoteEnd }
            while index < end {
                if text[index] == UInt8(ascii: ">") {
                    let next = index + 1
                    if next == end || text[next] == 0x20 || text[next] == UInt8(ascii: ",")
                        || text[next] == UInt8(ascii: ":")
                        || text[next] == UInt8(ascii: ")")
                    {
                        return (start + 1..<index, next)
                    }
                }
                index += 1
            }
            return (start + 1..<end, end)
        }
        while index < end, text[index] != 0x20, text[index] != UInt8(ascii: ",") { index += 1 }
        return (start..<index, index)
    }

    /// Where a local part in quotes ends, which may hold anything; nil where none begins, or it has no end.
    private static func quoteEnd(_ text: Span<UInt8>, at start: Int, before end: Int) -> Int? {
        guard start < end, text[start] == UInt8(ascii: "\"") else { return nil }
        var index = start + 1
        while index < end {
            if text[index] == UInt8(ascii: "\"") { return index + 1 }
            index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private mutating func readStatus(_ text: Span<UInt8>, at start: Int, before end: Int) {
        var index = start
        while index < end, text[index] != 0x20, text[index] != UInt8(ascii: ",") { index += 1 }
        set(.status, start, index)
        let word = text.extracting(start..<index)
        outcome =
            word.equals("sent") || word.equals("deliverable")
            ? .sent : word.equals("deferred") ? .deferred : word.equals("bounced") ? .bounced : .other
        guard index + 2 < end, text[index + 1] == UInt8(ascii: "(") else { return }
        let last = text[end - 1] == UInt8(ascii: ")") ? end - 1 : end
        set(.response, index + 2, last)
    }

    /// The field that a key stands for.
    private static func field(_ key: Span<UInt8>) -> LogField? {
        switch key.count {
        case 2: return key.equals("to") ? .to : nil
        case 3: return key.equals("dsn") ? .dsn : key.equals("tls") ? .tlsPolicy : nil
        case 4:
            if key.equals("from") { return .from }
            if key.equals("size") { return .size }
            return key.equals("helo") ? .helo : nil
        case 5:
            if key.equals("relay") { return .relayName }
            if key.equals("delay") { return .delay }
            if key.equals("nrcpt") { return .recipients }
            return key.equals("proto") ? .proto : nil
        case 6:
            if key.equals("delays") { return .delays }
            if key.equals("status") { return .status }
            return key.equals("client") ? .clientName : nil
        case 7: return key.equals("orig_to") ? .originalTo : nil
        case 10: return key.equals("message-id") ? .messageID : nil
        case 11:
            if key.equals("sasl_method") { return .method }
            return key.equals("orig_client") ? .originalClient : nil
        case 13:
            if key.equals("sasl_username") { return .account }
            return key.equals("orig_queue_id") ? .otherQueueID : nil
        default: return nil
        }
    }

    /// The queue id that a server's answer gives: `250 2.0.0 Ok: queued as 153053D`.
    ///
    /// Exim says `OK id=1abCDe-000000001aB-2cDe`, Sendmail `(2.0.0 s1GN Message accepted)`.
    mutating func readNextQueueID(_ text: Span<UInt8>) {
        guard let response = self[.response] else { return }
        var start: Int?
        if let found = text.firstIndex(of: "queued as ", in: response) {
            start = found + 10
        } else if let found = text.firstIndex(of: "OK id=", in: response) {
            start = found + 6
        } else if text.has("forwarded as ", at: response.lowerBound) {
            start = response.lowerBound + 13
        }
        guard let start else { return }
        var end = start
        while end < response.upperBound, text[end].isAlphanumeric || text[end] == UInt8(ascii: "-") { end += 1 }
        if end > start { set(.otherQueueID, start, end) }
    }

    /// Reads the status code and what follows: `550 5.7.1 <subject>: reason`.
    mutating func readReply(_ text: Span<UInt8>, at start: Int, before end: Int) {
        var index = start
        if let code = text.number(at: index, before: end), code.end == index + 3 {
            set(.code, index, code.end)
            index = code.end
            if index < end, text[index] == 0x20 { index += 1 }
            if let enhancedEnd = Self.enhancedCodeEnd(text, at: index, before: end) {
                set(.enhancedCode, index, enhancedEnd)
                index = enhancedEnd
                if index < end, text[index] == 0x20 { index += 1 }
            }
        }
        if index < end, text[index] == UInt8(ascii: "<") {
            // To the `>:` before the reason, which a local part in quotes may hold, too.
            var close = Self.quoteEnd(text, at: index + 1, before: end) ?? index + 1
            while close < end,
                !(text[close] == UInt8(ascii: ">") && close + 1 < end && text[close + 1] == UInt8(ascii: ":"))
            {
                close += 1
            }
            if close < end {
                set(.subject, index + 1, close)
                index = min(end, close + 3)
            }
        } else if text.has("Service unavailable; ", at: index) {
            // Service unavailable; Client host [192.0.2.1] blocked using list.example.com
            let open = text.index(of: UInt8(ascii: "["), from: index, or: end)
            // The last: a sender's address may hold one too.
            if let close = text.findLast("] blocked using ", from: open, before: end) {
                set(.subject, open + 1, close)
                index = close + 2
                if let list = Self.listName(text, at: index + 14, before: end) { set(.list, index + 14, list) }
            }
        }
        set(.reason, index, end)
    }

    /// Where a block list's name ends; nil where what stands there is no domain name.
    static func listName(_ text: Span<UInt8>, at start: Int, before end: Int) -> Int? {
        var index = start
        while index < end,
            text[index].isAlphanumeric || text[index] == UInt8(ascii: ".") || text[index] == UInt8(ascii: "-")
        {
            index += 1
        }
        guard index > start, index - start <= 253 else { return nil }
        let isEnd =
            index == end || text[index] == 0x20 || text[index] == UInt8(ascii: ";") || text[index] == UInt8(ascii: ",")
        return isEnd ? index : nil
    }

    /// Where `5.7.25` ends; nil where there is none.
    static func enhancedCodeEnd(_ text: Span<UInt8>, at start: Int, before end: Int) -> Int? {
        guard start + 4 < end, text[start + 1] == UInt8(ascii: "."), text[start] &- 0x31 < 9,
            let subject = text.number(at: start + 2, before: end), subject.end < end,
            text[subject.end] == UInt8(ascii: "."), let detail = text.number(at: subject.end + 1, before: end)
        else { return nil }
        return detail.end
    }
}
