// SPDX-License-Identifier: Apache-2.0
package import DurableFiles
package import MailArchive
package import MailFeatures
package import MailIngest
package import TrainingStore

/// The messages of a corpus, from archives or from a store, with their features on disk rather than in memory.
package struct InspectedCorpus: Sendable {
    /// The messages, in the order of the archives, or of the store.
    package private(set) var messages: [InspectedMessage] = []
    /// What the messages show beside their features; empty of a store.
    package private(set) var clues = ClueTable()
    /// The names of the networks that handed messages over, by their numbers; empty of a store, which knows only which are the same.
    package private(set) var networks: [String] = []
    /// What was wrong with the archives.
    package private(set) var warnings: [ArchiveWarning] = []

    /// Reads archives once.
    ///
    /// - Parameters:
    ///   - sources: labelled or not.
    ///   - options: how they are read; all views are extracted.
    ///   - folder: on whose file system features are put until the corpus is gone.
    ///   - progress: told how many messages were read.
    package init(
        _ sources: [LabelledSource], key: SiteKey, options: MessagePipeline.Options, spill folder: String,
        progress: (Int) -> Void
    ) throws(DurableFileError) {
        var options = options
        options.digests = true
        options.clues = true
        options.features.views = .all
        var spill = try FeatureSpill(in: folder)
        var networks: [String: Int32] = [:]
        var read: [(message: InspectedMessage, place: Int)] = []
        var clues = ClueTable()
        let report = try MessagePipeline(key: key, options: options).run(
            sources, progress: { progress($0.messages) }
        ) { (batch) throws(DurableFileError) in
            for record in batch {
                guard let digest = record.digest else { continue }
                let place = try spill.append(record.features)
                var message = InspectedMessage(
                    digest: digest, date: record.date, label: record.messageClass, features: .held(FeatureVector()))
                message.messageID = record.clues?.messageID
                message.size = record.provenance.size
                message.place = record.provenance.location
                if let network = record.clues?.network {
                    let number = networks[network] ?? Int32(networks.count)
                    networks[network] = number
                    message.network = number
                }
                message.clues = clues.numbers(of: record.clues?.clues ?? [])
                read.append((message, place))
            }
        }
        let archive = try spill.finish()
        messages = read.map { message, place in
            var message = message
            message.features = .kept(archive, at: place)
            return message
        }
        self.clues = clues
        self.networks = networks.sorted { $0.value < $1.value }.map(\.key)
        warnings = report.warnings
    }

    /// Takes the messages of a store; no mail is read.
    ///
    /// - Parameters:
    ///   - folder: as for archives.
    ///   - name: how reports call an account.
    ///   - progress: told how many messages were taken.
    package init(
        _ observed: [ObservedMessage], spill folder: String, account name: (String) -> String,
        progress: (Int) -> Void = { _ in }
    ) throws(DurableFileError) {
        var spill = try FeatureSpill(in: folder)
        for (number, entry) in observed.enumerated() {
            _ = try spill.append(entry.features.features)
            if number % 100 == 99 { progress(number + 1) }
        }
        let archive = try spill.finish()
        var networks: [UInt64: Int32] = [:]
        messages = observed.enumerated().map { number, entry in
            var message = InspectedMessage(
                digest: entry.digest, date: entry.date, label: entry.label.map { $0.isSpam ? .spam : .ham },
                features: .kept(archive, at: number))
            message.size = entry.size
            message.isLabelledByHand = entry.label?.origin == Opinion.byHand
            message.account = entry.account.map(name)
            message.isSenderKnown = entry.isSenderKnown
            message.network = entry.network.map { network in
                let number = networks[network] ?? Int32(networks.count)
                networks[network] = number
                return number
            }
            return message
        }
    }

    /// Takes messages as they are, and the names of their networks.
    package init(_ messages: [InspectedMessage], networks: [String] = []) {
        self.messages = messages
        self.networks = networks
    }
}
