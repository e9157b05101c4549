// SPDX-License-Identifier: Apache-2.0
import CBytes

/// Finding bytes in bytes.
enum ByteSearch {
    static func contains(_ text: UnsafeRawBufferPointer, _ pattern: UnsafeRawBufferPointer) -> Bool {
        guard let start = text.baseAddress, let wanted = pattern.baseAddress, !pattern.isEmpty else { return false }
        return bytes_find(start, text.count, wanted, pattern.count) != nil
    }
}
