// SPDX-License-Identifier: Apache-2.0

/// Tags: how they are read, and what of them is written for libxml2.
extension HTMLScanner {
    /// Bytes of a name or of a value in the skeleton.
    private static let skeletonBytes = 40

    mutating func readStartTag() {
        let (key, isComplete) = readTag(isEnd: false)
        guard isComplete else { return }
        let tag = HTMLTag.named(key)
        if tag == nil { note(.unknownElement) }
        switch (tag ?? .unknown).role {
        case .element, .unshown, .body: writeStartTag(tag ?? .unknown)
        case .ignored: break
        case .script:
            note(.script)
            skipRawText(named: "script")
        case .style:
            note(.styleSheet)
            skipRawText(named: "style")
        case .title:
            note(.title)
            skipRawText(named: "title")
        case .rawText:
            writeStartTag(tag ?? .unknown)
            writeEndTag(.iframe)
            _ = open.end(.iframe)
            skipRawText(named: "iframe")
        case .meta: readRefresh()
        case .base: note(.base)
        case .frame:
            note(.frame)
            if let source = value(of: .src) { addLink(.frame, to: source) }
        case .plugin: note(.object)
        }
        if key == NameKey("object") { note(.object) }
    }

    mutating func readEndTag() {
        let (key, isComplete) = readTag(isEnd: true)
        guard isComplete else { return }
        let tag = HTMLTag.named(key) ?? .unknown
        switch tag.role {
        case .element, .unshown: end(tag.element)
        default: break
        }
    }

    private mutating func end(_ element: HTMLElement) {
        if element == .br { return write("<br>") }
        guard !element.isVoid else { return }
        switch open.end(element) {
        case .unmatched:
            note(.unmatchedEndTag)
            // An end of nothing is an empty paragraph.
            if element == .p { write("<br>") }
        case .ineffective: break
        case .innermost: writeEndTag(element)
        case .several(let count):
            for _ in 0..<count {
                guard let innermost = open.innermost else { break }
                writeEndTag(innermost)
                open.removeInnermost()
                handOverIfFull()
            }
        }
    }

    // MARK: Reading

    /// Reads a tag up to behind its `>`, leaves its mark in the skeleton and notes where the values of attributes are.
    ///
    /// - Returns: false if the input ends within the tag, which then counts for nothing.
    private mutating func readTag(isEnd: Bool) -> (NameKey, isComplete: Bool) {
        let tagStart = index
        index += isEnd ? 2 : 1
        let nameStart = index
        var key = NameKey()
        while index < input.count, !isNameEnd(input[index]) {
            key.append(input[index])
            index += 1
        }
        if marksSkeleton { mark(isEnd ? "</" : "<", nameStart..<index) }
        valueMask = 0
        while true {
            while index < input.count, input[index].isWhiteSpace || input[index] == ASCII.slash { index += 1 }
            guard index < input.count else { return (key, false) }
            if input[index] == ASCII.greater {
                index += 1
                return (key, true)
            }
            readAttribute(isMarked: !isEnd && index - tagStart < HTMLScanner.maximumTagBytes)
        }
    }

    private mutating func readAttribute(isMarked: Bool) {
        let nameStart = index
        var key = NameKey()
        repeat {
            key.append(input[index])
            index += 1
        } while index < input.count && !isNameEnd(input[index]) && input[index] != ASCII.equals
        let name = nameStart..<index
        var value = index..<index
        skipWhiteSpace()
        if index < input.count, input[index] == ASCII.equals {
            index += 1
            skipWhiteSpace()
            value = readValue()
        }
        guard isMarked else {
            note(.excessiveMarkup)
            return
        }
        if marksSkeleton { mark("@", name, value) }
        if let attribute = HTMLAttribute.named(key) {
            // The first of two attributes of one name counts.
            let bit: UInt32 = 1 << UInt32(attribute.rawValue)
            if valueMask & bit == 0 { values[Int(attribute.rawValue)] = value }
            valueMask |= bit
        } else if key.count > 4, key.value & 0xffff == NameKey("on").value {
            note(.eventHandler)
        }
    }

