// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailFeatures
import NightlyBatch
import ReportPages
import ServerAlarms
import SiteHealth
import SpamModel
import TextOutput

/// Makes the sheet for a colleague of what is known of a site.
struct HandoverBuilder {
    let configuration: NightlyConfiguration
    let filter: FilterSettings?
    let facts: SiteFacts
    let directory: AccountDirectory
    let texts: HandoverTexts
    let numbers: LocalNumbers
    let machine: String
    let keyCopies: [String]
    let contacts: [String]
    let filterHosts: [String]
    let namesPeople: Bool

    private typealias Cell = HandoverSheet.Cell
    private typealias Block = HandoverSheet.Block

    /// The sheet.
    var sheet: HandoverSheet {
        let open =
            (keyCopies.isEmpty ? [texts.openKeyCopies] : []) + (contacts.isEmpty ? [texts.openContact] : [])
        return HandoverSheet(
            title: texts.title.placing(machine.forTerminal()),
            about: texts.about.placing(Release.version, numbers.day(facts.now)), open: open,
            lead: open.isEmpty ? texts.complete : texts.incomplete,
            sections: [
                section("places", [.paragraph(paragraph("places")), places]),
                section("keys", [.paragraph(paragraph("keys")), keys]), section("users", [users]),
                section("units", [.paragraph(paragraph("units")), units]),
                section("alarms", [.paragraph(paragraph("alarms"))] + alarms),
                section("closed", [.paragraph(paragraph("closed")), closed]),
                section("watch", [.commands(watch)]),
                section("stop", [.paragraph(paragraph("stop")), .commands(stop)]),
                section("restore", [.paragraph(paragraph("restore")), .commands(restore)]),
                section("move", [.paragraph(paragraph("move")), .commands(move)]),
                section("several", [.paragraph(paragraph("several")), .commands(several)]),
            ], footer: texts.footer)
    }

    private func section(_ id: String, _ blocks: [HandoverSheet.Block]) -> HandoverSheet.Section {
        HandoverSheet.Section(id: id, title: texts.sections[id] ?? id, blocks: blocks)
    }

    private func paragraph(_ id: String) -> String { texts.paragraphs[id] ?? "" }

    private func thing(_ id: String) -> String { texts.things[id] ?? id }

    // MARK: tables

    private var places: Block {
        let repository = configuration.repository
        var paths: [(String, String?)] = [
            ("site", configuration.file), ("filter", filter?.path), ("store", configuration.store),
            ("models", repository.path), ("served", repository.currentName.map(repository.model)),
            ("report", repository.path + "/report.html"), ("key", configuration.key),
            ("signingKey", configuration.signingKey), ("publicKey", filter?.publicKey), ("drop", configuration.drop),
            ("alarms", configuration.alarms?.folder), ("lists", configuration.site.lists),
        ]
        for listener in filter?.listeners ?? [] { paths.append((listener.name, listener.address)) }
        return .table(
            columns: [texts.what, texts.path, texts.rights],
            rows: paths.compactMap { id, path in
                path.map { [.text(thing(id)), .strange($0), .text(rights(of: $0))] }
            })
    }

    /// `spreu:spreu 600`.
    private func rights(of path: String) -> String {
        let file = path.hasPrefix("unix:") ? String(path.dropFirst(5)) : path
        guard file.hasPrefix("/") else { return "" }
        errno = 0
        guard let status = FileStatus(file) else { return errno == ENOENT ? texts.missing : unreadable }
        let group = directory.group(status.group)?.name ?? "#\(status.group)"
        return "\(directory.userName(status.owner)):\(group) \(String(status.permissions, radix: 8))".forTerminal()
    }

    /// That it may well be there, and who could not look.
    private var unreadable: String { texts.unreadable.placing(FileOwner.currentUser) }

    /// The key's id; a key that was not read is not said to be missing: somebody might make a new one.
    private var keyID: String {
        switch facts.learning.key {
        case .id(let number): number.hexadecimal
        case .missing: texts.missing
        case .damaged: texts.damaged
        case .unknown: unreadable
        }
    }

