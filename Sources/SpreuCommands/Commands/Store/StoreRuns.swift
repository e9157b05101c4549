// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import NightlyBatch
import SpamModel
import TextOutput
import TrainingStore

extension StoreCommand {
    /// The command `spreu store runs`.
    struct Runs: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the last nights: what they ingested and learned, and how they ended.",
            discussion: """
                Also those whose model was refused, and those that an error ended, of which no model is left. One without \
                an end is at work, or was killed.

                Example: spreu store runs --config /etc/spreu/spreu.yaml
                """)

        @Option(name: .customLong("last"), help: "How many nights, the newest; up to 1,000 are kept.")
        var count = 14

        @Flag(help: "Print them as JSON.")
        var json = false

        @OptionGroup var options: StoreOptions

        func validate() throws {
            if !(1...1_000).contains(count) {
                throw ValidationError("--last takes a number from 1 to 1000, not \(count)")
            }
        }

        func run() throws {
            let runs = try options.location().open(.watching, who: "store runs").runs(last: count)
            if json {
                try Console.write(JSONValue.array(runs.map(\.json)).text)
            } else if runs.isEmpty {
                try Console.write("no night has been run on this store\n")
            } else {
                try Console.write(RunRecord.table(runs))
            }
        }
    }
}
