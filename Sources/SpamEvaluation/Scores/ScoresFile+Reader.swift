// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailFeatures

extension ScoresFile {
    /// Reads a scores file.
    ///
    /// - Throws: ``ScoresFileError`` when the file cannot be read or a score is no number.
    public static func read(_ path: String) throws(ScoresFileError) -> ScoresFile {
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: .max, .anyKind)
        } catch {
            throw .unreadable(path: path, reason: error.reason)
        }
        return try parse(bytes, path: path)
    }

    /// Parses the bytes of a scores file; bytes that are no UTF-8 become U+FFFD in paths.
    ///
    /// - Parameter path: the file's name, for error messages.
    /// - Throws: ``ScoresFileError/badScore(path:line:found:)``.
    public static func parse(_ bytes: [UInt8], path: String = "-") throws(ScoresFileError) -> ScoresFile {
        var file = ScoresFile(messages: [])
        var lineNumber = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            lineNumber += 1
            guard let fields = LineFields(line) else {
                if line.contains(where: { !isBlank($0) }) { file.ignoredLines += 1 }
                continue
            }
            let judge = String(decoding: fields.judge, as: UTF8.self)
            if judge.count > 1 && judge == judge.uppercased() { continue }
            let figure = String(decoding: fields.score, as: UTF8.self)
            guard let score = Double(figure), !score.isNaN else {
                throw .badScore(path: path, line: lineNumber, found: figure)
            }
            file.messages.append(
                ScoredMessage(
                    path: String(decoding: fields.path, as: UTF8.self),
                    judge: messageClass(named: judge),
                    verdict: messageClass(named: String(decoding: fields.verdict, as: UTF8.self)),
                    score: score))
        }
        return file
    }

    private static func messageClass(named name: String) -> MessageClass {
        name.lowercased() == "spam" ? .spam : .ham
    }
}

/// Blank as in a line of text: space, tab and carriage return.
private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

/// The fields of one line, found from its end: the last `judge=` that a `class=` and a `score=` follow.
private struct LineFields {
    var path: ArraySlice<UInt8>
    var judge: ArraySlice<UInt8>
    var verdict: ArraySlice<UInt8>
    var score: ArraySlice<UInt8>

    init?(_ line: ArraySlice<UInt8>) {
        let words = line.split(whereSeparator: isBlank)
        var index = words.count - 3
        while index >= 0 {
            if let judge = Self.value(of: "judge=", in: words[index]),
                let verdict = Self.value(of: "class=", in: words[index + 1]),
                let score = Self.value(of: "score=", in: words[index + 2])
            {
                self.judge = judge
                self.verdict = verdict
                self.score = score
                path = line[line.startIndex..<words[index].startIndex]
                while let last = path.last, isBlank(last) { path.removeLast() }
                return
            }
            index -= 1
        }
        return nil
    }

    private static func value(of name: StaticString, in word: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let length = name.utf8CodeUnitCount
        guard word.count > length else { return nil }
        let isNamed = word.prefix(length).elementsEqual(
            UnsafeBufferPointer(start: name.utf8Start, count: length))
        return isNamed ? word.dropFirst(length) : nil
    }
}
