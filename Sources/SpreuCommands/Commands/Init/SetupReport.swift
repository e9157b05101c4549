// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import MailIngest
import MailServerConfiguration
import NightlyBatch
import ReportPages
import SiteSetup
import TextOutput

/// What `spreu init` found and did, as it goes along: in 80 columns, or collected as JSON.
struct SetupReport {
    let texts: InitTexts
    let numbers: LocalNumbers
    /// What each word turned out to close.
    var meanings: [ClosedNames.Meaning] = []
    /// Whether something was said that is to be looked at.
    private(set) var hasWarnings = false
    private let language: Language
    private let isQuiet: Bool
    private var members: [String: JSONValue] = [:]

    init(_ language: Language, isQuiet: Bool) {
        self.language = language
        texts = .of(language)
        numbers = LocalNumbers(language)
        self.isQuiet = isQuiet
    }

    // MARK: lines

    private func say(_ lines: [String]) throws {
        if !isQuiet { try Console.write(lines.map { $0 + "\n" }.joined().forTerminal(keepingLines: true)) }
    }

    private func item(_ words: String) -> String {
        words.wrapped(78).split(separator: "\n").enumerated().map { ($0 == 0 ? "  " : "    ") + $1 }.joined(
            separator: "\n")
    }

    private func heading(_ words: String) -> [String] { ["", words] }

    /// The most names that a line has.
    private static let maxNames = 6

    private func list(_ names: [String]) -> String {
        names.prefix(Self.maxNames).joined(separator: ", ")
            + (names.count > Self.maxNames ? " (+\(numbers.count(names.count - Self.maxNames)))" : "")
    }

    // MARK: what was found

    /// - Parameter root: the folder that the server's files lie below; what is said has the server's own paths.
    mutating func show(
        _ evidence: ServerEvidence, _ search: AccountSearch, gaps: [ExposureGap], below root: String
    ) throws {
        var lines: [String] = []
        if let postfix = evidence.postfix { lines.append(texts.postfix.placing(postfix.value("myhostname"))) }
        if let dovecot = evidence.dovecot { lines.append(texts.dovecot.placing(dovecot.version ?? "")) }
        if let exim = evidence.exim { lines.append(texts.exim.placing(exim.path)) }
        if lines.isEmpty { lines.append(texts.noServers) }
        if evidence.exim?.delivery == "mail_spool" {
            lines.append(texts.eximSpool)
            hasWarnings = true
        }
        if !evidence.domains.isEmpty { lines.append(texts.domains.placing(list(evidence.domains))) }
        if !evidence.networks.isEmpty { lines.append(texts.networks.placing(list(evidence.networks))) }
        if !evidence.filters.isEmpty { lines.append(texts.filters.placing(list(evidence.filters))) }
        for location in evidence.store?.locations ?? [] where location.format != "maildir" {
            lines += [texts.otherFormat.placing(location.format), texts.otherFormatHelp]
            hasWarnings = true
        }
        if let (place, homes) = search.said.first {
            lines.append(
                texts.accounts.placing(texts.account.counted(homes, numbers), place.pattern, texts.origin(place.origin))
            )
        }
        let areas = ConfidentialityTexts.of(language)
        let missing = gaps.filter { [.postfix, .tables].contains($0.area) }
        for gap in missing.prefix(Self.maxNames) {
            let reason = areas.reasons(gap.reason, numbers)
            let words = (root.isEmpty ? reason : reason.replacing(root, with: "")).forTerminal()
            lines.append(texts.notRead.placing("\(areas.areas[gap.area]?.missing ?? ""): \(words)"))
        }
        members["servers"] = .object([
            "postfix": evidence.postfix.map { .string($0.value("myhostname")) } ?? .null,
            "dovecot": evidence.dovecot?.version.map { .string($0) } ?? .null,
            "exim": evidence.exim.map { .string($0.path) } ?? .null,
            "domains": .array(evidence.domains.map { .string($0) }),
            "networks": .array(evidence.networks.map { .string($0) }),
            "filters": .array(evidence.filters.map { .string($0) }),
        ])
        try say([texts.found] + lines.map(item))
    }

