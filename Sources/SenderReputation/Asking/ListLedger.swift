// SPDX-License-Identifier: Apache-2.0
package import DurableFiles
import Glibc

/// What lists have said, as long as it may be believed, and how often each was asked today: a bounded file.
///
/// It holds the lists' names with their keys masked, and the site's own addresses and domains.
package struct ListLedger: Sendable {
    /// The most answers that are kept, bytes of the file, and words of an answer.
    private static let (maxAnswers, maxBytes, maxWords) = (5_000, 1 << 20, 20)
    private static let firstLine = "spreu lists 1"

    private struct Key: Hashable {
        var list: String
        var subject: String
    }

    private struct Answer {
        var expires: Int64
        /// None: it is not listed.
        var addresses: [String]
    }

    private var answers: [Key: Answer] = [:]
    private var counts: [String: Int] = [:]
    private let now: Int64
    private var day: Int64 { now / 86_400 }
    /// Whether the file was damaged: what was asked today is not known.
    package private(set) var isDamaged = false

    /// Begins without a file.
    package init(now: Int64) { self.now = now }

    /// Reads a file; one that is not there is empty.
    package init(_ path: String, now: Int64) throws(DurableFileError) {
        self.init(now: now)
        let bytes: [UInt8]
        do throws(DurableFileError) {
            bytes = try ReadableFile.contents(of: path, limit: Self.maxBytes)
        } catch {
            if error.number == ENOENT { return }
            guard error.number == EFBIG else { throw error }
            isDamaged = true
            return
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.first.map(String.init) == Self.firstLine else {
            isDamaged = true
            return
        }
        for line in lines.dropFirst() { if !take(line.split(separator: " ").map(String.init)) { isDamaged = true } }
    }

    private mutating func take(_ words: [String]) -> Bool {
        guard words.count >= 4, words.count <= 4 + Self.maxWords, let number = Int64(words[3]) else { return false }
        switch words[0] {
        case "asked":
            guard let day = Int64(words[2]), number >= 0, number <= 1 << 40 else { return false }
            if day == self.day { counts[words[1]] = Int(number) }
        case "said":
            // A clock that was wrong makes nothing last for longer than a day.
            if number > now, number <= now + 86_400, answers.count < Self.maxAnswers {
                answers[Key(list: words[1], subject: words[2])] = Answer(expires: number, addresses: Array(words[4...]))
            }
        default: return false
        }
        return true
    }

    /// Writes the file.
    package func write(to path: String) throws(DurableFileError) {
        var lines = [Self.firstLine]
        for (list, count) in counts.sorted(by: { $0.key < $1.key }) { lines.append("asked \(list) \(day) \(count)") }
        // What lasts longest stays, if there is too much.
        let kept = answers.sorted {
            ($1.value.expires, $0.key.list, $0.key.subject) < ($0.value.expires, $1.key.list, $1.key.subject)
        }
        for (key, answer) in kept.prefix(Self.maxAnswers) {
            lines.append(
                (["said", key.list, key.subject, String(answer.expires)] + answer.addresses).joined(separator: " "))
        }
        try DurableFile.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: path)
    }

    /// How often a list was asked today (UTC).
    package func asked(_ list: String) -> Int { counts[list] ?? 0 }

    mutating func count(_ list: String) { counts[list, default: 0] += 1 }

    /// The addresses that a list has answered with; nil: that is not known any more.
    func said(_ list: String, of subject: String) -> [String]? {
        answers[Key(list: list, subject: subject)].flatMap { $0.expires > now ? $0.addresses : nil }
    }

    mutating func keep(_ list: String, of subject: String, _ addresses: [String], seconds: UInt32) {
        guard seconds > 0, addresses.count <= Self.maxWords, !subject.contains(where: \.isWhitespace) else { return }
        let expires = now + min(86_400, Int64(seconds))
        answers[Key(list: list, subject: subject)] = Answer(expires: expires, addresses: addresses)
        if answers.count > 2 * Self.maxAnswers { answers = answers.filter { $0.value.expires > now + 60 } }
    }
}
