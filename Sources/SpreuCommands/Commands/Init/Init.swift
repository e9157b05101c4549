// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import ReportPages
import SiteSetup

/// `spreu init`: from a running mail server to a working configuration.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Set up Spreu on a mail server that is running.",
        discussion: """
            Reads the configuration of Postfix, Dovecot and Exim and looks where accounts are; says what it found and what it \
            takes each folder for; asks at most six questions; writes site.yaml, spreu.yaml and spreud.yaml; checks what the \
            service user may read, and prints the commands that are missing and the lines for the servers. No file of Postfix, \
            Dovecot or Exim is changed. Run again, it changes nothing; a file that you have changed stays as it is.

            sudo spreu init
            sudo spreu init --yes --close betriebsrat --close 'meldestelle@*'
            """)

    @Flag(help: "Ask nothing, and learn nothing: what no option says has its default.")
    var yes = false

    @Flag(help: "Show what would be written, and change nothing. Asks nothing.")
    var diff = false

    @Option(
        help: ArgumentHelp(
            "An account or a folder that stays closed: name, address, path or pattern; may be repeated.",
            valueName: "name"))
    var close: [String] = []

    @Option(help: ArgumentHelp("An account whose mail is read by programs; may be repeated.", valueName: "name"))
    var robot: [String] = []

    @Flag(help: "Take mail that people file in folders of other names for wanted mail.")
    var restIsHam = false

    @Flag(help: "Learn what lies in Junk today as spam, whoever put it there: an older filter.")
    var existingJunk = false

    @Flag(help: "Learn a first model, also with --yes.")
    var train = false

    @Flag(help: "Replace files that were changed by hand, too; the earlier ones are kept beside them.")
    var replace = false

    @Option(
        help: ArgumentHelp("The folder of the configuration.", valueName: "folder"))
    var output = "/etc/spreu"

    @Option(
        help: ArgumentHelp(
            "The folder of store, key and models. (default: as configured, else /var/lib/spreu)",
            valueName: "folder"))
    var state: String?

    @Option(help: ArgumentHelp("The service user.", valueName: "name"))
    var user = "spreu"

    @OptionGroup var server: MailServerOptions

    @Option(
        help: ArgumentHelp(
            "The server's files lie in this folder: a container, a mounted disk. Nothing is run, nothing learned.",
            valueName: "folder"))
    var root: String?

    @Flag(help: "Print JSON. Asks nothing.")
    var json = false

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    func validate() throws {
        for (name, path) in [("--output", output), ("--state", state ?? "/")] where !path.hasPrefix("/") {
            throw ValidationError("\(name) takes an absolute path, not '\(path)': it is written into the configuration")
        }
        if let root, !root.hasPrefix("/") { throw ValidationError("--root takes an absolute path, not '\(root)'") }
        if train, root != nil { throw ValidationError("--train: with --root nothing is run") }
    }

    func run() throws {
        let isAsking = !yes && !diff && !json
        if isAsking, isatty(STDIN_FILENO) == 0 {
            throw Failure(.usage, "no terminal to ask at: give --yes, and --close for what must stay closed")
        }
        var run = SetupRun(self, language ?? .ofEnvironment, isAsking: isAsking)
        try run.run()
    }
}
