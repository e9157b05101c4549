// SPDX-License-Identifier: Apache-2.0

/// What a string is made of, without what it says, byte by byte: `A` capitals, `a` small letters, `9` digits, `U` bytes beyond ASCII,
/// one for each run; all else as it stands.
///
///     var shape = TextShape()
///     for byte in bytes { if let sign = shape.sign(of: byte) { text.append(sign) } }
package struct TextShape {
    private var last: UInt8 = 0

    /// Begins a string.
    package init() {}

    /// The sign of the next byte; nil within a run.
    @inline(__always)
    package mutating func sign(of byte: UInt8) -> UInt8? {
        let sign: UInt8
        let isRun: Bool
        switch byte {
        case 0x30...0x39: (sign, isRun) = (UInt8(ascii: "9"), true)
        case 0x41...0x5a: (sign, isRun) = (UInt8(ascii: "A"), true)
        case 0x61...0x7a: (sign, isRun) = (UInt8(ascii: "a"), true)
        case 0x80...: (sign, isRun) = (UInt8(ascii: "U"), true)
        default: (sign, isRun) = (byte < 0x20 ? UInt8(ascii: "?") : byte, false)
        }
        defer { last = sign }
        return isRun && sign == last ? nil : sign
    }
}