    /// Says what was found only after it was known what stays closed.
    mutating func show(_ places: [AccountPlace], accounts: Int, _ search: AccountSearch) throws {
        if let place = places.first {
            // What a server says was told before.
            guard search.said.isEmpty else { return }
            let words = texts.accounts.placing(
                texts.account.counted(accounts, numbers), place.pattern, texts.origin(place.origin))
            return try say(["", item(words)])
        }
        hasWarnings = true
        try say(["", item(search.said.first.map { texts.noMaildirs.placing($0.place.pattern) } ?? texts.noAccounts)])
    }

    // MARK: folders

    mutating func show(
        _ folders: FolderSurvey, _ closed: (accounts: Int, folders: Int), idle: [String], _ store: DovecotMailStore?,
        encrypted: (count: Int, of: Int)
    ) throws {
        var lines = heading(texts.folders)
        for use in FolderUse.allCases {
            let names = folders.counts.filter { $0.use == use }.map {
                texts.folderCount.placing(
                    $0.name, texts.account.counted($0.accounts, numbers), texts.message.counted($0.messages, numbers))
            }
            if !names.isEmpty {
                lines.append(item("\(texts.uses[use.rawValue] ?? ""): \(names.joined(separator: ", "))"))
            }
        }
        let rest = folders.unnamedCount
        if rest.names > 0 {
            let words = texts.unnamed.placing(
                texts.folder.counted(rest.names, numbers), texts.message.counted(rest.messages, numbers))
            lines.append(item("\(texts.uses["rest"] ?? ""): \(words)"))
        }
        if folders.accounts > 0, !folders.counts.contains(where: { $0.use == .spam }) {
            lines.append(item(texts.noSpam))
            hasWarnings = true
        }
        lines += closedLines(closed, idle: idle) + encryptionLines(store, encrypted)
        members["accounts"] = .integer(folders.accounts)
        members["folders"] = .array(
            folders.counts.map {
                .object([
                    "name": .string($0.name), "use": .string($0.use.rawValue), "accounts": .integer($0.accounts),
                    "messages": .integer($0.messages),
                ])
            })
        members["unnamed"] = .object(["names": .integer(rest.names), "messages": .integer(rest.messages)])
        members["closed"] = .object(["accounts": .integer(closed.accounts), "folders": .integer(closed.folders)])
        members["encrypted"] = .object(["messages": .integer(encrypted.count), "of": .integer(encrypted.of)])
        try say(lines)
    }

    /// - Parameter idle: names that were excluded before, and close nothing now.
    private mutating func closedLines(_ closed: (accounts: Int, folders: Int), idle: [String]) -> [String] {
        let others = idle.filter { name in !meanings.contains { $0.word == name } }
        if closed.accounts + closed.folders == 0, meanings.isEmpty, others.isEmpty { return [] }
        var lines = heading(texts.closed)
        let counts = (texts.account.counted(closed.accounts, numbers), texts.folder.counted(closed.folders, numbers))
        lines.append(item(texts.closedCount.placing(counts.0, counts.1)))
        for meaning in meanings {
            if meaning.accounts + meaning.folders == 0 {
                lines.append(item(texts.closedNothing.placing(meaning.word)))
                hasWarnings = true
            } else {
                let accounts = texts.account.counted(meaning.accounts, numbers)
                let folders = texts.folder.counted(meaning.folders, numbers)
                lines.append(item(texts.closedWord.placing(meaning.word, accounts, folders)))
            }
        }
        for name in others {
            lines.append(item(texts.closedNothing.placing(name)))
            hasWarnings = true
        }
        return lines
    }

    private mutating func encryptionLines(_ store: DovecotMailStore?, _ encrypted: (count: Int, of: Int)) -> [String] {
        var lines: [String] = []
        if let place = store?.encryption { lines.append(texts.encrypted.placing(place.description)) }
        if encrypted.count > 0 {
            lines.append(
                texts.encryptedSamples.placing(numbers.count(encrypted.count), numbers.count(encrypted.of)))
        }
        if lines.isEmpty { return [] }
        hasWarnings = true
        return [""] + (lines + [texts.encryptedHelp]).map(item)
    }

    // MARK: files

