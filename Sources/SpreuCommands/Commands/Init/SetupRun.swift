// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import DurableFiles
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import MailServerConfiguration
import NightlyBatch
import ReportPages
import SiteConfiguration
import SiteSetup
import SpamModel
import TextOutput

/// One run of `spreu init`: reading, asking, writing, checking, learning, in this order.
///
/// No account is looked into before it is known which stay closed.
struct SetupRun {
    private let options: Init
    private let language: Language
    private let root: String
    private var dialog: SetupDialog
    private var report: SetupReport
    private var server: ServerFiles

    init(_ options: Init, _ language: Language, isAsking: Bool) {
        self.options = options
        self.language = language
        server = ServerFiles(root: options.root)
        root = server.root ?? ""
        dialog = SetupDialog(.of(language), isAsking: isAsking)
        report = SetupReport(language, isQuiet: options.json)
    }

    mutating func run() throws {
        let evidence = server.readEvidence(postfix: options.server.postfix, dovecot: options.server.dovecot)
        let folder = try SetupFolder(options.output, root: root)
        let before = try folder.configuration()
        let isKept = before != nil && !folder.isUntouched && !options.replace
        let search = AccountSearch(candidates(evidence, before, isKept), root: root)
        try report.show(evidence, search, gaps: server.gaps, below: root)
        let proposal = try propose(evidence, search, before, isKept: isKept)
        var configuration = try proposal.configuration(root: root)
        if isKept, let before {
            // An administrator wrote it, so it holds; what stays closed by it or by an option stays closed.
            configuration = before.below(root)
            configuration.exclude = proposal.exclude.below(root)
            try survey(configuration, evidence)
        }
        let changes = folder.changes(ConfigurationFiles(proposal), language, replaces: options.replace)
        for change in changes where change.name == "spreu.yaml" && !root.isEmpty {
            _ = try folder.parse(change.text.replacing("\nsite: ", with: "\n# site: "), path: change.name)
        }
        try write(changes, to: folder, hasModel: FileStatus(configuration.repository.current) != nil)
        var access = checkAccess(configuration, evidence)
        // A name that was given and closes nothing may be misspelt: then the mail that it means would be opened.
        let unknown = report.meanings.filter { $0.accounts + $0.folders == 0 }.map(\.word)
        if !unknown.isEmpty { access.withholdOpening() }
        try report.show(access, user: options.user, withheldFor: unknown)
        let isUnwritten = isKept && proposal.exclude != before?.exclude
        if isUnwritten {
            Console.warning(
                "\(options.output)/spreu.yaml was changed by hand and stays as it is: add to its 'exclude' what is to stay closed, "
                    + "or a night opens it")
        }
        if !isUnwritten, unknown.isEmpty { try learn(configuration, access) }
        try report.show(ServerLines(evidence, user: options.user, configuration: options.output))
        try report.finish()
        if !access.gaps.isEmpty || report.hasWarnings || isUnwritten { try ExitStatus.doneWithWarnings.end() }
    }

    private func candidates(
        _ evidence: ServerEvidence, _ before: NightlyConfiguration?, _ isKept: Bool
    ) -> [AccountPlace] {
        guard isKept, let before else { return evidence.places }
        return places(before)
    }

    /// Where accounts are by an earlier configuration.
    private func places(_ before: NightlyConfiguration) -> [AccountPlace] {
        before.sources.compactMap { source in
            guard case .accounts(let pattern, _) = source else { return nil }
            return AccountPlace(pattern, .configuration(options.output + "/spreu.yaml"))
        }
    }

    // MARK: what is to be written

