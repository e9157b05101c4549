// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailArchive
import MailFeatures
import MailIngest
import SpamEvaluation
import TrainingStore

/// What a folder is for, as reports tell folders apart: names of people's folders can be secrets.
package enum FolderGroup: String, Sendable, CaseIterable {
    /// `INBOX` itself.
    case inbox
    /// Another folder of ham, such as an archive.
    case ham
    /// A folder of spam.
    case spam
    /// What was deleted.
    case trash
    /// Any other.
    case other

    init(_ folder: String, _ use: FolderUse?) {
        self =
            switch use {
            case .spam: .spam
            case .trash: .trash
            case .ham, nil:
                // It has a name in no configuration, and holds what nobody has touched yet.
                FolderRule.name("INBOX", covers: folder) ? .inbox : use == .ham ? .ham : .other
            case .drafts, .sent: .other
            }
    }
}

/// Whether a message has a part of HTML.
package enum BodyForm: String, Sendable, CaseIterable {
    /// It has.
    case html
    /// It has none.
    case plain
}

/// How large a message is as it lies in its archive.
package enum SizeClass: String, Sendable, CaseIterable {
    /// Less than 4 KiB.
    case tiny = "under-4-KiB"
    /// Less than 16 KiB.
    case small = "4-to-16-KiB"
    /// Less than 64 KiB.
    case middle = "16-to-64-KiB"
    /// Less than 1 MiB.
    case large = "64-KiB-to-1-MiB"
    /// 1 MiB and more.
    case huge = "1-MiB-and-more"

    /// - Parameter bytes: 0: not known.
    init?(bytes: Int) {
        switch bytes {
        case ..<1: return nil
        case ..<4_096: self = .tiny
        case ..<16_384: self = .small
        case ..<65_536: self = .middle
        case ..<1_048_576: self = .large
        default: self = .huge
        }
    }
}

extension EvaluationGroups {
    /// Counts recent mail by what the ledger and its features say of it; a message that lies in several sources or folders
    /// counts for the first.
    init(
        _ recent: RecentEvaluation, in store: TrainingStore, key: SiteKey, names: SourceNames, accounts: AccountNames,
        folders: [UInt64: FolderGroup]
    ) throws(StoreError) {
        let paths = recent.scored.map(\.path)
        let digests = paths.map { recent.messages[$0]?.digest ?? [] }
        let sources = Dictionary(
            zip(paths, try store.sourcePaths(of: digests)), uniquingKeysWith: { first, _ in first })
        let places = Dictionary(zip(paths, try store.folders(of: digests)), uniquingKeysWith: { first, _ in first })
        let kinds = SenderKinds(key: key)
        let catalogue = FactCatalogue(key: key)
        self.init(recent.scored) { path in
            guard let message = recent.messages[path] else { return [:] }
            let features = message.features.features
            let facts = catalogue.facts(of: features).map { catalogue.facts[Int($0)] }
            var groups: [Grouping: String] = [
                .origin: message.origin,
                .kind: kinds.kind(of: features, isSenderKnown: message.isSenderKnown).rawValue,
                .body: (facts.contains(.html) ? BodyForm.html : .plain).rawValue,
            ]
            groups[.account] = message.account.map(accounts.shown)
            groups[.source] = (sources[path] ?? nil).map { names.name(of: $0) }
            groups[.folder] = (places[path] ?? nil).flatMap { folders[$0] }?.rawValue
            groups[.language] = facts.first { $0.topic == .language }?.name
            groups[.size] = SizeClass(bytes: message.size)?.rawValue
            return groups
        }
    }
}
