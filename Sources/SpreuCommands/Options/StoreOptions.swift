// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailFeatures
import NightlyBatch
import ReportPages
import SpamEvaluation
import SpamTraining
import TextOutput
import TrainingStore

/// Which store is worked on.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A store's folder, instead of --config.", valueName: "folder"))
    var store: String?

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var key: KeyOptions

    func validate() throws {
        if store != nil && configuration.config != nil { throw ValidationError("give either --config or --store") }
    }

    /// Whether the command line, or the site's configuration, names a store.
    var isNamed: Bool { store != nil || configuration.path != nil }

    /// Where store and key are.
    func location() throws -> StoreLocation {
        if let store { return StoreLocation(path: store, key: try key.path()) }
        let site = try configuration.read(insteadOf: "--store FOLDER")
        return StoreLocation(path: site.store, key: key.key ?? site.key, configuration: site)
    }
}

/// Which labels of a store's messages count.
struct LabelOptions: ParsableArguments {
    /// A choice of labels.
    enum Choice: String, ExpressibleByArgument, CaseIterable {
        case reviewed, given
    }

    @Option(
        help: ArgumentHelp(
            "Which labels of a store count: what each message most probably is by what people did with it, as in the "
                + "nightly run (reviewed), or its last label (given).", valueName: "choice"))
    var labels = Choice.reviewed
}

/// Where a store and the key of its features are.
struct StoreLocation {
    /// The folder of the store.
    let path: String
    /// The file of the key.
    let key: String
    /// The configuration that named them; nil: the command line did.
    var configuration: NightlyConfiguration?

    /// The key, which must be there: a new one fits no store.
    func loadKey() throws -> SiteKey { try SiteKey.load(path: key) }

    /// Opens the store for a command that reads no mail: the settings of the last ingest hold.
    func open(_ access: TrainingStore.Access, who: String) throws -> TrainingStore {
        try Self.open(path, access, key: loadKey(), who: who)
    }

    /// Opens a store whose settings hold.
    static func open(_ path: String, _ access: TrainingStore.Access, key: SiteKey, who: String) throws -> TrainingStore
    {
        // Even reading may create files: SQLite's own.
        try FileOwner.requireOwn(path)
        // A command that changes a store creates none.
        try TrainingStore.requireStore(path)
        return try TrainingStore(
            path, access, extraction: Extraction(key: key), adoptsSettings: true, who: "spreu \(who)")
    }
}

extension LabelledMessage {
    /// The labelled messages of a store, with a warning if there are others that cannot be used, and whom the site has
    /// written to, and the digest of the site's settings that they were read with.
    ///
    /// - Parameter newest: at most so many are read, the newest; nil: all.
    /// - Returns: `beyondWindow`: how many older ones there are.
    static func all(
        in location: StoreLocation, _ labels: LabelOptions, options: LearnerOptions, newest: Int? = nil, key: SiteKey,
        who: String, warnings: inout Warnings
    ) throws -> (messages: [LabelledMessage], beyondWindow: Int, knownSenders: KnownSenderList, settings: UInt64) {
        let store = try StoreLocation.open(location.path, .reading, key: key, who: who)
        let outdated = try store.outdatedCount().waiting
        if outdated > 0 {
            warnings.tell(CorpusTexts.of(warnings.language).outdated.placing(warnings.numbers.count(outdated)))
        }
        let window = try store.window(newest.map { StoreWindow.Size($0) })
        let reviewed =
            labels.labels == .given
            ? nil
            : try LabelReview.messages(
                of: store, in: window, options: options, configuration: location.configuration)
        let messages = try reviewed ?? store.labelled(in: window)
        return (messages, window?.leftOut ?? 0, try store.knownSenders(), store.extraction.settings)
    }
}

extension ReadingOptions {
    /// What features are made with, as a store states it.
    func extraction(_ key: SiteKey) throws -> Extraction { Extraction(key: key, settings: try site.settings().named) }
}

/// The time, in seconds since 1970.
///
/// `SPREU_NOW` sets it, for simulations of many nights.
var currentTime: Int64 {
    if let given = getenv("SPREU_NOW").flatMap({ Int64(String(cString: $0)) }) { return given }
    return Int64(time(nil))
}
