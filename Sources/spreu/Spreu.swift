// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

@main
struct Spreu: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spreu",
        abstract: "Learns from your own mail what is spam, and measures how well it does.",
        version: "0.1.0"
    )
}
