// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
import SpamModel
import TextOutput
import TrainingStore

/// `spreu find`: what a site knows of one message.
struct Find: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Show what is known about a message: labels, votes, verdicts and location.",
        discussion: """
            Takes a Message-ID, or a digest as given in reports. Looks for the file where the message was last seen \
            and, if it is there, prints the current model's verdict on it. Changes nothing, and prints none of the \
            message's text.

            Example: spreu find --config /etc/spreu/spreu.yaml '<17@example.org>'
            """)

    @Argument(help: ArgumentHelp("A Message-ID, or the first eight or more digits of a digest.", valueName: "id"))
    var ids: [String]

    @Flag(help: "Print it as JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    func run() throws {
        let location = try options.location()
        let found = try location.find(ids, who: "find")
        let scorer = try location.configuration.flatMap { try ScoringModel(servedBy: $0, key: location.loadKey()) }
        let answers = found.map { FindAnswer($0, scorer) }
        try Console.write(
            json
                ? JSONValue.array(answers.map(\.json)).text
                : answers.map(\.text).joined(separator: "\n"))
    }
}

extension StoreLocation {
    /// Messages of the store by Message-IDs or digests, with the files in which they lie, each source looked through once.
    ///
    /// - Throws: ``Failure`` where no message is known by any of the ids.
    func find(_ ids: [String], who: String) throws -> [FoundMessage] {
        let key = try loadKey()
        let store = try open(.watching, who: who)
        let records = try ids.flatMap { try store.records(SelectionOptions.selection($0, key)) }
        guard !records.isEmpty else { throw SelectionOptions.nothing }
        let progress = ProgressBar("looking for files")
        defer { progress.finish() }
        return (configuration?.exclude ?? Exclusions()).files(
            of: records, key: key, trust: (configuration?.site ?? SiteSettings()).trust)
    }
}

/// The answer about one message.
private struct FindAnswer {
    private let record: MessageRecord
    private let files: [(path: String, folder: String?, offset: Int?)]
    private let messageID: String?
    private let now: (score: MessageScore, model: String)?

    init(_ found: FoundMessage, _ model: ScoringModel?) {
        record = found.record
        files = found.files.map { file in
            let provenance = file.message.provenance
            return (provenance.path, provenance.folder, file.isInMbox ? provenance.offset : nil)
        }
        let message = found.files.first.map { Message($0.message.bytes) }
        messageID = message?.messageID
        now = message.flatMap { message in model.map { ($0.score(message), $0.name) } }
    }

    private static func time(_ seconds: Int64) -> String { MailDate(secondsSince1970: seconds).rfc3339 }
    private static func name(_ label: LabelEvent) -> String { label.isSpam.map { $0 ? "spam" : "ham" } ?? "none" }

    private var votes: [MessageRecord.Location] { record.locations.filter { $0.evidence != nil } }
    private var gone: [String] { Set(record.locations.filter(\.isGone).map(\.source)).sorted() }

    private var filtering: String? {
        switch record.filtering {
        case .unknown: nil
        case .calledSpam: "spam"
        case .passed: "passed"
        }
    }

    var text: String {
        var lines = [("digest", record.digest.hexadecimal)]
        if let messageID { lines.append(("id", "<\(messageID)>")) }
        if let account = record.account { lines.append(("account", account)) }
        if let date = record.date { lines.append(("date", Self.time(date))) }
        lines.append(
            ("label", record.labels.last.map { "\(Self.name($0)) (\($0.origin)), \(Self.time($0.at))" } ?? "none"))
        for label in record.labels.dropLast().reversed() {
            lines.append(("before", "\(Self.name(label)) (\(label.origin)), \(Self.time(label.at))"))
        }
        for vote in votes {
            let gone = vote.isGone ? ", gone since" : ""
            lines.append(("vote", "\(vote.account ?? vote.source): \(vote.evidence?.name ?? "")\(gone)"))
        }
        let then =
            switch record.filtering {
            case .unknown: "not known: it came before the filter, or bypassed it"
            case .calledSpam: "called spam when it came"
            case .passed: "let through when it came"
            }
        lines.append(("filter", then))
        if let now {
            lines.append(
                (
                    "now",
                    "\(now.score.score.verdict.rawValue), log-odds \(fixedPoint(now.score.score.logOdds, digits: 2)), by \(now.model)"
                ))
        }
        for file in files {
            let folder = file.folder.map { " (folder \($0))" } ?? ""
            lines.append(("file", file.path + folder + (file.offset.map { " at byte \($0)" } ?? "")))
        }
        if files.isEmpty {
            let sources = Set(record.locations.filter { !$0.isGone }.map(\.source)).sorted()
            for source in sources { lines.append(("lies in", source)) }
        }
        for source in gone { lines.append(("gone", "from \(source)")) }
        return lines.map { "\($0.0.rightPadded(8)) \($0.1)".forTerminal() + "\n" }.joined()
    }

    var json: JSONValue {
        func label(_ event: LabelEvent) -> JSONValue {
            .object([
                "label": .string(Self.name(event)), "origin": .string(event.origin), "weight": .number(event.weight),
                "at": .string(Self.time(event.at)),
            ])
        }
        var now: [String: JSONValue]?
        if let current = self.now {
            now = current.score.members
            now?["export"] = .string(current.model)
        }
        return .object([
            "digest": .string(record.digest.hexadecimal), "messageID": messageID.map { .string($0) } ?? .null,
            "account": record.account.map { .string($0) } ?? .null,
            "date": record.date.map { .string(Self.time($0)) } ?? .null,
            "labels": .array(record.labels.map(label)),
            "votes": .array(
                votes.map {
                    .object([
                        "account": $0.account.map { .string($0) } ?? .null,
                        "vote": .string($0.evidence?.name ?? ""), "gone": .bool($0.isGone),
                    ])
                }),
            "filter": filtering.map { .string($0) } ?? .null, "now": now.map { .object($0) } ?? .null,
            "files": .array(
                files.map {
                    .object([
                        "path": .string($0.path), "folder": $0.folder.map { .string($0) } ?? .null,
                        "offset": $0.offset.map { .integer($0) } ?? .null,
                    ])
                }),
            "goneFrom": .array(gone.map { .string($0) }),
        ])
    }
}
