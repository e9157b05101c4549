// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import OutgoingBrake

/// `spreu brake`: how much outgoing mail each sender has, and whose is on hold.
struct Brake: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "brake",
        abstract: "Show how much outgoing mail each sender has, and whose the filter puts on hold.",
        subcommands: [BrakeList.self, BrakeRelease.self], defaultSubcommand: BrakeList.self)
}

/// Where the filter keeps what it counts.
struct BrakeFolderOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder in which the filter keeps its counts: 'folder' under 'brake' in spreud.yaml.",
            valueName: "folder"))
    var folder = BrakeFolder.usual

    var place: BrakeFolder { BrakeFolder(folder) }
}
