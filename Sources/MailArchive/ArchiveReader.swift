// SPDX-License-Identifier: Apache-2.0

/// What reading an archive yields next.
public enum ArchiveEvent: Sendable {
    /// A message.
    case message(ArchivedMessage)
    /// Something was wrong; what and where it was, and what was done. Reading goes on.
    case warning(ArchiveWarning)
}

/// Reads the messages of mail archives, one after the other, in an order that depends only on the archives.
///
/// Takes files and folders of every ``ArchiveFormat``, plain or compressed, and standard input as `-`. It never
/// writes, never locks, and never fails: what cannot be read becomes an ``ArchiveEvent/warning(_:)`` and the rest is
/// read. Memory does not grow with the archive: one message, a window of some hundred kilobytes, and the names of
/// the folder in hand.
///
///     for event in ArchiveReader(["inbox.mbox.xz", "Maildir"]) {
///         switch event {
///         case .message(let message): learn(message.bytes)
///         case .warning(let warning): print(warning)
///         }
///     }
///
/// A reader is used by one thread at a time (`Mutex<ArchiveReader>` for several); copies share the position.
public struct ArchiveReader: Sequence, IteratorProtocol {
    private let state: State

    /// Reads the sources in their order.
    ///
    /// - Parameters:
    ///   - sources: paths of files and folders; `-` is standard input.
    ///   - format: how the sources are kept; nil finds it for each.
    ///   - limits: how much is read before something is no mail.
    ///   - filter: which files are read; nil: all.
    ///   - folders: which folders of mailboxes are looked into; nil: all.
    ///   - bounds: what no file that is opened lies outside of, whatever links lead there; nil: nothing.
    public init(
        _ sources: [String], format: ArchiveFormat? = nil, limits: ArchiveLimits = .standard,
        filter: ArchiveFilter? = nil, folders: FolderFilter? = nil, bounds: ArchiveBounds? = nil
    ) {
        state = State(
            sources: sources, format: format,
            context: ReadContext(limits: limits, filter: filter, folders: folders, bounds: bounds))
    }

    /// The next message or warning; nil at the end of the last source.
    public mutating func next() -> ArchiveEvent? { state.next() }

    private final class State {
        private var sources: ArraySlice<String>
        private let format: ArchiveFormat?
        private let context: ReadContext
        private var streams: [any MessageStream] = []
        /// The source in hand, while it has given nothing.
        private var silentSource: String?

        init(sources: [String], format: ArchiveFormat?, context: ReadContext) {
            self.sources = sources[...]
            self.format = format
            self.context = context
        }

        func next() -> ArchiveEvent? {
            while true {
                if let warning = context.nextWarning() {
                    silentSource = nil
                    return .warning(warning)
                }
                guard let stream = streams.last else {
                    guard openNext() else { return nil }
                    continue
                }
                switch stream.next() {
                case .message(let message):
                    silentSource = nil
                    return .message(message)
                case .descend(let inner): streams.append(inner)
                case .again: break
                case .end: streams.removeLast()
                }
            }
        }

        /// Goes on to the next source; false after the last one.
        private func openNext() -> Bool {
            let hasSkipped = context.takeSkipped()
            if let source = silentSource, !hasSkipped {
                silentSource = nil
                context.warn(source, .empty, "nothing to read")
                return true
            }
            guard let source = sources.popFirst() else { return false }
            silentSource = source
            if let opened = SourceOpener(context, format).open(source) { streams.append(opened) }
            return true
        }
    }
}
