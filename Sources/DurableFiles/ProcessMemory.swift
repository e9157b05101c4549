// SPDX-License-Identifier: Apache-2.0
import Glibc

/// How much memory this process uses, as the system counts it (`/proc/self/statm`).
package struct ProcessMemory {
    /// Bytes that are in memory.
    package let resident: Int
    /// Those of them that are pages of mapped files: the system has them back whenever it wants.
    package let ofFiles: Int

    /// Asks the system; nil if it does not say.
    package static var now: ProcessMemory? {
        // Without an error's text: this is asked a hundred times a second.
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = read(file, &text, text.count)
        guard count > 0 else { return nil }
        // Pages: all of the address space, those in memory, those of files among them.
        let numbers = text[..<count].split(separator: UInt8(ascii: " ")).prefix(3).compactMap {
            Int(String(decoding: $0, as: UTF8.self))
        }
        guard numbers.count == 3 else { return nil }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        return ProcessMemory(resident: numbers[1] * page, ofFiles: numbers[2] * page)
    }
}
