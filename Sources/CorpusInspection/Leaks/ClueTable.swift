// SPDX-License-Identifier: Apache-2.0
package import MailIngest

/// The clues of a corpus, each once, with numbers that stand for them.
package struct ClueTable: Sendable {
    /// More different clues than this are not counted: those that tell are on many messages, and so come early.
    package static let maxClues = 400_000

    /// All clues; a clue's number is its place.
    package private(set) var clues: [MessageClues.Clue] = []
    private var numbers: [MessageClues.Clue: Int32] = [:]
    /// How many were seen when the table was full.
    package private(set) var uncounted = 0

    /// Creates an empty table.
    package init() {}

    /// The numbers of some clues, new ones included.
    package mutating func numbers(of clues: [MessageClues.Clue]) -> [Int32] {
        clues.compactMap { clue in
            if let known = numbers[clue] { return known }
            guard self.clues.count < Self.maxClues else {
                uncounted += 1
                return nil
            }
            let number = Int32(self.clues.count)
            self.clues.append(clue)
            numbers[clue] = number
            return number
        }
    }
}
