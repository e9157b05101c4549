// SPDX-License-Identifier: Apache-2.0
package import DurableFiles
import Glibc
import MailMessage
import TextOutput

/// Names of networks, as a table of a registry or of routes has them: a range and a name in each line.
package struct NetworkTable: Sendable {
    /// Files of more bytes or lines are refused.
    package static let (maxBytes, maxRanges) = (1 << 27, 2_000_000)

    private var numbers: [NetworkRange: Int32] = [:]
    private var names: [String] = []
    private var sizes: [Int] = []
    /// Lines that are neither empty nor a comment, and no range with a name.
    package private(set) var unreadable = 0

    /// Reads a table: `192.0.2.0/24 AS64500 Example`, with blanks, tabs, commas or semicolons between; `#` and `;` begin comments.
    package init(contentsOf path: String) throws(DurableFileError) {
        let bytes = try ReadableFile.contents(of: path, limit: Self.maxBytes)
        var known: [String: Int32] = [:]
        var found: Set<Int> = []
        for line in bytes.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            let text = String(decoding: line.prefix(400), as: UTF8.self)
            guard let first = text.first(where: { $0 != " " && $0 != "\t" }), first != "#", first != ";" else {
                continue
            }
            let parts = text.split(maxSplits: 1) { " \t,;".contains($0) }
            guard parts.count == 2, let range = NetworkRange(String(parts[0]))?.canonical else {
                unreadable += 1
                continue
            }
            let name = parts[1].drop { " \t,;".contains($0) }.prefix { $0 != "\r" }
            guard !name.isEmpty, numbers.count < Self.maxRanges else {
                unreadable += 1
                continue
            }
            let short = String(name).prefix(bytes: SenderSighting.maxNameBytes)
            let number = known[short] ?? Int32(names.count)
            if known.updateValue(number, forKey: short) == nil { names.append(short) }
            numbers[range] = number
            found.insert(range.sharedBits)
        }
        sizes = found.sorted(by: >)
    }

    /// The name of the smallest range that an address lies in.
    package func name(of address: String) -> String? {
        for range in NetworkRange.ranges(around: address, sharedBits: sizes) {
            if let number = numbers[range] { return names[Int(number)] }
        }
        return nil
    }
}
