// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SpamModel

/// The command line: one subcommand a file in `Commands`, what they share in `Options` and `Output`.
struct Spreu: ParsableCommand {
    /// The version of the program, as models state it.
    static let version = Release.version

    static let configuration = CommandConfiguration(
        commandName: "spreu",
        abstract: "Learns from your own mail what is spam, and measures how well it does.",
        discussion: """
            Reads mail archives, trains a Bayesian model, evaluates it on mail that it has not learned, and classifies \
            messages with it. Nothing leaves this machine; archives are only read.
            """,
        version: version,
        subcommands: [
            IngestCommand.self, Train.self, Evaluate.self, Tune.self, Classify.self, Explain.self, Weights.self,
            Show.self,
            Learn.self, LabelCommand.self, Forget.self, Find.self, StoreCommand.self, ConfigCommand.self, Nightly.self,
            Models.self, Ping.self, Status.self,
        ])
}
