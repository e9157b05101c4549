// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
package import MailIngest
package import TextOutput

/// Which folders the accounts have besides those that a configuration names.
///
/// The name of a folder can be a secret: one not named in the configuration is shown only if several accounts have it.
public struct FolderSurvey: Sendable {
    /// A folder, with those in it, that has no name in the configuration.
    package struct Unnamed: Sendable {
        /// The outermost folder's name.
        package var name: String
        /// How many accounts have it.
        package var accounts = 0
        /// How many messages lie in it.
        package var messages = 0

        var line: String {
            let name = isCommon ? self.name : "a folder of \(accounts == 1 ? "one account" : "two accounts")"
            let counts = isCommon ? "\(grouped(accounts)) accounts, " : ""
            return "\(name) (\(counts)\(grouped(messages)) messages)"
        }

        var json: JSONValue {
            .object([
                "name": isCommon ? .string(name) : .null, "accounts": .integer(accounts),
                "messages": .integer(messages),
            ])
        }

        /// Whether so many accounts have it that its name is shown.
        package var isCommon: Bool { accounts >= FolderSurvey.commonAccounts }
    }

    /// A name of the configuration.
    struct Named: Sendable {
        var pattern: String
        var use: FolderUse
        var name: String
        var accounts = 0
        var messages = 0

        /// The names that clients use need not exist; a mistyped one is not among them.
        var isUsual: Bool {
            FolderUse.allCases.contains { $0.usualNames.contains(name) } || FolderRule.allOthers.contains(name)
        }
    }

    private static let commonAccounts = 3
    /// Folders with fewer messages than this are not mentioned.
    private static let minMessages = 20
    /// So many folders without a name are told.
    package static let maxUnnamed = 5
    /// Messages whose paths are kept, of a folder and of all.
    private static let (samplesOfFolder, maxSamples) = (2, 400)

    private(set) var named: [Named] = []
    /// Folders without a name in the configuration, the largest first.
    package private(set) var unnamed: [Unnamed] = []
    /// What each folder that any account has is for; the same name in two groups of accounts: what the first says.
    private var uses: [String: FolderGroup] = [:]
    /// How many accounts there are.
    package private(set) var accounts = 0
    /// The paths of some messages; none is opened here.
    package private(set) var samples: [String] = []
    private var groups: [WarningGroup] = []

    /// Lists the folders of all accounts.
    public init(_ found: FoundSources) {
        var others: [String: Unnamed] = [:]
        for group in found.groups where !group.accounts.isEmpty {
            var names = FolderUse.allCases.flatMap { use in
                group.rule.names(for: use).map { Named(pattern: group.pattern, use: use, name: $0) }
            }
            for account in group.accounts {
                let folders = MaildirFolders(
                    of: account.path, folders: found.folderFilter, maxSamples: Self.samplesOfFolder)
                if samples.count < Self.maxSamples { samples += folders.samples.values.joined() }
                accounts += 1
                for warning in folders.warnings { WarningGroup.add(warning, of: group.pattern, to: &groups) }
                for index in names.indices {
                    let covered = folders.messages.filter { FolderRule.name(names[index].name, covers: $0.key) }
                    names[index].accounts += covered.isEmpty ? 0 : 1
                    names[index].messages += covered.values.reduce(0, +)
                }
                for folder in folders.messages.keys where uses[folder] == nil {
                    uses[folder] = FolderGroup(folder, group.rule.use(of: folder))
                }
                Self.count(folders.messages.filter { group.rule.use(of: $0.key) == nil }, in: &others)
            }
            named += names
        }
        unnamed = others.values.filter { $0.messages >= Self.minMessages }
            .sorted { ($0.messages, $1.name) > ($1.messages, $0.name) }
    }

    /// Counts an account's folders by the outermost folder that each lies in: naming that one names them all.
    private static func count(_ folders: [String: Int], in others: inout [String: Unnamed]) {
        var messages: [String: Int] = [:]
        for (folder, count) in folders where count > 0 {
            let outermost = FolderRule.bare(folder).prefix { $0 != "/" }
            messages[String(outermost), default: 0] += count
        }
        for (name, count) in messages {
            others[name, default: Unnamed(name: name)].accounts += 1
            others[name, default: Unnamed(name: name)].messages += count
        }
    }

    /// What each folder is for, by the keyed digest of its name in the ledger.
    func groups(key: SiteKey) -> [UInt64: FolderGroup] {
        Dictionary(
            uses.map { (key.digest(of: $0.key.utf8, purpose: .fileName), $0.value) },
            uniquingKeysWith: { first, _ in first })
    }

    /// A name that folders have, what they are taken for, how many accounts have one, and how many messages lie in them.
    package struct Count: Sendable, Equatable {
        /// The name, as users see it.
        package var name: String
        /// What such a folder is for.
        package var use: FolderUse
        /// How many accounts have it.
        package var accounts: Int
        /// How many messages lie there and in the folders below.
        package var messages: Int
    }

    /// The names that any account has, in the order of the uses.
    package var counts: [Count] {
        FolderUse.allCases.flatMap { use in
            named.filter { $0.use == use && $0.accounts > 0 }
                .map { Count(name: $0.name, use: use, accounts: $0.accounts, messages: $0.messages) }
        }
    }

    /// Folders without a name in the configuration: how many there are by their outermost names, and what lies in them.
    package var unnamedCount: (names: Int, messages: Int) {
        (unnamed.count, unnamed.reduce(0) { $0 + $1.messages })
    }

    /// How many accounts have each folder that is named and that any has, a line for each use.
    public var lines: [String] {
        let uses = FolderUse.allCases.compactMap { use -> String? in
            let names = named.filter { $0.use == use && $0.accounts > 0 }.map { "\($0.name) (\(grouped($0.accounts)))" }
            return names.isEmpty ? nil : "\(use.rawValue): \(names.joined(separator: ", "))"
        }
        return uses + [unnamedLine].compactMap { $0 }
    }

    /// The largest folders that have no name; nil if there are none.
    public var unnamedLine: String? {
        guard !unnamed.isEmpty else { return nil }
        let lines = unnamed.prefix(Self.maxUnnamed).map(\.line)
        let more = unnamed.count > lines.count ? " and \(grouped(unnamed.count - lines.count)) more" : ""
        return "not named, so not labelled: \(lines.joined(separator: ", "))\(more)"
    }

    /// The names of the configuration that no account has, with what they are for.
    package var missingNames: [(name: String, use: FolderUse)] {
        named.filter { $0.accounts == 0 && !$0.isUsual }.map { ($0.name, $0.use) }
    }

    /// The names that no account has, all in one line.
    public var missing: String? {
        let names = missingNames
        guard !names.isEmpty else { return nil }
        let list = names.map { "'\($0.name)' (\($0.use.rawValue))" }.joined(separator: ", ")
        return "no account has the folder \(list): correct the name in the configuration, or remove it"
    }

    /// That none of the accounts has any folder of spam; nil if one has.
    public var withoutSpam: String? {
        guard accounts > 0, !named.contains(where: { $0.use == .spam && $0.accounts > 0 }) else { return nil }
        return
            "no account has a spam folder: name it under 'spam', or let Dovecot create one for all (auto = subscribe)"
    }

    /// What could not be listed, a line for each reason.
    public var unlisted: [String] { groups.map(\.description) }

    /// The survey for programs.
    package var json: JSONValue {
        .object([
            "missing": .array(missingNames.map { .string($0.name) }),
            "unnamed": .array(unnamed.prefix(Self.maxUnnamed).map(\.json)),
        ])
    }
}
