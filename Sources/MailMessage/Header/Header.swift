// SPDX-License-Identifier: Apache-2.0

/// The header of a message or part: its fields in order, each a range of the message's bytes.
public struct Header: Sendable {
    let storage: [UInt8]
    let offsets: [FieldOffsets]

    /// Where the header lies, its closing empty line excluded.
    public let byteRange: Range<Int>

    /// The fields in the order they stand.
    public var fields: HeaderFields { HeaderFields(storage: storage, offsets: offsets) }

    /// The first field with a name (given in lower case), or nil.
    public func first(_ lowercasedName: StaticString) -> HeaderField? {
        index(of: lowercasedName, from: 0).map { HeaderField(storage: storage, offsets: offsets[$0]) }
    }

    /// The first field with a name (given in lower case) that is not known when the program is written, or nil.
    @_disfavoredOverload
    public func first(_ lowercasedName: String) -> HeaderField? {
        let expected = lowercasedName.utf8
        let index = offsets.firstIndex { field in
            field.name.count == expected.count
                && zip(storage[field.name], expected).allSatisfy { $0.lowercased == $1 }
        }
        return index.map { HeaderField(storage: storage, offsets: offsets[$0]) }
    }

    /// The last field with a name (given in lower case), or nil.
    public func last(_ lowercasedName: StaticString) -> HeaderField? {
        let bytes = storage.span
        let index = offsets.lastIndex { bytes.extracting($0.name).equalsIgnoringCase(lowercasedName) }
        return index.map { HeaderField(storage: storage, offsets: offsets[$0]) }
    }

    /// All fields with a name (given in lower case), in order.
    public func all(_ lowercasedName: StaticString) -> [HeaderField] {
        var found: [HeaderField] = []
        var next = 0
        while let index = index(of: lowercasedName, from: next) {
            found.append(HeaderField(storage: storage, offsets: offsets[index]))
            next = index + 1
        }
        return found
    }

    private func index(of lowercasedName: StaticString, from start: Int) -> Int? {
        let length = lowercasedName.utf8CodeUnitCount
        let bytes = storage.span
        for index in start..<max(start, offsets.count) {
            let field = offsets[index]
            guard Int(field.nameEnd - field.nameStart) == length else { continue }
            if bytes.extracting(field.name).equalsIgnoringCase(lowercasedName) { return index }
        }
        return nil
    }
}

/// The fields of a header as a collection; elements are made when they are looked at.
public struct HeaderFields: RandomAccessCollection, Sendable {
    let storage: [UInt8]
    let offsets: [FieldOffsets]

    /// The first index: 0.
    public var startIndex: Int { 0 }
    /// The number of fields.
    public var endIndex: Int { offsets.count }

    /// The field at an index.
    public subscript(index: Int) -> HeaderField { HeaderField(storage: storage, offsets: offsets[index]) }
}
