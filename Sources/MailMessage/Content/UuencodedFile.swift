// SPDX-License-Identifier: Apache-2.0

/// A file that stands uuencoded between the lines of a plain text, as mail carried them before MIME.
struct UuencodedFile {
    /// The file's lines in the text, those with `begin` and `end` included.
    var lines: Range<Int>
    /// The name, as a range of the text.
    var name: Range<Int>

    /// The files of a text, in order, at most `limit`.
    ///
    /// A file begins with `begin`, its mode and name, and goes on as long as the lines are as long as their first byte
    /// says; without one such line it is none. The `end` line may be missing.
    static func all(in text: Span<UInt8>, limit: Int) -> [UuencodedFile] {
        var files: [UuencodedFile] = []
        var position = 0
        while files.count < limit, let begin = nextBegin(in: text, from: position) {
            guard let file = UuencodedFile(in: text, at: begin) else {
                position = begin + 1
                continue
            }
            files.append(file)
            position = file.lines.upperBound
        }
        return files
    }

    /// Reads the file whose `begin` stands at `start`; nil if there is none.
    private init?(in text: Span<UInt8>, at start: Int) {
        let firstEnd = text.firstIndex(of: ASCII.lineFeed, in: start..<text.count) ?? text.count
        var nameStart = start + 6
        while nameStart < firstEnd, text[nameStart] >= 0x30, text[nameStart] < 0x38 { nameStart += 1 }
        guard 3...4 ~= nameStart - start - 6, nameStart + 1 < firstEnd, text[nameStart] == ASCII.space else {
            return nil
        }
        name = (nameStart + 1)..<firstEnd
        var position = firstEnd + 1
        var dataLines = 0
        while position < text.count {
            let lineEnd = text.firstIndex(of: ASCII.lineFeed, in: position..<text.count) ?? text.count
            let line = text.extracting(position..<lineEnd)
            if line.count >= 3, line.hasPrefix("end"), line.extracting(3...).allSatisfy(\.isWhiteSpace) {
                position = lineEnd + 1
                break
            }
            guard Self.isData(line) else { break }
            if line[0] & 0x3F != 0x20 { dataLines += 1 }
            position = lineEnd + 1
        }
        guard dataLines > 0 else { return nil }
        lines = start..<min(position, text.count)
    }

    /// The file as a part of its own: its lines as the body, no header.
    func part(of lines: ArraySlice<UInt8>) -> Part {
        let nameStart = lines.startIndex + name.lowerBound - self.lines.lowerBound
        var filename = lines[nameStart..<(nameStart + name.count)]
        while filename.last?.isWhiteSpace == true { filename.removeLast() }
        let type = ContentType(
            type: "application", subtype: "octet-stream",
            parameters: ParameterList([.init(name: "name", value: String(decoding: filename, as: UTF8.self))]))
        return Part(type, encoding: .uuencode, bytes: Array(lines))
    }

    /// How many bytes of lines of data a text begins with, if it begins within a file: none if there is a single line.
    static func dataBytes(at text: Span<UInt8>) -> Int {
        var (position, lines) = (0, 0)
        while position < text.count {
            let lineEnd = text.firstIndex(of: ASCII.lineFeed, in: position..<text.count) ?? text.count
            let line = text.extracting(position..<lineEnd)
            // The first line may have lost its beginning.
            guard lines == 0 || isData(line) else { break }
            lines += 1
            position = min(lineEnd + 1, text.count)
        }
        return lines > 2 ? position : 0
    }

    /// Whether the length of a line fits its first byte: four bytes for three, blanks at the end may be cut off.
    private static func isData(_ line: Span<UInt8>) -> Bool {
        guard let first = line.first, first >= ASCII.space, first <= 0x60 else { return false }
        let encoded = (Int((first - ASCII.space) & 0x3F) + 2) / 3 * 4
        return line.count - 1 <= encoded + 2 && line.allSatisfy { $0 >= ASCII.space && $0 <= 0x60 }
    }

    /// The next line that begins with `begin` and a space.
    private static func nextBegin(in text: Span<UInt8>, from start: Int) -> Int? {
        guard start < text.count else { return nil }
        if start == 0, text.hasPrefix("begin ") { return 0 }
        // The line feed before the first line may be the last byte of what was looked at.
        return text.firstIndex(of: "\nbegin ", in: max(start - 1, 0)..<text.count).map { $0 + 1 }
    }
}