    mutating func show(_ changes: [FileChange], showsLines: Bool, in folder: SetupFolder, hasModel: Bool) throws {
        var lines = heading(texts.files)
        for change in changes {
            let words = (texts.changes[change.kind] ?? "").placing(folder.earlierName(of: change.name))
            lines.append(item("\(folder.path)/\(change.name): \(words)"))
            // As it stands there: a line of a file is not wrapped.
            if showsLines { lines += change.difference.map { "    " + $0 } }
        }
        if !showsLines, changes.contains(where: { $0.kind == .kept }) { lines.append(item(texts.keptAdvice)) }
        let site = changes.first { $0.name == "site.yaml" }
        if hasModel, site?.kind == .rewritten || site?.kind == .replaced {
            lines.append(item(texts.settingsChanged))
            hasWarnings = true
        }
        if showsLines { lines.append(item(texts.diffOnly)) }
        members["files"] = .array(
            changes.map { change in
                .object([
                    "path": .string("\(folder.path)/\(change.name)"), "change": .string(change.kind.rawValue),
                    "difference": .array(change.difference.map { .string($0) }),
                ])
            })
        try say(lines)
    }

    // MARK: permissions

    /// - Parameter unknown: names that were given and close nothing, so that nothing is opened yet.
    mutating func show(_ access: AccessCheck, user: String, withheldFor unknown: [String]) throws {
        var lines = heading(texts.rights.placing(user))
        if access.gaps.isEmpty { lines.append(item(texts.rightsFine.placing(user))) }
        if !unknown.isEmpty { lines.append(item(texts.withheld.placing(list(unknown)))) }
        for gap in access.gaps {
            let noun: InitTexts.Noun? =
                switch gap.kind {
                case .way: texts.folder
                case .accounts, .newMail: texts.account
                default: nil
                }
            let words = (texts.gaps[gap.kind] ?? gap.kind.rawValue)
                .replacing("{0}", with: noun?.counted(gap.count, numbers) ?? numbers.count(gap.count)).replacing(
                    "{1}", with: gap.example)
            lines.append(item(words))
        }
        members["withheldFor"] = .array(unknown.map { .string($0) })
        if !access.commands.isEmpty {
            lines += ["", item(texts.asRoot)] + access.commands.map { "    " + $0 }
        }
        if !access.loops.isEmpty, access.gaps.contains(where: { [.accounts, .newMail].contains($0.kind) }) {
            lines += ["", item(texts.newAccounts)]
            let heads = access.loops.flatMap { $0 }.filter { $0.hasPrefix("for ") }
            if !access.commands.contains(where: heads.contains) {
                lines += access.loops.flatMap { $0 }.map { "    " + $0 }
            }
        }
        members["access"] = .array(
            access.gaps.map { gap in
                .object([
                    "kind": .string(gap.kind.rawValue), "count": .integer(gap.count), "example": .string(gap.example),
                    "commands": .array(gap.commands.map { .string($0) }),
                ])
            })
        try say(lines)
    }

    // MARK: learning

    enum Training: Equatable {
        case later, afterRights, running, withWarnings
        case failed(String)
    }

    mutating func showTraining(_ training: Training, _ words: String) throws {
        switch training {
        case .later: try say(heading(texts.training) + [item(texts.trainLater), "    " + words])
        case .afterRights: try say(heading(texts.training) + [item(texts.trainAfterRights), "    " + words])
        case .running: try say(heading(texts.training) + [item(texts.trainedWith.placing(words))])
        case .withWarnings:
            hasWarnings = true
            try say([item(texts.trainWaits)])
        case .failed(let reason):
            hasWarnings = true
            try say([item(texts.trainFailed.placing(reason)), "    " + words])
        }
        if training != .running { members["command"] = .string(words) }
    }

    // MARK: what comes next

    mutating func show(_ lines: ServerLines) throws {
        var text = heading(texts.next)
        var last: ServerLines.Purpose?
        for block in lines.blocks {
            if block.purpose != last {
                let words = (texts.purposes[block.purpose] ?? "").placing(block.place ?? "")
                text.append(item(words))
            }
            if block.purpose == .dovecot {
                text.append(item("  " + (block.place.map { texts.goesTo.placing($0) } ?? texts.commands)))
            }
            text += block.lines.map { "    " + $0 }
            last = block.purpose
        }
        members["lines"] = .array(
            lines.blocks.map { block in
                .object([
                    "purpose": .string(block.purpose.rawValue), "place": block.place.map { .string($0) } ?? .null,
                    "lines": .array(block.lines.map { .string($0) }),
                ])
            })
        try say(text)
    }

    /// Writes what was collected for programs.
    func finish() throws {
        if isQuiet { try Console.write(JSONValue.object(members).text) }
    }
}
