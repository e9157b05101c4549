// SPDX-License-Identifier: Apache-2.0

extension Span where Element == UInt8 {
    /// The colon that ends the name of the field in a line; nil if the line is no field.
    ///
    /// A name has printable ASCII alone; blanks may stand between it and the colon (RFC 5322, sections 2.2 and 4.5).
    package func colonOfField(in line: Range<Int>) -> Int? {
        var position = line.lowerBound
        while position < line.upperBound {
            let byte = self[position]
            if byte == ASCII.colon { return position > line.lowerBound ? position : nil }
            if byte <= ASCII.space {
                while position < line.upperBound, self[position].isBlank { position += 1 }
                return position < line.upperBound && position > line.lowerBound && self[position] == ASCII.colon
                    ? position : nil
            }
            if byte >= 0x7F { return nil }
            position += 1
        }
        return nil
    }
}
