// SPDX-License-Identifier: Apache-2.0

/// What writing a configuration's file would do to what is there.
package struct FileChange: Sendable, Equatable {
    /// What becomes of the file.
    package enum Kind: String, Sendable {
        /// There is none.
        case new
        /// It says what it is to say.
        case same
        /// It is as a program wrote it, and is written again.
        case rewritten
        /// Somebody has changed it: it stays.
        case kept
        /// Somebody has changed it, and said that it is to be replaced.
        case replaced
    }

    /// The file's name: `spreu.yaml`.
    package var name: String
    /// What becomes of it.
    package var kind: Kind
    /// What it is to say.
    package var text: String
    /// What it says now; nil: there is none.
    package var before: String?

    /// Compares a file with what it is to say.
    ///
    /// - Parameters:
    ///   - texts: what it may say, the first where it is written: the same in several languages.
    ///   - replaces: whether a file that somebody has changed is replaced, too.
    package init(_ name: String, before: String?, texts: [String], replaces: Bool) {
        self.name = name
        self.before = before
        text = texts.first ?? ""
        guard let before else {
            kind = .new
            return
        }
        if texts.contains(before) {
            kind = .same
        } else if FileSeal.isWhole(before) {
            kind = .rewritten
        } else {
            kind = replaces ? .replaced : .kept
        }
    }

    /// Whether the file is written.
    package var isWritten: Bool { kind == .new || kind == .rewritten || kind == .replaced }

    /// The lines that go and come, with `-` and `+` before them, and those that stay between, with a blank; empty: none change.
    package var difference: [String] {
        if kind == .same { return [] }
        let old = Self.lines(before ?? "")
        let new = Self.lines(text)
        var result: [String] = []
        let changes = new.difference(from: old)
        var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
        for change in changes {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                result.append("-" + old[left])
                left += 1
            } else if right < new.count, inserted.contains(right) {
                result.append("+" + new[right])
                right += 1
            } else {
                result.append(" " + (left < old.count ? old[left] : ""))
                left += 1
                right += 1
            }
        }
        return result
    }

    private static func lines(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
