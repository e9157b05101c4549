// SPDX-License-Identifier: Apache-2.0
package import CorpusInspection
import DurableFiles
import MailArchive
package import MailFeatures
package import MailIngest
import MailMessage
import TextOutput
package import TrainingStore

extension HeaderLeakNames {
    /// This many messages of each source are searched.
    private static let fewMessages = 300

    /// Names what a search found by the first messages of each source.
    ///
    /// Sources that can be read only once have been read: opening a pipe again would block forever.
    package mutating func read(_ sources: [LabelledSource]) {
        for source in sources where !isDone {
            let paths = source.paths.filter { path in
                FileStatus(path).map { $0.kind == .file || $0.kind == .folder } ?? false
            }
            if paths.isEmpty { continue }
            var reader = ArchiveReader(paths, format: source.format)
            var left = Self.fewMessages
            while left > 0, !isDone, let event = reader.next() {
                guard case .message(let archived) = event else { continue }
                offer(Message(archived.bytes))
                left -= 1
            }
        }
    }

    /// Names what a search found by some messages of a store that are still in their archives.
    package mutating func read(
        _ digests: [[UInt8]], in store: TrainingStore, key: SiteKey, exclusions: Exclusions
    ) throws(StoreError) {
        guard !isDone else { return }
        var records: [MessageRecord] = []
        for digest in digests { records += try store.records(.digest(digest.hexadecimal), limit: 1) }
        for found in exclusions.files(of: records, key: key) {
            if let file = found.files.first { offer(Message(file.message.bytes)) }
        }
    }
}

extension [HeaderLeak] {
    /// The header fields that foretell the labels of a store's messages.
    ///
    /// - Parameter share: of the messages of a class that a field must be in at least.
    package init(
        of messages: [LabelledMessage], share: Double = HeaderLeaks.standardShare, in store: TrainingStore,
        key: SiteKey, settings: SiteSettings, exclusions: Exclusions
    ) throws(StoreError) {
        var search = HeaderLeaks(share: share)
        for (number, message) in messages.enumerated() {
            search.add(message.features.features, message.isSpam ? .spam : .ham, id: number)
        }
        var names = HeaderLeakNames(search, key: key, settings: settings)
        try names.read(names.examples.map { messages[$0].digest }, in: store, key: key, exclusions: exclusions)
        self = names.found
    }
}