    private mutating func propose(
        _ evidence: ServerEvidence, _ search: AccountSearch, _ before: NightlyConfiguration?, isKept: Bool
    ) throws -> SiteProposal {
        let texts = report.texts
        var proposal = SiteProposal()
        proposal.configurationFolder = options.output
        // What an earlier run was told holds: elsewhere nights would begin anew.
        if let state = options.state ?? before?.stateFolder { proposal.state = state }
        let known = before?.exclude ?? Exclusions()
        let knownWords = known.accounts.patterns + known.folders
        // Nothing is looked into before this is answered.
        var words = ClosedNames(knownWords + options.close, before: Exclusions()).words
        if !isKept { words = try dialog.words(texts.closedQuestion, beside: words) }
        // What was excluded stays so: only who edits the file takes a name away.
        let names = ClosedNames(words.filter { !knownWords.contains($0) }, before: known)
        proposal.places = search.choose(names.cautious.below(root), in: try proposal.configuration())
        let isFound = !proposal.places.isEmpty
        // A disk that is not mounted is no reason to forget where accounts are.
        if !isFound, let before { proposal.places = places(before) }
        proposal.exclude = names.cautious
        let found = try proposal.configuration(root: root).findSources(followsLinks: false)
        let meanings = ClosedNames(names.words.map { $0.hasPrefix("/") ? root + $0 : $0 }, before: known).meanings(
            found)
        let shown = meanings.map { meaning in
            var meaning = meaning
            if meaning.word.hasPrefix("/") { meaning.word = String(meaning.word.dropFirst(root.count)) }
            return meaning
        }
        proposal.exclude = names.exclusions(shown)
        report.meanings = shown
        try report.show(isFound ? proposal.places : [], accounts: found.accounts.count, search)
        // A domain that was the site's is not taken away because its accounts are closed, or its disk is not there.
        proposal.take(evidence, domainsOfAccounts: Self.domains(found) + (before?.site.recipients ?? []))
        if isKept { return try keep(before, in: proposal) }
        proposal.robots = try askRobots(found, before)
        let configuration = try proposal.configuration(root: root)
        let folders = try survey(configuration, evidence)
        try askAboutFolders(folders, before, evidence, &proposal)
        return proposal
    }

    /// What an earlier configuration says, where it stays as it is.
    private func keep(_ before: NightlyConfiguration?, in proposal: SiteProposal) throws -> SiteProposal {
        var proposal = proposal
        proposal.robots = before?.robots.patterns ?? []
        proposal.existingJunk = Self.rule(before)?.existingJunk
        proposal.isRestHam = Self.isRestHam(before)
        return proposal
    }

    private static func domains(_ found: FoundSources) -> [String] {
        found.accounts.compactMap { AccountAddress(account: $0.name)?.domain }
    }

    private static func rule(_ configuration: NightlyConfiguration?) -> FolderRule? {
        configuration?.sources.lazy.compactMap { if case .accounts(_, let rule) = $0 { rule } else { nil } }.first
    }

    private static func isRestHam(_ configuration: NightlyConfiguration?) -> Bool {
        rule(configuration)?.ham.contains { FolderRule.allOthers.contains($0) } ?? false
    }

    /// What accounts are called that programs read.
    private static let robotNames = [
        "rechnung*", "invoice*", "ticket*", "fax*", "scan*", "noreply*", "no-reply*", "archiv", "archive", "dmarc*",
        "tlsrpt*", "tls-rpt*", "monitor*",
    ]

    private mutating func askRobots(_ found: FoundSources, _ before: NightlyConfiguration?) throws -> [String] {
        let given = ClosedNames((before?.robots.patterns ?? []) + options.robot, before: Exclusions()).words
        let likely = Self.robotNames.filter { name in
            found.accounts.contains { AccountPatterns([name]).cover(login: $0.name) }
        }
        let hint = likely.isEmpty ? "" : " " + report.texts.suggestion.placing(likely.joined(separator: ", ")) + "."
        return try dialog.words(report.texts.robotsQuestion + hint, beside: given)
    }

    @discardableResult
    private mutating func survey(_ configuration: NightlyConfiguration, _ evidence: ServerEvidence) throws
        -> FolderSurvey
    {
        let progress = ProgressBar("listing folders")
        let found = configuration.findSources(followsLinks: false)
        let folders = FolderSurvey(found)
        progress.finish()
        let samples = folders.samples
        let encrypted = samples.count { EncryptedMessage.isAt($0) }
        let closed = ExcludedMail(found)
        try report.show(
            folders, closed.counts, idle: idle(closed, configuration.exclude), evidence.store,
            encrypted: (encrypted, samples.count))
        return folders
    }

