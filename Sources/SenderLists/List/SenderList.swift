// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The site's list of senders that are allowed and denied, as its file has it: people read it, and may edit it.
///
/// One entry a line (``ListEntry``), empty lines and comments, which begin with `#`. A line that cannot be read is told with its
/// number; the others count.
///
/// - Shape: at most ``maxBytes`` and ``maxEntries``; an entry is found by hash, in time that does not depend on their number.
package struct SenderList: Sendable {
    /// The most bytes that a file may have: 1 MiB.
    package static let maxBytes = 1 << 20
    /// The most entries that count: 10,000.
    package static let maxEntries = 10_000
    /// The most problems that are told.
    package static let maxProblems = 10

    /// A line that does not count, and why.
    package struct Problem: Sendable, Equatable, CustomStringConvertible {
        /// The line's number, from 1.
        package let line: Int
        /// What is wrong with it.
        package let reason: String

        /// `line 3: ...`.
        package var description: String { "line \(line): \(reason)" }
    }

    /// The entries, in the file's order; those that have run out, too.
    package private(set) var entries: [ListEntry] = []
    /// The first lines that cannot be read.
    package private(set) var problems: [Problem] = []
    /// How many lines cannot be read.
    package private(set) var problemCount = 0

    private struct Key: Hashable {
        var subject: ListSubject
        var recipientDomain: String?
    }

    private struct NetworkKey: Hashable {
        var range: NetworkRange
        var recipientDomain: String?
    }

    /// Indices of ``entries`` of all but networks.
    private var named: [Key: [Int]] = [:]
    /// Indices of those of networks.
    private var networks: [NetworkKey: [Int]] = [:]
    /// How large networks are that there are entries for, in bits that all addresses share; the closest first.
    private var networkSizes: [Int] = []

    /// An empty list.
    package init() {}

    /// Reads a file's text.
    package init(text: String) {
        var sizes: Set<Int> = []
        for (number, line) in Self.lines(of: text).enumerated() {
            guard Self.isEntry(line) else { continue }
            guard entries.count < Self.maxEntries else {
                tell(number + 1, "there are \(Self.maxEntries) entries above it: no more are read")
                break
            }
            do throws(ListLineError) {
                add(try ListEntry(line: line), &sizes)
            } catch {
                tell(number + 1, error.description)
            }
        }
        networkSizes = sizes.sorted(by: >)
    }

    /// The lines of a text, without their ends.
    static func lines(of text: String) -> [Substring] {
        text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
    }

    /// Whether a line is to be read: neither empty nor a comment.
    static func isEntry(_ line: Substring) -> Bool {
        guard let first = line.utf8.first(where: { $0 != 0x20 && $0 != 0x09 }) else { return false }
        return first != UInt8(ascii: "#")
    }

    private mutating func tell(_ line: Int, _ reason: String) {
        problemCount += 1
        if problems.count < Self.maxProblems { problems.append(Problem(line: line, reason: reason)) }
    }

    private mutating func add(_ entry: ListEntry, _ sizes: inout Set<Int>) {
        if let network = entry.subject.network {
            let key = NetworkKey(range: network.canonical, recipientDomain: entry.recipientDomain)
            networks[key, default: []].append(entries.count)
            sizes.insert(network.sharedBits)
        } else {
            named[Key(subject: entry.subject, recipientDomain: entry.recipientDomain), default: []].append(
                entries.count)
        }
        entries.append(entry)
    }

    /// Whether there are no entries.
    package var isEmpty: Bool { entries.isEmpty }

    /// The entries for a subject that is no network, those for all recipients and those for a domain of them.
    func entries(for subject: ListSubject, recipientDomain: String?) -> [ListEntry] {
        var found = named[Key(subject: subject, recipientDomain: nil)] ?? []
        if let recipientDomain { found += named[Key(subject: subject, recipientDomain: recipientDomain)] ?? [] }
        return found.map { entries[$0] }
    }

    /// The entries for the networks that an address lies in.
    func entries(forClient address: String, recipientDomain: String?) -> [ListEntry] {
        var found: [Int] = []
        for range in NetworkRange.ranges(around: address, sharedBits: networkSizes) {
            found += networks[NetworkKey(range: range, recipientDomain: nil)] ?? []
            if let recipientDomain {
                found += networks[NetworkKey(range: range, recipientDomain: recipientDomain)] ?? []
            }
        }
        return found.map { entries[$0] }
    }
}
