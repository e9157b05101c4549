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
            abstract: "List recent nightly runs: what they ingested and learned, and how they ended.",
            discussion: """
                Includes runs whose model was refused and runs that failed, which leave no model. A run without an \
                end is still running, or was killed.

                Example: spreu store runs --config /etc/spreu/spreu.yaml
                """)

        @Option(name: .customLong("last"), help: "How many runs to list, the newest; up to 1,000 are kept.")
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
                try Console.write("no nightly run on this store yet\n")
            } else {
                try Console.write(RunRecord.table(runs))
            }
        }
    }
}
