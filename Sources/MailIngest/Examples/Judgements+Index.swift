// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailArchive
import MailFeatures
public import SpamEvaluation
import Synchronization

extension Judgements {
    /// Reads an index, but none of the messages that it names.
    ///
    /// - Throws: ``JudgementsError`` when the index cannot be read or one of its lines is no label and path.
    public init(readingIndex index: String) throws(JudgementsError) {
        let entries = Mutex<[(path: String, messageClass: MessageClass)]>([])
        var reader = ArchiveReader([index], format: .index) { file in
            let entry = (file.provenance.path, file.label?.isSpam == true ? MessageClass.spam : .ham)
            entries.withLock { $0.append(entry) }
            return .skip
        }
        while let event = reader.next() {
            guard case .warning(let warning) = event else { continue }
            throw JudgementsError(warning, index: index)
        }
        self.init(entries.withLock { $0 }, index: index)
    }
}

/// Why an index to judge by could not be read.
public enum JudgementsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The index could not be opened or read.
    case unreadable(path: String, reason: String)
    /// A line is no label and path.
    case badLine(path: String, line: Int)

    /// One line: what, where, what to do.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "index: \(reason), \(path), check the path and its permissions"
        case .badLine(let path, let line): "index: no 'spam|ham PATH', \(path) line \(line), fix or remove the line"
        }
    }

    fileprivate init(_ warning: ArchiveWarning, index: String) {
        switch warning.problem {
        case .badIndexLine(let number): self = .badLine(path: index, line: number)
        case .cannotOpen(let code), .cannotRead(let code):
            self = .unreadable(path: index, reason: String(cString: strerror(code)))
        case .notFound: self = .unreadable(path: index, reason: String(cString: strerror(ENOENT)))
        default: self = .unreadable(path: index, reason: "\(warning)")
        }
    }
}
