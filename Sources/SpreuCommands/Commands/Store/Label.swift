// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import MailMessage
import SpamEvaluation
import TextOutput
import TrainingStore

/// `spreu label`: says what a message is, whatever its folder says.
struct LabelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Give messages of a store another label, or none.",
        discussion: """
            The label holds until the message is moved to where a rule says something else. The next training is as if \
            it had always been so.

            Example: spreu label ham '<17@example.org>' --config /etc/spreu/spreu.yaml
            """)

    /// What a message may be said to be.
    enum Label: String, ExpressibleByArgument, CaseIterable {
        case ham, spam, none

        var isSpam: Bool? { self == .none ? nil : self == .spam }
    }

    @Argument(help: "What the messages are; none: they are not learned.")
    var label: Label?

    @Flag(name: .customLong("list"), help: "List what was taught by hand, or handed over, the newest first.")
    var isList = false

    @Flag(help: "--list: print it as JSON.")
    var json = false

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: StoreOptions

    func validate() throws {
        if isList {
            guard label == nil, selection.isEmpty else { throw ValidationError("--list goes with no label") }
            return
        }
        if label == nil { throw ValidationError("say what the messages are, ham, spam or none, or give --list") }
        if json { throw ValidationError("--json goes with --list") }
        try selection.requireOne(besides: [])
    }

    func run() throws {
        let location = try options.location()
        guard let label else { return try list(location.open(.watching, who: "label")) }
        let store = try location.open(.writing, who: "label")
        var count = 0
        for selection in selection.selections(try location.loadKey()) {
            count += try store.label(selection, isSpam: label.isSpam, origin: Opinion.byHand, now: currentTime)
        }
        guard count > 0 else { throw SelectionOptions.nothing }
        try Console.write("labelled \(counted(count, "message")) \(label.rawValue)\n")
    }

    /// More than this are not listed: what people hand over each day is in reports.
    private static let mostListed = 10_000

    private func list(_ store: TrainingStore) throws {
        let taught = try store.taught(limit: Self.mostListed)
        if json { return try Console.write(JSONValue.array(taught.map(\.json)).text) }
        try Console.write(taught.isEmpty ? "nothing was taught by hand\n" : taught.map(\.line).joined())
    }
}

extension TaughtLabel {
    private var name: String { label.isSpam.map { $0 ? "spam" : "ham" } ?? "none" }
    private var time: String { MailDate(secondsSince1970: label.at).rfc3339 }

    fileprivate var line: String {
        let cells = [
            time, name.rightPadded(4), digest.hexadecimal, account ?? "-",
            label.origin + (holds ? "" : " (another label holds)"),
        ]
        return cells.map { $0.forTerminal() }.joined(separator: "\t") + "\n"
    }

    fileprivate var json: JSONValue {
        .object([
            "at": .string(time), "label": .string(name), "digest": .string(digest.hexadecimal),
            "account": account.map { .string($0) } ?? .null, "origin": .string(label.origin), "holds": .bool(holds),
        ])
    }
}
