// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SpamModel

/// The command line: one file per subcommand in `Commands`; what they share is in `Options` and `Output`.
struct Spreu: ParsableCommand {
    /// The version of the program, as recorded in models.
    static let version = Release.version

    static let configuration = CommandConfiguration(
        commandName: "spreu",
        abstract: "Trains a spam filter on your own mail, and measures how well it works.",
        discussion: """
            Reads mail archives, trains a Bayesian model, evaluates it on mail it has not learned, and classifies \
            messages with it. Nothing leaves this machine, and archives are opened read-only.
            """,
        version: version,
        subcommands: [
            Init.self, IngestCommand.self, Plan.self, Train.self, Evaluate.self, Tune.self, Classify.self, Explain.self,
            Weights.self,
            Show.self, Inspect.self,
            Allow.self, Deny.self, Brake.self, Learn.self, LabelCommand.self, Forget.self, Find.self, StoreCommand.self,
            ConfigCommand.self, Nightly.self, Fleet.self, Digest.self,
            Models.self, Ping.self, Status.self, Doctor.self, Handover.self, Logs.self, Reports.self, Outbound.self,
            Confidentiality.self,
            Reputation.self, Duties.self, Watch.self,
            IncidentCommand.self,
        ])
}
