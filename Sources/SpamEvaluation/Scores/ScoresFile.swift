// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// A file of scores in the form of the TREC spam track, one judged message a line.
///
///     PATH judge=spam class=ham score=-1.23456789
///
/// The path may hold blanks, since the three figures are looked for from the line's end; further `name=value`
/// fields may follow the score. Lines judged `HAM` or `SPAM` (learned, never scored) are left out, `Ham` and
/// `Spam` count as `ham` and `spam`, and lines without the three figures are counted and passed over.
///
/// - SeeAlso: G. Cormack, T. Lynam, TREC 2005 Spam Track overview.
public struct ScoresFile: Sendable, Equatable {
    /// The judged messages in the file's order.
    public var messages: [ScoredMessage]
    /// How many lines that are not blank held no judgement, class and score.
    public var ignoredLines: Int

    /// Creates the contents of a scores file.
    public init(messages: [ScoredMessage], ignoredLines: Int = 0) {
        self.messages = messages
        self.ignoredLines = ignoredLines
    }
}

/// Why a scores file could not be read or written.
public enum ScoresFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file could not be opened, read or written.
    case unreadable(path: String, reason: String)
    /// A line has a judgement and a class, but its score is no number.
    case badScore(path: String, line: Int, found: String)

    /// One line: what, where, what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "scores file: \(reason), \(path), check the path and its permissions"
        case .badScore(let path, let line, let found):
            "scores file: '\(found)' is not a score, \(path) line \(line), write a decimal number"
        }
    }
}
