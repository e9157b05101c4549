// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CorpusInspection
import MailFeatures
import MailMessage
import NightlyBatch
import TextOutput
import TrainingStore

extension StoreCommand {
    /// The command `spreu store sketches`.
    struct SketchList: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sketches",
            abstract: "Print a sketch of each message, for programs that look for campaigns.",
            discussion: """
                A line of JSON a message: digests, from which no text can be read, with date, label, the account's \
                pseudonym and a keyed digest of the sending network. scripts/many/campaigns.py finds with it what 'spreu inspect' finds, on many machines.

                Example: spreu store sketches --part 1/8
                """)

        @Option(
            help: ArgumentHelp(
                "Which of so many parts of the store's segments, from 1; all of them by default.", valueName: "i/n"))
        var part: SegmentPart = .all

        @OptionGroup var options: StoreOptions

        func run() throws {
            let store = try options.location().open(.watching, who: "store sketches")
            let names = try AccountNames(store)
            for message in try store.observed(part: part.number - 1, of: part.count) {
                let sketch = Sketches.sketch(message.features.features).digits
                let line = JSONValue.object([
                    "digest": .string(message.digest.hexadecimal), "identity": .string(sketch.identity),
                    "sketch": .string(sketch.values), "content": .string(sketch.content),
                    "date": message.date.map { .string(MailDate(secondsSince1970: $0).rfc3339) } ?? .null,
                    "label": message.label.map { .string($0.isSpam ? "spam" : "ham") } ?? .null,
                    "account": message.account.map { .string(names.shown($0)) } ?? .null,
                    "network": message.network.map { .string($0.hexadecimal) } ?? .null,
                ])
                if let failure = message.features.failure { throw failure }
                try Console.write(line.line + "\n")
            }
        }
    }

    /// One of several parts of a store: `3/8`.
    struct SegmentPart: ExpressibleByArgument, CustomStringConvertible {
        static let all = SegmentPart(number: 1, count: 1)
        static let mostParts = 100_000

        let number: Int
        let count: Int

        private init(number: Int, count: Int) { (self.number, self.count) = (number, count) }

        init?(argument: String) {
            let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
                (1...Self.mostParts).contains(count), (1...count).contains(number)
            else { return nil }
            self.init(number: number, count: count)
        }

        var description: String { "\(number)/\(count)" }
        var defaultValueDescription: String { description }
    }
}