    private mutating func readValue() -> Range<Int> {
        guard index < input.count else { return index..<index }
        let quote = input[index]
        if quote == ASCII.quote || quote == ASCII.apostrophe {
            let start = index + 1
            let end = input.firstIndex(of: quote, in: start..<input.count) ?? input.count
            index = min(input.count, end + 1)
            return start..<end
        }
        let start = index
        while index < input.count, !input[index].isWhiteSpace, input[index] != ASCII.greater { index += 1 }
        return start..<index
    }

    private mutating func skipWhiteSpace() {
        while index < input.count, input[index].isWhiteSpace { index += 1 }
    }

    private func isNameEnd(_ byte: UInt8) -> Bool {
        byte.isWhiteSpace || byte == ASCII.slash || byte == ASCII.greater
    }

    // MARK: Skeleton

    /// Adds a line to the skeleton, unless it is full.
    private func mark(_ sign: StaticString, _ name: Range<Int>, _ value: Range<Int>? = nil) {
        let limit = builder.pointee.budget.skeletonBytes
        guard builder.pointee.content.skeleton.count + 2 * HTMLScanner.skeletonBytes + 4 <= limit else { return }
        guard let base = input.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * HTMLScanner.skeletonBytes + 4) { buffer in
            guard let line = buffer.baseAddress else { return }
            line.update(from: sign.utf8Start, count: sign.utf8CodeUnitCount)
            var count = sign.utf8CodeUnitCount
            for index in name.prefix(HTMLScanner.skeletonBytes) {
                line[count] = base[index].lowercased
                count &+= 1
            }
            if let value {
                line[count] = ASCII.equals
                count &+= 1
                let end = UTF8Bytes.boundary(
                    of: input, atOrBefore: min(value.upperBound, value.lowerBound + HTMLScanner.skeletonBytes))
                for index in value.lowerBound..<max(value.lowerBound, end) {
                    line[count] = max(base[index], 0x20)
                    count &+= 1
                }
            }
            line[count] = ASCII.lineFeed
            builder.pointee.content.skeleton.append(contentsOf: UnsafeBufferPointer(start: line, count: count + 1))
        }
    }

    // MARK: Writing

    private mutating func writeStartTag(_ tag: HTMLTag) {
        guard open.start(tag.element) else {
            note(.excessiveMarkup)
            return
        }
        write(ASCII.less)
        write(tag.element.name)
        writeAttributes(isHidden: tag.role == .unshown)
        write(ASCII.greater)
    }

    private mutating func writeEndTag(_ element: HTMLElement) {
        write("</")
        write(element.name)
        write(ASCII.greater)
    }

    mutating func writeValue(_ value: Range<Int>) {
        let following = index
        index = value.lowerBound
        let end = UTF8Bytes.boundary(
            of: input, atOrBefore: min(value.upperBound, value.lowerBound + HTMLScanner.maximumValueBytes))
        while index < end {
            let byte = input[index]
            switch byte {
            case ASCII.less:
                writeScalar(TextStream.lessThan)
                index += 1
            case ASCII.quote:
                writeScalar(TextStream.quotationMark)
                index += 1
            case 0..<0x20, UInt8(ascii: "&"), 0xef:
                writeSpecial(byte, isInAttribute: true)
            default:
                write(byte)
                index += 1
            }
        }
        index = following
    }

    // MARK: What libxml2 does not see

    /// Notes the page that `<meta http-equiv="refresh" content="0; url=http://example.com/">` loads.
    private mutating func readRefresh() {
        guard let kind = value(of: .equivalent), equalsIgnoringCase(kind, "refresh") else { return }
        guard let content = value(of: .content),
            let equals = content.firstIndex(of: ASCII.equals, in: 0..<content.count)
        else { return }
        note(.refresh)
        addLink(.refresh, to: UnsafeRawBufferPointer(rebasing: content[(equals + 1)...]))
    }

    private func value(of attribute: HTMLAttribute) -> UnsafeRawBufferPointer? {
        guard valueMask & 1 << UInt32(attribute.rawValue) != 0 else { return nil }
        return UnsafeRawBufferPointer(rebasing: input[values[Int(attribute.rawValue)]])
    }

    private func addLink(_ kind: Link.Kind, to value: UnsafeRawBufferPointer) {
        guard builder.pointee.wantsLinks else { return }
        builder.pointee.add(Link(kind: kind, shown: [], target: LinkTarget.cleaned(value)))
    }
}
