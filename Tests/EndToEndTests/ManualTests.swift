// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// The manuals and completions that `scripts/manuals` makes of the programs' help and docs/.
@Suite("Manuals")
struct ManualTests {
    private static let python = Program(path: "/usr/bin/python3")
    private static let man = Program(path: "/usr/bin/man")

    /// A command with its subcommands, as the program describes itself.
    private struct Command: Decodable {
        let commandName: String
        let arguments: [Argument]?
        let subcommands: [Command]?

        struct Argument: Decodable {
            let names: [Name]?
            let shouldDisplay: Bool
            let abstract: String?
            let defaultValue: String?
        }
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        /// Options whose help says their default where the parser says it, too.
        var saidTwice: [String] {
            let own = (arguments ?? []).filter { $0.defaultValue != nil && $0.abstract?.contains("(default:") == true }
            return own.map { "\(commandName) \($0.names?.first?.name ?? "")" }
                + (subcommands ?? []).flatMap(\.saidTwice)
        }

        /// The options that help shows, its own and those of its subcommands, as they are typed.
        var options: Set<String> {
            let own = (arguments ?? []).filter(\.shouldDisplay).flatMap { $0.names ?? [] }
                .map { ($0.kind == "short" ? "-" : "--") + $0.name }
            return (subcommands ?? []).filter { $0.commandName != "help" }.reduce(into: Set(own)) {
                $0.formUnion($1.options)
            }
        }
    }

    private func described(_ product: String) throws -> Command {
        struct Dump: Decodable { let command: Command }
        return try JSONDecoder().decode(
            Dump.self, from: Program(product).run(["--experimental-dump-help"]).output
        ).command
    }

    private func made() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        let outcome = try Self.python.run(
            [SharedFiles.projectRoot + "/scripts/manuals", folder.path("manuals"), "--programs", Program.folder])
        #expect(outcome.code == 0, "\(outcome.errors)")
        return folder
    }

    /// A manual's text, without roff's marks.
    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
            .replacing("\\-", with: "-").replacing(/\\f[BIR]/, with: "")
    }

    @Test("no option's default is said twice", arguments: ["spreu", "spreud"])
    func defaults(product: String) throws {
        #expect(try described(product).saidTwice == [])
    }

    @Test("every command has a manual, and every option of a command is in it", .enabled(if: python.exists))
    func options() throws {
        let folder = try made()
        let spreu = try described("spreu")
        let commands = (spreu.subcommands ?? []).filter { $0.commandName != "help" }
        #expect(commands.count > 20)
        let overview = try text(folder.path("manuals/man/man1/spreu.1"))
        for command in commands {
            let name = "spreu-\(command.commandName)"
            #expect(overview.contains("\n\(name)(1)\n"))
            // What an option's paragraph begins with.
            let tags = try tags(text(folder.path("manuals/man/man1/\(name).1")))
            #expect(command.options.isSubset(of: tags), "\(name) lacks \(command.options.subtracting(tags).sorted())")
        }
        let daemon = try described("spreud")
        let tags = try tags(text(folder.path("manuals/man/man8/spreud.8")))
        #expect(daemon.options.subtracting(["--version"]).isSubset(of: tags))
    }

    private func tags(_ manual: String) -> Set<String> {
        var tags: Set<String> = []
        var isTag = false
        for line in manual.split(separator: "\n") {
            if isTag { tags.formUnion(line.split { ", ".contains($0) }.map(String.init)) }
            isTag = line == ".TP"
        }
        // `spreu --version` is in the overview alone.
        return tags.union(["--version"])
    }

    @Test("the manuals of the configurations have every key of the examples", .enabled(if: python.exists))
    func keys() throws {
        let folder = try made()
        let example = try String(contentsOfFile: SharedFiles.projectRoot + "/docs/spreu.yaml", encoding: .utf8)
        let nightly = try text(folder.path("manuals/man/man5/spreu.yaml.5"))
        let keys = example.matches(of: /(?m)^(?:# )?([a-z][a-z-]*):/).map(\.1)
        #expect(keys.count > 15)
        for key in keys { #expect(nightly.contains(key), "\(key)") }
        let daemon = try tags(text(folder.path("manuals/man/man5/spreud.yaml.5")))
        #expect(daemon.isSuperset(of: ["model", "key", "milter", "public-key", "message-bytes", "listen"]))
    }

    @Test(
        "man shows every manual without a warning",
        .enabled(if: python.exists && man.exists, "man is missing: scripts/setup --tests installs it"))
    func warnings() throws {
        let folder = try made()
        let pages = try FileManager.default.subpathsOfDirectory(atPath: folder.path("manuals/man"))
            .filter { $0.contains(".") }
        #expect(pages.count > 25)
        for page in pages {
            let shown = try Self.man.run(
                ["--warnings", "-l", folder.path("manuals/man/" + page)],
                environment: ["LC_ALL": "C.UTF-8", "MANWIDTH": "80"])
            #expect(shown.code == 0 && shown.errors.isEmpty, "\(page): \(shown.errors)")
            #expect(shown.text.contains("SEE ALSO"))
        }
    }

    @Test(
        "the same programs and pages give the same bytes, and completions for three shells",
        .enabled(if: python.exists))
    func reproducible() throws {
        let (one, other) = try (made(), made())
        let files = try FileManager.default.subpathsOfDirectory(atPath: one.path("manuals")).sorted()
        for file in files where file.contains("completions/") || file.contains(".") {
            #expect(
                FileManager.default.contentsEqual(
                    atPath: one.path("manuals/" + file), andPath: other.path("manuals/" + file)), "\(file)")
        }
        for file in ["bash/spreu", "bash/spreud", "zsh/_spreu", "fish/spreu.fish"] {
            #expect(files.contains("completions/" + file))
        }
    }
}
