// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailMessage
import SenderReputation
import TextOutput

/// `spreu reputation export`: lists of one's own, for rbldnsd and Postfix.
struct ReputationExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Make lists of who sends only spam, for rbldnsd and Postfix.",
        discussion: """
            Without --output nothing is written: it says what the list holds and what it would have hit in the last month of \
            this mail. On a list comes who has sent enough spam, none of it long ago, and no ham. Each entry has a day on \
            which it ends: it goes when the list is made anew, or by 'spreu reputation expire'; only rbldnsd drops an old \
            zone by itself. The maps for Postfix add a header field to score by; refusing takes --reject, and then only what \
            archives or more than one account call spam is listed: never what the filter alone says, as a log has it.

            Example: spreu reputation export --ham Maildir --spam Maildir/.Junk --output /var/lib/spreu/lists
            """)

    @OptionGroup var options: ReputationOptions

    @Option(help: ArgumentHelp("Write the lists into this folder, which must be there.", valueName: "folder"))
    var output: String?

    @Option(
        help: ArgumentHelp("Write only this format: rbldnsd, cidr, hash or plain; may be repeated. (default: all)"))
    var listFormat: [ListFormat] = []

    @Option(help: ArgumentHelp("Spam messages that a name must have sent, 2 to 1000.", valueName: "n"))
    var minSpam = 3

    @Option(help: ArgumentHelp("Days after its last spam that an entry ends, 1 to 30.", valueName: "n"))
    var days = 7

    @Flag(help: "Let Postfix refuse what is listed, rather than add a header field.")
    var reject = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (2...1_000).contains(minSpam) else { throw ValidationError("--min-spam takes 2 to 1000, not \(minSpam)") }
        guard (1...30).contains(days) else { throw ValidationError("--days takes 1 to 30, not \(days)") }
    }

    func run() throws {
        let formats = listFormat.isEmpty ? ListFormat.allCases : listFormat
        let files = ListFile.all.filter { formats.contains($0.format) }
        if let output {
            guard FileStatus(output)?.kind == .folder else {
                throw Failure(
                    .cannotCreate,
                    "\(output): no folder: make it first, of a group that may read the lists, as with 'install -d -g rbldns -m 2750'"
                )
            }
            try OutputPath.require(files.map { output + "/" + $0.name }, apartFrom: options.inputs)
            for file in files { try Self.requireList(output + "/" + file.name) }
        }
        var warnings = Warnings()
        let table = try options.table(&warnings)
        let policy = ListPolicy(minSpam: minSpam, days: days)
        let report = ListReport(
            ListSelection(table, policy, rejects: reject), ListReplay(table, policy, rejects: reject), policy)
        if let output {
            for file in files {
                let text = file.text(report.selection, now: table.asOf, days: days, rejects: reject)
                try TextFile.writeKeepingAccess(text, to: output + "/" + file.name)
            }
        }
        try Console.write(json ? report.json.text : report.text + next(output, formats))
        try warnings.status.end()
    }

    /// Refuses to replace a file that is no list of ours.
    private static func requireList(_ path: String) throws(Failure) {
        guard FileStatus(path) != nil else { return }
        do throws(ListExpiry.Problem) {
            _ = try ListExpiry(contentsOf: path, now: 0)
        } catch {
            throw Failure(.cannotCreate, "\(path) is there and is \(error): give another folder")
        }
    }

    /// What to do with the lists.
    private func next(_ output: String?, _ formats: [ListFormat]) -> String {
        guard let output else { return "\nNothing was written: --output FOLDER writes the lists.\n" }
        var text = "\nWritten to \(output). "
        text += "Run this each night, and 'spreu reputation expire' where it cannot run:\n"
        text += "only rbldnsd drops old zones by itself; maps and plain lists keep what has\n"
        text += "ended.\n"
        if formats.contains(.rbldnsd) {
            text += """
                rbldnsd:  rbldnsd -b 127.0.0.1/530 -r \(output.forShell) \\
                            bl.example:ip4trie:addresses.ip4trie \\
                            bl.example:ip6trie:addresses.ip6trie
                Postfix:  postscreen_dnsbl_sites =
                            bl.example=127.0.0.2*2 bl.example=127.0.0.3*1

                """
        }
        if formats.contains(.cidr) { text += "Postfix:  check_client_access cidr:\(output)/clients.cidr\n" }
        if formats.contains(.hash) {
            text += "Postfix:  postmap hash:\(output)/senders; check_sender_access hash:\(output)/senders\n"
        }
        return text
    }
}

extension ListFormat: ExpressibleByArgument {}

/// `spreu reputation expire`: takes what has ended out of exported lists.
struct ReputationExpire: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expire",
        abstract: "Take the entries that have ended out of exported lists.",
        discussion: """
            For a daily timer where the mail that lists are made of is not at hand. A list that was not made anew becomes \
            empty, and a warning says so. Files of postmap (*.db) are passed over. Afterwards: postmap for maps of type hash; \
            rbldnsd reads its zones again by itself.

            Example: spreu reputation expire /var/lib/spreu/lists/*
            """)

    @Argument(help: ArgumentHelp("Lists that spreu reputation export has written.", valueName: "file"))
    var files: [String]

    @Option(help: ArgumentHelp("As on this day (UTC), as 2026-11-30. (default: today)", valueName: "date"))
    var asOf: String?

    func validate() throws {
        if let asOf, Day.begin(of: asOf) == nil {
            throw ValidationError("--as-of takes a day such as 2026-11-30, not \(asOf)")
        }
    }

    func run() throws {
        var warnings = Warnings()
        let now = asOf.flatMap(Day.begin) ?? Int64(time(nil))
        // What postmap made lies beside the map.
        for path in files where !path.hasSuffix(".db") {
            let list: ListExpiry
            do throws(ListExpiry.Problem) {
                list = try ListExpiry(contentsOf: path, now: now)
            } catch {
                warnings.tell("\(path): \(error)")
                continue
            }
            if list.ended > 0 { try TextFile.writeKeepingAccess(list.text, to: path) }
            try Console.write(
                "\(path.forTerminal()): \(counted(list.ended, "entry", "entries")) ended, \(grouped(list.left)) left\n")
            if list.isStale {
                warnings.tell("\(path): stale, all its entries have ended; run spreu reputation export")
            }
        }
        try warnings.status.end()
    }
}
