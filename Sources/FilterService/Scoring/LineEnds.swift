// SPDX-License-Identifier: Apache-2.0
import Glibc

extension [UInt8] {
    /// Adds a text with LF for CR LF; a CR without an LF stays.
    mutating func append(withLineFeeds text: UnsafeRawBufferPointer) {
        guard let base = text.baseAddress else { return }
        var kept = 0
        var index = 0
        while index < text.count, let found = memchr(base + index, 0x0d, text.count - index) {
            index = UnsafeRawPointer(found) - base + 1
            guard index < text.count, text[index] == 0x0a else { continue }
            append(contentsOf: text[kept..<(index - 1)])
            kept = index
        }
        append(contentsOf: text[kept...])
    }
}
