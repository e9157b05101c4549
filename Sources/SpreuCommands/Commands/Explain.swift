// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
public import ReportPages
import SenderLists
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

    @Option(
        help: ArgumentHelp(
            "The Message-ID, or the digest, of a message of the site, which is looked for where it lay last.",
            valueName: "id"))
    var id: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The model that 'spreu train' wrote. (default: the one that the site serves)", valueName: "file"))
    var model: String?

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    @Flag(help: "Say what each view of the message and each expert of the model adds, too.")
    var details = false

    @Flag(help: "Show the message as the model reads it, with the words marked that move the score.")
    var marked = false

    @Option(help: ArgumentHelp("Write a page with all of this.", valueName: "file"))
    var html: String?

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var site: SiteOptions
    @OptionGroup var key: KeyOptions

    func validate() throws {
        if id != nil && file != nil { throw ValidationError("give a file, or --id") }
    }

    func run() throws {
        var warnings = Warnings()
        try OutputPath.require([html], apartFrom: [file, model].compactMap { $0 })
        // Without a model, or for a message of the site, it is the site's; else only where it is named.
        let isOfSite = model == nil || id != nil || configuration.config != nil
        let site = isOfSite ? try configuration.read(insteadOf: "--model FILE with a message's file") : nil
        if site != nil, self.site.isGiven {
            throw Failure(.usage, "the configuration has the site's settings: leave out --site, --hosts and the like")
        }
        let key = try SiteKey.load(path: self.key.key ?? site?.key ?? self.key.path())
        let scorer = try scorer(site, key)
        let message = Message(try bytes(site, &warnings))
        var explanation = scorer.explain(message, marksTexts: marked || html != nil)
        if let list = SiteList(try site?.site ?? self.site.settings(), warnings: &warnings) {
            let finding = list.finding(for: message)
            explanation = explanation.decided(by: finding.action, isAllowIgnored: finding.ignored != nil)
        }
        let language = language ?? .ofEnvironment
        if let html {
            try TextFile.write(ExplanationPage(explanation, model: scorer.name, language).html, to: html)
        }
        try Console.write(json ? explanation.json(language).text : text(explanation, language))
        try warnings.status.end()
    }

    private func text(_ explanation: Explanation, _ language: Language) -> String {
        var parts = [explanation.text(language)]
        if marked { parts.append(explanation.markedText(language, Console.hasColours ? .coloured : .bracketed)) }
        if details { parts.append(explanation.detailText(language)) }
        return parts.joined(separator: "\n")
    }

    /// The model that was named, else the one that the site serves.
    private func scorer(_ configured: NightlyConfiguration?, _ key: SiteKey) throws -> ScoringModel {
        if let model {
            let settings = try configured?.site ?? site.settings()
            return ScoringModel(
                try ModelOptions.open(model, key, reading: settings), name: model, key: key, site: settings)
        }
        guard let configured, let scorer = try ScoringModel(servedBy: configured, key: key) else {
            throw Failure(.noInput, "the site serves no model yet: run 'spreu nightly', or give --model FILE")
        }
        return scorer
    }

    /// The message, as it lies in a file or in the site's mail.
    private func bytes(_ configured: NightlyConfiguration?, _ warnings: inout Warnings) throws -> [UInt8] {
        guard let id, let configured else { return try FirstMessage.read(file ?? "-", warnings: &warnings) }
        let location = StoreLocation(
            path: configured.store, key: key.key ?? configured.key, configuration: configured)
        let found = try location.find([id], who: "explain")
        // A sender chooses the Message-ID, and may take that of another message.
        guard found.count == 1 else {
            let digests = found.map { String($0.record.digest.hexadecimal.prefix(16)) }.joined(separator: ", ")
            throw Failure(.usage, "\(found.count) messages have this id: give --id with the digest of one: \(digests)")
        }
        guard let file = found[0].files.first else {
            throw Failure(.noInput, "the message is known, and was not found where it lay last: give its file")
        }
        return file.message.bytes
    }
}

extension Language: ExpressibleByArgument {
    /// The language that the environment asks for.
    static var ofEnvironment: Language {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { Environment.value($0) }.first { !$0.isEmpty }
        return Language(locale: locale ?? "")
    }
}
