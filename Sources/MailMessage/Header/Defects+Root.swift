// SPDX-License-Identifier: Apache-2.0

extension Defects {
    /// What only a message's own header can lack or have twice.
    init(ofRootHeader header: Header) {
        self = []
        header.storage.withUnsafeBytes { bytes in
            var seen: UInt32 = 0
            for field in header.offsets {
                let name = UnsafeRawBufferPointer(rebasing: bytes[field.name])
                guard let index = SingleField.index(of: name) else { continue }
                if seen & 1 << index != 0 { insert(.duplicateField) }
                seen |= 1 << index
            }
            if seen & SingleField.from == 0 { insert(.missingFrom) }
            if seen & SingleField.date == 0 { insert(.missingDate) }
            if seen & SingleField.contentType != 0, seen & SingleField.mimeVersion == 0 { insert(.missingMIMEVersion) }
            let block = UnsafeRawBufferPointer(rebasing: bytes[header.byteRange])
            if block.hasEightBit {
                insert(String(validating: block, as: UTF8.self) == nil ? .eightBitHeader : .utf8Header)
            }
            if block.firstIndex(of: ASCII.nul, in: 0..<block.count) != nil { insert(.nulInHeader) }
        }
    }
}

extension Defects {
    /// What is wrong with the encoded words of a header; nothing is decoded where there are none.
    init(ofEncodedWordsIn header: Header, of bytes: UnsafeRawBufferPointer) {
        self = []
        guard EncodedWords.mayOccur(in: UnsafeRawBufferPointer(rebasing: bytes[header.byteRange])) else { return }
        var scratch: [UInt8] = []
        for field in header.offsets {
            let value = UnsafeRawBufferPointer(rebasing: bytes[field.value])
            guard EncodedWords.mayOccur(in: value) else { continue }
            scratch.removeAll(keepingCapacity: true)
            EncodedWords.appendDecoded(value, to: &scratch, limit: .max, defects: &self)
        }
    }
}

/// The fields that may stand only once (RFC 5322, section 3.6, and RFC 2045).
private enum SingleField {
    static let from = UInt32(1) << 0
    static let date = UInt32(1) << 1
    static let contentType = UInt32(1) << 2
    static let mimeVersion = UInt32(1) << 3

    /// The number of a name; names are told apart by length before any letter is looked at.
    static func index(of name: UnsafeRawBufferPointer) -> UInt32? {
        switch name.count {
        case 2: equalsIgnoringCase(name, "to") ? 4 : equalsIgnoringCase(name, "cc") ? 5 : nil
        case 4: equalsIgnoringCase(name, "from") ? 0 : equalsIgnoringCase(name, "date") ? 1 : nil
        case 6: equalsIgnoringCase(name, "sender") ? 6 : nil
        case 7: equalsIgnoringCase(name, "subject") ? 7 : nil
        case 8: equalsIgnoringCase(name, "reply-to") ? 8 : nil
        case 10: equalsIgnoringCase(name, "message-id") ? 9 : nil
        case 12:
            equalsIgnoringCase(name, "content-type") ? 2 : equalsIgnoringCase(name, "mime-version") ? 3 : nil
        case 25: equalsIgnoringCase(name, "content-transfer-encoding") ? 10 : nil
        default: nil
        }
    }
}
