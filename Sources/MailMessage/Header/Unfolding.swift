// SPDX-License-Identifier: Apache-2.0

/// Puts a folded value on one line.
enum Unfolding {
    /// Appends a value with each run of white space as one space and none at its ends.
    static func append(_ value: Span<UInt8>, to output: inout [UInt8], limit: Int) {
        var room = limit
        var position = skipWhiteSpace(value, from: 0)
        while position < value.count, room > 0 {
            var end = position
            while end < value.count, !value[end].isWhiteSpace { end += 1 }
            let taken = min(end - position, room)
            output.append(value.extracting(position..<(position + taken)))
            room -= taken
            position = skipWhiteSpace(value, from: end)
            if position < value.count, room > 1 {
                output.append(ASCII.space)
                room -= 1
            } else {
                return
            }
        }
    }

    private static func skipWhiteSpace(_ value: Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position < value.count, value[position].isWhiteSpace { position += 1 }
        return position
    }
}
