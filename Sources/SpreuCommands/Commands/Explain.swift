// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
public import ReportPages
import SpamModel
import TextOutput
import TrainingStore

/// `spreu explain`: why a message has its verdict.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why a message has its verdict, in a dozen lines that add up to its score.",
        discussion: """
            Give a message, or --id to look for it where the site's mail lies. Without --model the model that the site serves \
            explains it.

            Prints words of the message. Example: spreu explain --id '<17@example.org>'
            """)

    @Argument(help: ArgumentHelp("The message's file, or - for standard input.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("The Message-ID, or the digest, of a message of the site's store.", valueName: "id"))
    var id: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The model that 'spreu train' wrote. (default: the one that the site serves)", valueName: "file"))
    var model: String?

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    @Flag(help: "Say what each view of the message adds, too.")
    var details = false

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var site: SiteOptions
    @OptionGroup var stored: StoreOptions

    func validate() throws {
        if id != nil && file != nil { throw ValidationError("give a file, or --id") }
    }

    func run() throws {
        var warnings = Warnings()
        let (explainer, location) = try explainer()
        let explanation = try explainer.explain(Message(bytes(location, &warnings)))
        let language = language ?? .ofEnvironment
        let text = explanation.text(language) + (details ? "\n" + explanation.viewText : "")
        try Console.write(json ? explanation.json(language).text : text)
        try warnings.status.end()
    }

    /// The model, and the site that serves it where none was named.
    private func explainer() throws -> (Explainer, StoreLocation?) {
        if let model {
            let location = id == nil ? nil : try stored.location()
            let key = try location?.loadKey() ?? stored.key.load()
            let settings = try location?.configuration?.site ?? site.settings()
            let opened = try SpamModel.open(model, keyID: key.id, extractorVersion: FeatureExtractor.version)
            return (Explainer(model: opened, key: key, site: settings), location)
        }
        let configuration = try stored.configuration.read(insteadOf: "--model FILE")
        let location = try stored.location()
        let key = try location.loadKey()
        let repository = configuration.repository
        guard let name = repository.servedName else {
            throw Failure(.noInput, "the site serves no model yet: run 'spreu nightly', or give --model FILE")
        }
        let opened = try SpamModel.open(
            repository.model(name), keyID: key.id, extractorVersion: FeatureExtractor.version)
        return (Explainer(model: opened, key: key, site: configuration.site), location)
    }

    /// The message, as it lies in a file or in the site's mail.
    private func bytes(_ location: StoreLocation?, _ warnings: inout Warnings) throws -> [UInt8] {
        guard let id else { return try FirstMessage.read(file ?? "-", warnings: &warnings) }
        guard let location else { throw Failure(.usage, "--id needs the site: give --config FILE") }
        let key = try location.loadKey()
        let records = try location.open(.watching, who: "explain").records(SelectionOptions.selection(id, key))
        guard !records.isEmpty else { throw SelectionOptions.nothing }
        let progress = ProgressBar("looking for files")
        let found = (location.configuration?.exclude ?? Exclusions()).files(
            of: records, key: key, trust: (location.configuration?.site ?? SiteSettings()).trust)
        progress.finish()
        guard let message = found.lazy.compactMap({ $0.files.first }).first else {
            throw Failure(.noInput, "the message is known and lies nowhere any more: there is no text to explain")
        }
        return message.message.bytes
    }
}

/// A model that explains messages.
private struct Explainer {
    let model: SpamModel
    let key: SiteKey
    let site: SiteSettings

    func explain(_ message: Message) -> Explanation {
        var extractor = FeatureExtractor(key: key, options: site.features(model.views))
        let (features, spans) = extractor.extractWithSpans(message)
        return Explanation(features, spans: spans, by: model)
    }
}

extension Language: ExpressibleByArgument {
    /// The language that the environment asks for.
    fileprivate static var ofEnvironment: Language {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { Environment.value($0) }.first { !$0.isEmpty }
        return Language(locale: locale ?? "")
    }
}
