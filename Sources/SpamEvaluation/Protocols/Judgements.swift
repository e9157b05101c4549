// SPDX-License-Identifier: Apache-2.0
import DurableFiles
public import MailFeatures

/// Labels to judge by that are kept apart from those to learn from: `--judge INDEX`.
///
/// Where the labels of an index were flipped on purpose, to see how a learner bears wrong ones, the true labels stay
/// what counts. A message that the judging index lacks is judged by its own label.
public struct Judgements: Sendable {
    /// By path as the index writes it, `.` and empty components left out.
    private var classes: [String: MessageClass] = [:]
    /// The same paths as the index's lines have them, in their order.
    private var paths: [String] = []
    /// The folder that the index's paths start from; nil when it is not known.
    private var folder: String?

    /// Creates judgements from the paths and labels of an index, paths as the index writes them.
    ///
    /// Of a path that occurs twice the last label holds.
    ///
    /// - Parameter index: the index's own path, if it is a file: its paths start from the folder that it lies in.
    public init(_ entries: some Sequence<(path: String, messageClass: MessageClass)>, index: String? = nil) {
        folder = index.map { Self.folder(of: $0) }
        for entry in entries {
            let path = Self.normalized(entry.path)
            classes[path] = entry.messageClass
            paths.append(path)
        }
    }

    /// Gives each message its judgement.
    ///
    /// Both indexes' paths are taken from the folders that the indexes lie in, so that equal names in two corpora are
    /// not confused. A judging index from elsewhere, none of whose files is the other's, is matched by its paths as
    /// they are written if `matchesByName` says so: right for a copy of the index, wrong for another corpus.
    ///
    /// - Parameter index: the index that the messages were read from; nil takes all paths as they are written.
    /// - Returns: how many messages the judging index does not have.
    @discardableResult
    public func judge(
        _ messages: inout [EvaluationMessage], of index: String? = nil, matchesByName: Bool = true
    ) -> Int {
        guard let index, let folder else { return judge(&messages) { Self.normalized($0) } }
        let own = Self.folder(of: index)
        var resolved: [String: String] = [:]
        for path in paths { resolved[Self.joined(folder, path)] = path }
        let missing = judge(&messages) { resolved[Self.joined(own, $0)] }
        guard missing == messages.count, matchesByName else { return missing }
        return judge(&messages) { Self.normalized($0) }
    }

    private func judge(_ messages: inout [EvaluationMessage], key: (String) -> String?) -> Int {
        var missing = 0
        for index in messages.indices {
            if let found = key(messages[index].path).flatMap({ classes[$0] }) {
                messages[index].judge = found
            } else {
                missing += 1
            }
        }
        return missing
    }

    /// The folder of a file, links followed; `.` if it has none.
    private static func folder(of file: String) -> String {
        let slash = file.lastIndex(of: "/")
        let folder = slash.map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? "."
        return FileName.resolved(folder) ?? normalized(folder)
    }

    private static func joined(_ folder: String, _ path: String) -> String {
        normalized(path.hasPrefix("/") ? path : folder + "/" + path)
    }

    /// `./data//a`, `data/b/../a` and `data/a` are one path.
    private static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}
