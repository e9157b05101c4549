// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailServerConfiguration
import SenderReputation
import SiteConfiguration
import TextOutput

/// `spreu reputation check`: whether Postfix uses DNS lists correctly.
struct ReputationCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check how Postfix uses DNS lists: dead ones, unfiltered answers, wrong kinds.",
        discussion: """
            Reads main.cf and master.cf, or what postconf -n and postconf -M print, and changes nothing. With --resolver each \
            list is asked for the entries that lists have for tests (RFC 5782), within a tenth of what it gives freely; \
            otherwise no network is asked. Keys of lists stand in no output. Ends with 4 where there is a fault; a note is none.

            Example: spreu reputation check --resolver system
            """)

    @Argument(help: ArgumentHelp("main.cf, or the output of postconf -n.", valueName: "main.cf"))
    var main = "/etc/postfix/main.cf"

    @Option(
        help: ArgumentHelp(
            "master.cf, or the output of postconf -M. (default: that beside main.cf, if it is there)", valueName: "file"
        ))
    var master: String?

    @Option(help: ArgumentHelp("Whom the machine asks for names.", valueName: "file"))
    var resolvConf = "/etc/resolv.conf"

    @Option(help: ArgumentHelp("Postfix's version, as postconf mail_version prints it.", valueName: "version"))
    var postfixVersion: String?

    @OptionGroup var resolving: ResolverOptions

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if let postfixVersion, postfixVersion.wholeMatch(of: /\d{1,3}\.\d{1,3}(\..*|-.*)?/) == nil {
            throw ValidationError("--postfix-version takes a version such as 3.7.11, not \(postfixVersion)")
        }
    }

    func run() throws {
        var warnings = Warnings()
        let parameters = PostfixParameters(text: try Self.text(main), path: main)
        let beside = main.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let masterPath = master ?? (beside.isEmpty ? "master.cf" : beside + "/master.cf")
        let isThere = master != nil || access(masterPath, F_OK) == 0
        let services = isThere ? PostfixServices(text: try Self.text(masterPath), path: masterPath) : nil
        let resolvers =
            access(resolvConf, F_OK) == 0 ? ResolverFile(text: try Self.text(resolvConf), path: resolvConf) : nil
        let configuration = PostfixConfiguration(parameters, services, hostName: "localhost")
        for problem in configuration.problems.prefix(3) { warnings.tell(problem.description) }
        var check = DNSListCheck(configuration, resolvers: resolvers, version: postfixVersion)
        var tests: [ListSelfTest] = []
        if let resolver = resolving.open() {
            if let name = resolving.publicName(resolvers) {
                warnings.tell(
                    "\(resolving.name.forTerminal()) is a resolver of \(name), for everybody: most lists do not answer it"
                )
            }
            do throws(Failure) {
                var session = try ListSession(resolving, resolver, &warnings)
                for list in AskedList.all(configuration) { tests.append(session.asker.test(list)) }
                session.finish(&warnings)
            } catch {
                warnings.tell("lists were not asked: \(error.description)")
            }
            for test in tests { check.take(test, describe: StandingTexts.english.listError) }
        }
        try Console.write(json ? Self.json(check, tests).text : text(check, tests))
        if check.faults.contains(where: { !$0.isNote }) || warnings.count > 0 { try ExitStatus.doneWithWarnings.end() }
    }

    private static func text(_ path: String) throws(Failure) -> String {
        do throws(ConfigurationError) {
            return try SmallFile.text(path)
        } catch {
            throw Failure(.noInput, error.description)
        }
    }

    private func text(_ check: DNSListCheck, _ tests: [ListSelfTest]) -> String {
        let notes = check.faults.count { $0.isNote }
        var text =
            "\(main.forTerminal()): \(counted(check.lists, "DNS list")), \(counted(check.faults.count - notes, "fault"))"
        text += notes > 0 ? ", \(counted(notes, "note"))\n" : "\n"
        if check.lists == 0, !check.faults.contains(where: { $0.kind == .unread }) {
            text += "No DNS list is asked. They are free at low volume, and turn spam away before it is read.\n"
        }
        if !tests.isEmpty {
            let working = tests.count { $0.verdict == .works }
            text +=
                "Asked through \(resolving.name.forTerminal()): \(working) of \(counted(tests.count, "list")) as it should be\n"
        }
        for fault in check.faults {
            let subject = [fault.place?.description, fault.list].compactMap { $0 }.joined(separator: ": ")
            text += "\n\(subject.forTerminal())\n"
            text += Self.paragraph(fault.problem) + Self.paragraph("-> " + fault.remedy)
        }
        return text
    }

    private static func paragraph(_ text: String) -> String {
        text.forTerminal().wrapped(76).split(separator: "\n").map { "  \($0)\n" }.joined()
    }

    private static func json(_ check: DNSListCheck, _ tests: [ListSelfTest]) -> JSONValue {
        .object([
            "asked": .array(
                tests.map { test in
                    .object([
                        "list": .string(test.list), "works": .bool(test.verdict == .works),
                        "domains": .bool(test.hasDomains), "version6": test.listsVersion6.map { .bool($0) } ?? .null,
                        "below": test.listsBelow.map { .bool($0) } ?? .null,
                    ])
                }),
            "lists": .integer(check.lists), "knownListsTable": .string(KnownList.tableDate),
            "faults": .array(
                check.faults.map { fault in
                    .object([
                        "kind": .string(fault.kind.rawValue), "list": fault.list.map { .string($0) } ?? .null,
                        "path": fault.place.map { .string($0.path) } ?? .null,
                        "line": fault.place.map { .integer($0.line) } ?? .null, "problem": .string(fault.problem),
                        "remedy": .string(fault.remedy), "note": .bool(fault.isNote),
                    ])
                }),
        ])
    }
}
