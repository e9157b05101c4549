// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import MailArchive
import MailFeatures
import MailMessage
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput

/// `spreu weights`: the features of some messages that weigh most in a model.
struct Weights: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weights",
        abstract: "Print which features of the given messages weigh most in a model.",
        discussion: """
            A model holds no text, so the words come from messages you name: those it was trained on, or others. \
            Look for features that should say nothing about spam: a mailbox's name, a year, another filter's mark.

            The output contains words from your mail. Example: spreu weights --model site.spreu ~/Maildir
            """)

    /// Which part of a message is looked at.
    enum Part: String, ExpressibleByArgument, CaseIterable {
        case header, body, all

        var views: FeatureViews {
            let header: FeatureViews = [.headerWords, .headerPairs, .receivedPath]
            let body: FeatureViews = [.subject, .words, .hiddenText, .skeleton, .links, .attachments, .structure]
            switch self {
            case .header: return header
            case .body: return body
            case .all: return header.union(body)
            }
        }
    }

    @OptionGroup var model: ModelOptions

    @Option(help: "Which part of the messages: header, body or all. Byte n-grams are left out.")
    var part = Part.header

    @Option(help: ArgumentHelp("Number of features to print for each class.", valueName: "n"))
    var top = 20

    @Option(help: ArgumentHelp("Read at most this many messages, the first of each source.", valueName: "messages"))
    var limit = 5_000

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var key: KeyOptions

    @Argument(help: ArgumentHelp("Messages, mboxes, folders or indexes.", valueName: "source"))
    var sources: [String]

    func validate() throws {
        if top < 1 || limit < 1 { throw ValidationError("--top and --limit take 1 or more") }
    }

    func run() throws {
        let key = try key.load()
        let site = try reading.site.settings()
        let model = try self.model.open(key, reading: site)
        var extractor = FeatureExtractor(key: key, options: site.features(model.views.union(part.views)))
        var heaviest = HeaviestFeatures(model: model, views: part.views)
        var warnings = Warnings()
        let progress = ProgressBar("reading")
        for source in sources {
            var reader = ArchiveReader([source], format: reading.format)
            var left = limit
            while left > 0, let event = reader.next() {
                switch event {
                case .warning(let warning): warnings.tell([warning])
                case .message(let archived):
                    let message = Message(archived.bytes)
                    let (features, spans) = extractor.extractWithSpans(message)
                    heaviest.add(features, spans: spans)
                    left -= 1
                    progress.advance(by: 1)
                }
            }
        }
        progress.finish()
        guard heaviest.messages > 0 else {
            throw Failure(.noInput, "no message in the sources; check their paths")
        }
        var text =
            "\(grouped(heaviest.messages)) messages; mean weight in each message that has the feature, rank units\n"
        for (name, entries) in [("spam", heaviest.spam(limit: top)), ("ham", heaviest.ham(limit: top))] {
            text += "\nfor \(name)\n"
            for entry in entries {
                let columns = [
                    fixedPoint(entry.weight, digits: 4).leftPadded(9), grouped(entry.messages).leftPadded(7),
                    "\(entry.view)".rightPadded(12), String(entry.text.prefix(100)).forTerminal(),
                ]
                text += columns.joined(separator: "  ") + "\n"
            }
        }
        try Console.write(text)
        if heaviest.spam(limit: 1).isEmpty && heaviest.ham(limit: 1).isEmpty {
            Console.note(
                heaviest.messages == 1
                    ? "one message shows nothing: a feature that all messages have cannot tell them apart; give "
                        + "several, of both classes"
                    : "nothing to show: these messages share all features of this part, or the model gives them no "
                        + "weight"
            )
        }
        try warnings.status.end()
    }
}
