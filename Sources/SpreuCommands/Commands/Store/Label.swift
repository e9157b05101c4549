// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import MailMessage
import SpamEvaluation
import TextOutput
import TrainingStore

/// `spreu label`: labels a message, whatever its folder says.
struct LabelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label",
        abstract: "Give messages of a store another label, or none.",
        discussion: """
            The label holds until the message is moved to a folder whose rule says otherwise. The next training \
            treats it as if it had always been set.

            Example: spreu label ham '<17@example.org>' --config /etc/spreu/spreu.yaml
            """)

    /// The labels a message can be given.
    enum Label: String, ExpressibleByArgument, CaseIterable {
        case ham, spam, none

        var isSpam: Bool? { self == .none ? nil : self == .spam }
    }

    @Argument(help: "The label; none: do not learn the messages.")
    var label: Label?

    @Flag(name: .customLong("list"), help: "List labels set by hand or by user feedback, newest first.")
    var isList = false

    @Flag(help: "With --list: print JSON.")
    var json = false

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var options: StoreOptions

    func validate() throws {
        if isList {
            guard label == nil, selection.isEmpty else {
                throw ValidationError("--list takes no label and no messages")
            }
            return
        }
        if label == nil { throw ValidationError("give a label (ham, spam or none), or --list") }
        if json { throw ValidationError("--json requires --list") }
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

    /// More than this are not listed: daily user feedback is in reports.
    private static let maxListed = 10_000

    private func list(_ store: TrainingStore) throws {
        let explicitLabels = try store.explicitLabels(limit: Self.maxListed)
        if json { return try Console.write(JSONValue.array(explicitLabels.map(\.json)).text) }
        try Console.write(explicitLabels.isEmpty ? "no labels were set by hand\n" : explicitLabels.map(\.line).joined())
    }
}

extension ExplicitLabel {
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
