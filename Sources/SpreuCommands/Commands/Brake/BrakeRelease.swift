// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import OutgoingBrake
import TextOutput

/// The command `spreu brake release`.
struct BrakeRelease: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Let a sender begin anew: further mail goes out, and counts from 0.",
        discussion: """
            Messages that are on hold stay there: let them go with postsuper -r, or delete them with postsuper -d. A running \
            filter takes it up within seconds, and its log says who did it.

            Example: spreu brake release anna@example.com
            """)

    @Argument(help: ArgumentHelp("A login or a client's address, as 'spreu brake' shows it.", valueName: "sender"))
    var sender: String

    @OptionGroup var options: BrakeFolderOptions

    func run() throws {
        let folder = options.place
        // A file that root makes the filter's user could not read, nor that user's next command replace.
        try FileOwner.requireOwn(folder.releasesPath)
        let file = try CountsFile(contentsOf: folder)
        var table = BrakeTable(ceilings: file.ceilings, senders: file.senders)
        guard let found = table.release(sender).first else {
            throw Failure(.noInput, "no sender '\(sender)' is counted: see 'spreu brake --all'")
        }
        let release = Release(time: currentTime, author: CallingUser.name, name: found.name)
        try ReleaseFile.add(release, to: folder)
        try Console.write("released \(found.name) (by \(release.author)); what is on hold stays there\n")
    }
}
