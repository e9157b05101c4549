// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import DurableFiles
import Glibc
import MailFeatures
import MailServerConfiguration
import NightlyBatch
import SiteConfiguration
import SiteHealth
import SiteSetup
import TrainingStore

/// Reads what is known of a site on a machine; judges nothing.
struct SiteReader {
    /// What is asked for.
    struct Options {
        var config: String
        var filterConfig: String
        var user: String
        var root: String?
        var postfix: String?
        var dovecot: String?
        var without: Set<HealthArea> = []
        /// Whether the commands are asked for that open accounts.
        var opensAccounts = false
        var now: Int64
    }

    let options: Options
    var server: ServerFiles
    let directory: AccountDirectory
    var facts: SiteFacts
    private(set) var configuration: NightlyConfiguration?
    private(set) var filter: FilterSettings?

    /// Seconds to wait for a program, or for a filter's answer.
    static let (programSeconds, answerSeconds) = (20, 5)

    init(_ options: Options) {
        self.options = options
        server = ServerFiles(root: options.root)
        directory = AccountDirectory(server)
        facts = SiteFacts(now: options.now, files: SiteFiles(site: options.config, filter: options.filterConfig))
        facts.isThisMachine = server.isThisMachine
        facts.without = options.without
    }

    /// Reads all of it.
    mutating func read() -> SiteFacts {
        readConfigurations()
        readServers()
        readUsers()
        if let configuration {
            let names = readLearning(configuration)
            for (pseudonym, account) in names?.all ?? [] { facts.pseudonyms[account] = pseudonym }
            readSources(configuration, names)
            readDisks(configuration)
        }
        readFilter()
        readMachine()
        return facts
    }

    mutating func note(_ area: HealthArea, _ reason: HealthGapReason) {
        facts.gaps.append(HealthGap(area, reason))
    }

    private mutating func readConfigurations() {
        do throws(ConfigurationError) {
            configuration = try readNights()
        } catch {
            facts.files.siteProblem = error.description
            for area in [HealthArea.key, .settings, .model, .night, .accounts, .disk] {
                note(area, .depends(.configuration))
            }
        }
        if FileStatus(options.filterConfig) == nil, errno == ENOENT {
            facts.files.hasFilter = false
            for area in [HealthArea.filter, .postfix] { note(area, .read(.noFile(options.filterConfig))) }
            return
        }
        do throws(ConfigurationError) {
            filter = try FilterSettings(options.filterConfig, server)
        } catch {
            facts.files.filterProblem = error.description
            for area in [HealthArea.key, .settings, .filter, .postfix] { note(area, .depends(.configuration)) }
        }
    }

    /// Paths of another server's configuration are those that it has itself: here they would name this machine's files.
    private func readNights() throws(ConfigurationError) -> NightlyConfiguration {
        guard let root = server.root else { return try NightlyConfiguration(contentsOf: options.config) }
        let read = try NightlyConfiguration(server.including(SmallFile.text(options.config)), path: options.config)
        return read.store.hasPrefix(root + "/") ? read : read.below(root)
    }

    private mutating func readUsers() {
        facts.users.nightlyName = options.user
        facts.users.nightly = directory.user(options.user)
        for listener in filter?.listeners ?? [] where !listener.isOpenedBySystemd {
            guard let name = listener.group else { continue }
            guard let group = directory.group(name) else {
                facts.users.missingGroups.append((name, "\(options.filterConfig): \(listener.name)"))
                continue
            }
            if let user = facts.users.nightly, user.number != 0, !user.groups.contains(group.number) {
                facts.users.foreignSocketGroup = name
            }
        }
    }

    // MARK: mail servers

    private mutating func readServers() {
        var read = MailServerFacts()
        if !options.without.contains(.postfix) { server.readPostfix(options.postfix, into: &read) }
        if !options.without.contains(.dovecot) { server.readDovecot(options.dovecot, into: &read) }
        facts.postfix = read.postfix
        if let dovecot = read.dovecot { facts.dovecot = readScripts(dovecot, read.postfix) }
        for gap in server.gaps {
            switch gap.area {
            case .postfix: note(.postfix, .read(gap.reason))
            case .dovecot: note(.dovecot, .read(gap.reason))
            // What tables say is nobody's business here.
            default: break
            }
        }
    }

    /// The most scripts in a folder that are read, and the most bytes of one.
    private static let (maxScripts, maxScriptBytes) = (200, 1 << 20)

    private func readScripts(_ dovecot: DovecotConfiguration, _ postfix: PostfixConfiguration?) -> DovecotFacts {
        var facts = DovecotFacts(dovecot)
        for place in SieveSettings(dovecot).global {
            let path = server.path(place)
            guard FileStatus(path)?.kind == .folder else {
                facts.scripts.append(script(path))
                continue
            }
            let names = FolderNames(path, most: Self.maxScripts).names.filter { $0.hasSuffix(".sieve") }
            facts.scripts += names.map { script(path + "/" + $0) }
        }
        let rules = FeedbackRules(dovecot)
        facts.feedbackScripts = rules.scripts.map { script(server.path($0)) }
        if let folder = rules.programs {
            let names = Set(facts.feedbackScripts.flatMap { Self.programs(in: $0.text ?? "") })
            facts.programs = names.sorted().map { name in
                let path = server.path(folder) + "/" + name
                let status = FileStatus(path)
                return (path, status?.kind == .file && (status?.permissions ?? 0) & 0o001 != 0)
            }
        }
        let commands =
            [postfix?.value("mailbox_command") ?? ""]
            + (postfix?.services.filter { $0.command == "pipe" }.flatMap(\.arguments) ?? [])
        facts.deliversByProgram = commands.contains { $0.contains("dovecot-lda") || $0.hasSuffix("/deliver") }
        facts.groups = Set(dovecot.mailGroups.map(\.name).filter { directory.group($0) != nil })
        facts.excluded = configuration?.exclude.accounts.patterns ?? []
        return facts
    }

    private func script(_ path: String) -> DovecotFacts.Script {
        DovecotFacts.Script(
            path: path,
            text: try? SmallFile.text(path, maxBytes: Self.maxScriptBytes, isRegular: true, isRepaired: true))
    }

    /// The names of programs that a script pipes to: `pipe :copy "spreu-learn"`.
    private static func programs(in script: String) -> [String] {
        script.matches(of: /\bpipe\b[^";]*"([^"\/]{1,255})"/).map { String($0.1) }
    }
}
