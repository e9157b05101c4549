// SPDX-License-Identifier: Apache-2.0

/// How far a log was read, and how to see whether it still is the same log.
package struct LogPlace: Sendable, Equatable {
    /// The most bytes before the offset that are compared.
    static let tailBytes = 256

    /// Where the next run goes on, in (expanded) bytes.
    package var offset: Int
    /// The hash of the last ``tailBytes`` before the offset, or of all where there are fewer.
    package var tail: UInt64
    /// When the last line before the offset was written, in seconds since 1970: later lines without a year follow it.
    package var time: Int

    /// Makes a place.
    package init(offset: Int, tail: UInt64, time: Int) {
        self.offset = offset
        self.tail = tail
        self.time = time
    }
}
