// SPDX-License-Identifier: Apache-2.0

/// Writes what Outlook writes, for tests: attributes and properties of TNEF (MS-OXTNEF, section 2.1.3).
struct TNEFStream {
    private(set) var bytes: [UInt8] = [0x78, 0x9f, 0x3e, 0x22, 1, 0]

    mutating func attribute(_ id: UInt32, level: UInt8 = 1, _ data: [UInt8]) {
        bytes += [level] + Self.littleEndian(id) + Self.littleEndian(UInt32(data.count)) + data + [0, 0]
    }

    mutating func properties(_ id: UInt32, level: UInt8 = 1, _ all: [[UInt8]]) {
        attribute(id, level: level, Self.littleEndian(UInt32(all.count)) + all.joined())
    }

    /// A property of binary data or text.
    static func property(_ id: UInt16, type: UInt16, _ value: [UInt8]) -> [UInt8] {
        let padding = [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
        return tag(id, type) + littleEndian(1) + littleEndian(UInt32(value.count)) + value + padding
    }

    /// A property of four bytes.
    static func property(_ id: UInt16, _ value: UInt32) -> [UInt8] { tag(id, 3) + littleEndian(value) }

    /// A property with a name of its own.
    static func named(_ name: String, _ value: UInt32) -> [UInt8] {
        let text = utf16(name)
        let padding = [UInt8](repeating: 0, count: (4 - text.count % 4) % 4)
        return tag(0x8001, 3) + [UInt8](repeating: 7, count: 16) + littleEndian(1) + littleEndian(UInt32(text.count))
            + text + padding + littleEndian(value)
    }

    static func utf16(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] } + [0, 0]
    }

    static func littleEndian(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 0xff) } }

    private static func tag(_ id: UInt16, _ type: UInt16) -> [UInt8] {
        [UInt8(type & 0xff), UInt8(type >> 8), UInt8(id & 0xff), UInt8(id >> 8)]
    }
}