    /// The names that close neither an account nor a folder, as the server has their paths.
    private func idle(_ closed: ExcludedMail, _ exclude: Exclusions) -> [String] {
        var seen: Set<String> = []
        let names = closed.idle.filter { name in
            // A name that nobody knew stands for both.
            let places = (exclude.accounts.patterns + exclude.folders).count { $0 == name }
            return closed.idle.count { $0 == name } == places && seen.insert(name).inserted
        }
        return names.map { !root.isEmpty && $0.hasPrefix(root + "/") ? String($0.dropFirst(root.count)) : $0 }
    }

    private mutating func askAboutFolders(
        _ folders: FolderSurvey, _ before: NightlyConfiguration?, _ evidence: ServerEvidence,
        _ proposal: inout SiteProposal
    ) throws {
        let texts = report.texts
        let numbers = report.numbers
        proposal.isRestHam = options.restIsHam || Self.isRestHam(before)
        let rest = folders.unnamedCount
        if rest.messages > 0, !proposal.isRestHam {
            proposal.isRestHam = try dialog.agrees(
                texts.restQuestion.placing(
                    texts.message.counted(rest.messages, numbers), texts.folder.counted(rest.names, numbers)),
                unless: false)
        }
        proposal.existingJunk = Self.rule(before)?.existingJunk
        let junk = folders.counts.filter { $0.use == .spam }.reduce(0) { $0 + $1.messages }
        guard proposal.existingJunk == nil else { return }
        var isLearned = options.existingJunk
        if junk > 0, !isLearned {
            let filter =
                evidence.filters.isEmpty
                ? "" : texts.filters.placing(evidence.filters.joined(separator: ", ")) + ". "
            isLearned = try dialog.agrees(
                texts.junkQuestion.placing(texts.message.counted(junk, numbers), filter), unless: false)
        }
        // The day begins in Greenwich; what arrived today may be the new filter's.
        if isLearned { proposal.existingJunk = currentTime / 86_400 * 86_400 }
    }

    // MARK: writing, checking, learning

    private mutating func write(_ changes: [FileChange], to folder: SetupFolder, hasModel: Bool) throws {
        try report.show(changes, showsLines: options.diff, in: folder, hasModel: hasModel)
        guard changes.contains(where: \.isWritten), !options.diff else { return }
        if try !dialog.agrees(report.texts.writeQuestion.placing(folder.path), unless: true) {
            throw Failure(.usage, "nothing was written")
        }
        try folder.write(changes, owner: server.users.user(options.user))
        if root.isEmpty { _ = try NightlyConfiguration(contentsOf: folder.path + "/spreu.yaml") }
    }

    private func checkAccess(_ configuration: NightlyConfiguration, _ evidence: ServerEvidence) -> AccessCheck {
        var places = ServerPlaces(users: evidence.users)
        (places.root, places.user, places.configuration) = (root, options.user, options.output)
        places.queue = evidence.postfix?.value("queue_directory")
        return AccessCheck(configuration, places)
    }

    /// Without these no night can be run; the rest can wait for it.
    private static let blocking: Set<AccessGap.Kind> = [
        .noUser, .way, .accounts, .configuration, .state, .foreign,
    ]

    private mutating func learn(
        _ configuration: NightlyConfiguration, _ access: AccessCheck
    ) throws {
        let night = FirstNight(configuration: options.output + "/spreu.yaml", user: options.user, language: language)
        let hasModel = FileStatus(configuration.repository.current) != nil
        guard !options.diff, !hasModel, !configuration.sources.isEmpty else { return }
        let isReadable = !access.gaps.contains { Self.blocking.contains($0.kind) }
        guard isReadable else { return try report.showTraining(.afterRights, night.command) }
        guard root.isEmpty else { return try report.showTraining(.later, night.command) }
        let question = report.texts.trainQuestion.placing(options.user)
        guard try options.train || dialog.isAsking && dialog.agrees(question, unless: true) else {
            return try report.showTraining(.later, night.command)
        }
        try report.showTraining(.running, options.user)
        let problem = night.run()
        let isThere = FileStatus(configuration.repository.current) != nil
        if let problem { try report.showTraining(isThere ? .withWarnings : .failed(problem), night.command) }
    }
}