    private var keys: Block {
        let id = keyID
        let copies = keyCopies.isEmpty ? "!" : keyCopies.joined(separator: "; ")
        var rows: [[HandoverSheet.Cell]] = [
            [.text(thing("key")), .strange(configuration.key), .text(id), .strange(copies)]
        ]
        if let path = configuration.signingKey {
            // Its id is that of the public key, which the program tells of a model.
            rows.append([.text(thing("signingKey")), .strange(path), .text(thing("signed")), .text("")])
        }
        return .table(columns: [texts.what, texts.path, thing("keyID"), thing("copies")], rows: rows)
    }

    private var users: Block {
        func groups(_ user: UserIdentity) -> String {
            user.groups.sorted().map { directory.group($0)?.name ?? "#\($0)" }.joined(separator: ", ")
        }
        var rows: [[HandoverSheet.Cell]] = []
        let nightly = facts.users.nightly.map { "\($0.name) (\(groups($0)))" } ?? facts.users.nightlyName
        rows.append([.strange(nightly), .text(thing("runs"))])
        if filter != nil, let postfix = directory.user("postfix") {
            rows.append([.strange(postfix.name), .text(thing("postfix"))])
        }
        if let drop = facts.drop, let group = drop.group {
            // Who feeds the folder is a service, not a person; more than a few are people.
            let members =
                drop.members.count > 3 && !namesPeople
                ? numbers.count(drop.members.count) : drop.members.joined(separator: ", ")
            rows.append([
                .strange(group),
                .text("\(thing("dropGroup")); \(thing("members")): \(members.isEmpty ? texts.none : members)"),
            ])
        }
        rows += contacts.map { [.strange($0), .text(thing("contact"))] }
        return .table(columns: [texts.what, texts.note], rows: rows)
    }

    private var units: Block {
        var rows: [[HandoverSheet.Cell]] = (facts.units?.units ?? []).map { unit in
            [.text(unit.name), .text(thing(unit.name)), .text(thing(unit.isEnabled ? "enabled" : "disabled"))]
        }
        if facts.units == nil {
            let names = ["spreu-nightly.timer", "spreud.service"]
            rows = names.map { [.text($0), .text(thing($0)), .text(thing("unknown"))] }
        }
        if facts.units?.hasCron == true { rows.append([.text("cron"), .text(thing("cron")), .text(thing("enabled"))]) }
        return .table(columns: [texts.what, texts.why, texts.note], rows: rows)
    }

    private var alarms: [Block] {
        guard let alarms = configuration.alarms else { return [.paragraph(thing("noAlarms"))] }
        var rows: [[HandoverSheet.Cell]] = []
        // Arguments may hold telephone numbers and tokens.
        if let program = alarms.command.first { rows.append([.text(thing("program")), .strange(program)]) }
        if !alarms.mailTo.isEmpty {
            let count = thing("addresses").placing(numbers.count(alarms.mailTo.count))
            rows.append([
                .text(thing("mail")), namesPeople ? .strange(alarms.mailTo.joined(separator: ", ")) : .text(count),
            ])
        }
        rows += alarms.logs.map { [.text(thing("logs")), .strange($0)] }
        return [.table(columns: [texts.what, texts.note], rows: rows)]
    }

    private var closed: Block {
        let exclude = configuration.exclude
        let accounts = configuration.findSources().closed.map(\.name)
        var rows: [[HandoverSheet.Cell]] = [
            [.text(thing("accounts").placing(numbers.count(accounts.count))), closedNames(accounts)],
            [
                .text(thing("patterns").placing(numbers.count(exclude.accounts.patterns.count))),
                .strange(namesPeople ? exclude.accounts.patterns.joined(separator: ", ") : ""),
            ],
        ]
        rows.append([
            .text(thing("folders").placing(numbers.count(exclude.folders.count))),
            .strange(namesPeople ? exclude.folders.joined(separator: ", ") : ""),
        ])
        return .table(columns: [texts.what, texts.note], rows: rows)
    }

    private func closedNames(_ accounts: [String]) -> HandoverSheet.Cell {
        if namesPeople { return .strange(accounts.joined(separator: ", ")) }
        let shown = accounts.compactMap { facts.pseudonyms[$0] }
        let rest = accounts.count - shown.count
        return .text(
            (shown + (rest > 0 ? ["\(thing("withoutNumber")): \(numbers.count(rest))"] : [])).joined(separator: ", "))
    }
}
