// SPDX-License-Identifier: Apache-2.0

/// Which bytes of a message stay when some of its header fields are taken out, and nothing else is touched.
///
/// A filter that adds fields of its own takes out those of the same names first: a sender could have written them.
public struct HeaderRewrite: Sendable {
    private let names: [[UInt8]]

    /// - Parameter names: The fields to take out, in any case.
    public init(removing names: [String]) { self.names = names.map { Array($0.lowercased().utf8) } }

    /// The pieces that stay, in order; what lies between them are fields of those names, with their folded lines.
    ///
    /// - Parameter start: Where the header begins: behind an mbox line, if there is one.
    public func keptPieces(of bytes: [UInt8], from start: Int = 0) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var kept = start
        var line = start
        var isTaken = false
        while line < bytes.count, !Self.isEmptyLine(bytes, at: line) {
            let isFolded = bytes[line].isBlank
            let next = bytes[line...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
            if !isFolded {
                let wasTaken = isTaken
                isTaken = names.contains { Self.isField($0, bytes[line..<next]) }
                if isTaken && !wasTaken { pieces.append(kept..<line) }
                if wasTaken && !isTaken { kept = line }
            }
            line = next
        }
        if isTaken { kept = line }
        return pieces + [kept..<bytes.count]
    }

    /// Hands out the message as it goes on, in pieces: with fields on top, those of the removed names taken out.
    ///
    /// - Parameters:
    ///   - start: Where the header begins; what lies before it, such as an mbox line, stays on top.
    ///   - fields: They get the line ends of the message.
    public func rewrite<Failure: Error>(
        _ bytes: [UInt8], from start: Int = 0, adding fields: [(name: String, value: String)],
        write: (ArraySlice<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        try write(bytes[..<start])
        let lineEnd = Self.hasCRLF(bytes) ? "\r\n" : "\n"
        for (name, value) in fields { try write(Array("\(name): \(value)\(lineEnd)".utf8)[...]) }
        for piece in keptPieces(of: bytes, from: start) { try write(bytes[piece]) }
    }

    /// Where the header ends: at its empty line, or at the end of the message.
    public static func endOfHeader(_ bytes: [UInt8], from start: Int = 0) -> Int {
        var line = start
        while line < bytes.count, !isEmptyLine(bytes, at: line) {
            line = bytes[line...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
        }
        return line
    }

    /// Whether the message's lines end with CR LF, as its first line shows.
    public static func hasCRLF(_ bytes: [UInt8]) -> Bool {
        guard let lineFeed = bytes.firstIndex(of: 0x0A), lineFeed > 0 else { return false }
        return bytes[lineFeed - 1] == 0x0D
    }

    /// Whether the header ends here; a CR alone does not end it.
    private static func isEmptyLine(_ bytes: [UInt8], at start: Int) -> Bool {
        bytes[start] == ASCII.lineFeed
            || bytes[start] == ASCII.carriageReturn && start + 1 < bytes.count && bytes[start + 1] == ASCII.lineFeed
    }

    /// Whether a field's name, in any case, is one that is given in lower case.
    package static func isName(_ name: ArraySlice<UInt8>, _ lowercased: [UInt8]) -> Bool {
        name.count == lowercased.count && zip(name, lowercased).allSatisfy { $0.lowercased == $1 }
    }

    private static func isField(_ name: [UInt8], _ line: ArraySlice<UInt8>) -> Bool {
        guard isName(line.prefix(name.count), name) else { return false }
        return line.dropFirst(name.count).first { !$0.isBlank } == ASCII.colon
    }
}
