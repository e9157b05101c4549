// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Turns CR LF into LF, in pieces of any size; a CR without an LF stays.
struct LineEnds: Sendable {
    private var endsInReturn = false

    mutating func append(_ piece: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        guard let base = piece.baseAddress, var byte = piece.first else { return }
        if endsInReturn, byte != 0x0a { text.append(0x0d) }
        endsInReturn = false
        var index = 0
        while index < piece.count {
            let next = memchr(base + index, 0x0d, piece.count - index)
            let found = next.map { UnsafeRawPointer($0) - base } ?? piece.count
            text.append(contentsOf: piece[index..<found])
            guard found < piece.count else { return }
            index = found + 1
            guard index < piece.count else {
                endsInReturn = true
                return
            }
            byte = piece[index]
            if byte != 0x0a { text.append(0x0d) }
        }
    }

    mutating func finish(_ text: inout [UInt8]) {
        if endsInReturn { text.append(0x0d) }
        endsInReturn = false
    }
}
