// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// Why a part of an ingest cannot be planned, read or taken; each says what to do.
public enum TaskError: Error, Equatable, CustomStringConvertible {
    /// A line of a manifest that no plan makes.
    case badLine(String)
    /// The site's configuration does not name the source, or leaves it out.
    case notOfSite(source: String)
    /// The configuration names a source twice.
    case namedTwice(source: String)
    /// The plan was made with another key, version of Spreu or settings.
    case otherExtraction
    /// A source is not what it was when the plan was made.
    case changed(source: String)
    /// A range of an mbox that does not begin and end where messages do.
    case notBetweenMessages(source: String, range: Range<Int>)
    /// What a task left is not what was written, or that of another task.
    case damaged(path: String, problem: String)
    /// Tasks of the manifest that nobody has done; the first of them.
    case incomplete(missing: Int, of: Int, first: Int)

    /// What is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .badLine(let problem): "not a task of 'spreu plan': \(problem); give a line of its manifest as it is"
        case .notOfSite(let source):
            "\(source.forTerminal()) is no source of this configuration here, or is excluded: plan again, or give the "
                + "configuration that the plan was made with"
        case .namedTwice(let source):
            "\(source.forTerminal()) is named twice as a source: a plan needs it once, correct the configuration"
        case .otherExtraction:
            "the plan was made with another site key, version of Spreu or settings: plan again with those in use here"
        case .changed(let source):
            "\(source.forTerminal()) has changed since it was planned: plan again; what is unchanged is not read again"
        case .notBetweenMessages(let source, let range):
            "bytes \(range.lowerBound) to \(range.upperBound) of \(source.forTerminal()) do not begin and end where "
                + "messages do: plan again"
        case .damaged(let path, let problem):
            "\(path.forTerminal()): \(problem); remove it and do its task again"
        case .incomplete(let missing, let all, let first):
            "\(grouped(missing)) of \(grouped(all)) tasks are not done, such as number \(first): do them, then merge; "
                + "nothing was taken"
        }
    }
}
