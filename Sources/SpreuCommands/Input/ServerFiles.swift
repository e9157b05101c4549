// SPDX-License-Identifier: Apache-2.0
import Announcements
import ConfidentialityCheck
import DurableFiles
import Glibc
import MailServerConfiguration
import SiteConfiguration

/// The files of a mail server, below a folder or the machine's own; what cannot be read becomes a gap.
struct ServerFiles {
    /// The folder; nil: it is this machine.
    let root: String?
    private(set) var gaps: [ExposureGap] = []
    private var bytesLeft = Self.maxBytes

    /// The most bytes of one file and of all, and the most tables and lists.
    private static let (maxFileBytes, maxBytes, maxFiles) = (16 << 20, 256 << 20, 200)

    init(root: String?) {
        self.root = root.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }

    /// Whether it is this machine that is looked at.
    var isThisMachine: Bool { root == nil }

    /// Where a path of the server's lies: below the folder, wherever links in it lead.
    func path(_ path: String) -> String {
        guard let root, path.hasPrefix("/") else { return (root ?? "") + path }
        return FileName.resolved(path, below: root) ?? root
    }

    /// The same for a path that begins with the folder already; another one is this machine's, and stays as it is.
    func inside(_ placed: String) -> String {
        guard let root, placed.hasPrefix(root + "/") else { return placed }
        return path(String(placed.dropFirst(root.count)))
    }

    /// A path of the server's own configuration as it is from here, unless it is from here already.
    func placed(_ path: String) -> String {
        guard let root, path.hasPrefix("/"), !path.hasPrefix(root + "/") else { return path }
        return self.path(path)
    }

    /// The text of a configuration of Spreu's whose included file is the server's.
    func including(_ text: String) -> String {
        if isThisMachine { return text }
        return text.replacing(/(?m)^(site:[ \t]*["']?)(\/[^\s"'#]+)/) { match in
            String(match.output.1) + placed(String(match.output.2))
        }
    }

    /// A file of the server's that nobody has named: a pipe in its place would be waited for.
    func small(_ name: String) -> String? {
        try? SmallFile.text(path(name), isRegular: true, isRepaired: true)
    }

    /// The users and groups of the server, by its own list.
    var users: UserTable {
        UserTable(passwd: small("/etc/passwd") ?? "", group: small("/etc/group") ?? "")
    }

    mutating func note(_ area: ExposureArea, _ reason: ExposureGapReason) { gaps.append(ExposureGap(area, reason)) }

    /// The text of a file that exists; what is wrong becomes a gap.
    ///
    /// - Parameter isNamed: whether somebody asked for this very file, which may then be a pipe.
    mutating func text(_ path: String, _ area: ExposureArea, isNamed: Bool = false) -> String? {
        // The usual reasons are told in the reader's language.
        if FileStatus(path) == nil, errno == ENOENT {
            note(area, .noFile(path))
            return nil
        }
        if access(path, R_OK) != 0, errno == EACCES {
            note(area, .notAllowed(path))
            return nil
        }
        do throws(ConfigurationError) {
            let text = try SmallFile.text(
                path, maxBytes: min(Self.maxFileBytes, bytesLeft), isRegular: !isNamed, isRepaired: true)
            bytesLeft -= min(bytesLeft, text.utf8.count)
            return text
        } catch {
            note(area, .named(error.description))
            return nil
        }
    }

    /// Notes the first of the lines that were not read, and how many there are.
    mutating func note(_ area: ExposureArea, _ problems: [ConfigurationError]) {
        guard let first = problems.first else { return }
        note(area, .named(first.description + (problems.count > 1 ? " (+\(problems.count - 1))" : "")))
    }

    // MARK: Postfix

    mutating func readPostfix(_ given: String?, into facts: inout MailServerFacts) {
        let place = given ?? path("/etc/postfix")
        let isFolder = FileStatus(place)?.kind == .folder
        let isNamed = given != nil && !isFolder
        let mainPath = isNamed ? place : given == nil ? path("/etc/postfix/main.cf") : place + "/main.cf"
        guard let main = text(mainPath, .postfix, isNamed: isNamed) else { return }
        var services: PostfixServices?
        if isFolder {
            let masterPath = given == nil ? path("/etc/postfix/master.cf") : place + "/master.cf"
            services = text(masterPath, .postfix).map { PostfixServices(text: $0, path: masterPath) }
        } else {
            note(.postfix, .noServices)
        }
        let postfix = PostfixConfiguration(
            PostfixParameters(text: main, path: mainPath), services, hostName: hostName)
        note(.postfix, postfix.problems)
        let broken = postfix.main.settings.keys.sorted().filter { name in
            do throws(PostfixExpansionError) {
                _ = try postfix.expanded(name)
                return false
            } catch {
                return true
            }
        }
        for name in broken.prefix(5) {
            note(.postfix, .notExpanded(name, place: postfix.place(name)?.description ?? ""))
        }
        facts.postfix = postfix
        for (parameter, table) in postfix.namedTables { readTable(table, parameter, into: &facts) }
    }

    private var hostName: String {
        guard !isThisMachine else { return MachineName.own }
        return small("/etc/hostname")?.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? "localhost"
    }

    /// A table by its type and the path of its file, without what a value in braces says.
    private static func shown(_ table: PostfixTableName) -> String {
        "\(table.type):\(table.name.prefix { $0 != "{" && $0 != " " })"
    }

    private mutating func readTable(_ table: PostfixTableName, _ parameter: String, into facts: inout MailServerFacts) {
        // The empty and the built-in ones hold no lines.
        if ["inline", "static", "fail", "environ", "internal"].contains(table.type) { return }
        guard let file = table.textPath else {
            // What a key file for a database says is not shown: it has passwords.
            return note(.tables, .named("\(parameter): \(Self.shown(table))"))
        }
        guard facts.tables.count < Self.maxFiles else {
            return note(.tables, .tooManyTables(parameter, most: Self.maxFiles))
        }
        guard let text = text(path(file), .tables) else { return }
        let read = PostfixTable(text: text, path: path(file))
        note(.tables, read.problems)
        facts.tables[table] = read
    }

    // MARK: aliases

    mutating func readAliases(_ given: [String], into facts: inout MailServerFacts) {
        for table in facts.postfix?.aliasTables ?? [] { note(.tables, .named("alias_maps: \(Self.shown(table))")) }
        var paths = given
        if paths.isEmpty, let postfix = facts.postfix { paths = postfix.aliasPaths.map(path) }
        if paths.isEmpty { paths = [path("/etc/aliases")] }
        for path in paths.prefix(Self.maxFiles) {
            guard let text = text(path, .aliases, isNamed: !given.isEmpty) else { continue }
            let read = AliasFile(text: text, path: path)
            note(.aliases, read.problems)
            facts.aliases.append(read)
        }
        readIncluded(into: &facts)
    }

    /// Lists that aliases include, and those that they include.
    private mutating func readIncluded(into facts: inout MailServerFacts) {
        var seen: Set<String> = []
        var next = 0
        while next < facts.aliases.count, facts.aliases.count < Self.maxFiles {
            for entry in facts.aliases[next].entries {
                for case .included(let list) in entry.targets where seen.insert(list).inserted {
                    guard list.hasPrefix("/"), let text = text(path(list), .aliases) else { continue }
                    facts.aliases.append(AliasFile(listOf: entry.name, text: text, path: path(list)))
                }
            }
            next += 1
        }
    }

    // MARK: Dovecot

    private static let doveconf = ["/usr/bin/doveconf", "/usr/sbin/doveconf", "/usr/local/bin/doveconf"]
    private static let doveconfSeconds = 20

    mutating func readDovecot(_ given: String?, into facts: inout MailServerFacts) {
        let source = given ?? "doveconf -n"
        let read: DovecotConfiguration
        if let given {
            guard let text = text(given, .dovecot, isNamed: true) else { return }
            read = DovecotConfiguration(text: text, path: given)
        } else {
            guard isThisMachine, let program = Self.doveconf.first(where: { access($0, X_OK) == 0 }) else {
                return note(.dovecot, isThisMachine ? .noDoveconf : .doveconfNotRun)
            }
            let (outcome, bytes) = ChildProgram(program, ["-n"], seconds: Self.doveconfSeconds)
                .output(limit: Self.maxFileBytes)
            if case .failed(let reason) = outcome { return note(.dovecot, .named("\(program) -n: \(reason)")) }
            read = DovecotConfiguration(text: String(decoding: bytes, as: UTF8.self), path: "doveconf")
        }
        note(.dovecot, read.problems)
        if read.version == nil { note(.dovecot, .noDoveconfOutput(source)) }
        facts.dovecot = read
    }

    // MARK: names

    mutating func readNames(zones: [String], into facts: inout MailServerFacts) {
        var file = path("/etc/resolv.conf")
        if var text = text(file, .resolver) {
            // Of systemd-resolved this is but the way to it.
            let upstream = path("/run/systemd/resolve/resolv.conf")
            if text.contains("nameserver 127.0.0.53"), FileStatus(upstream) != nil {
                file = upstream
                text = self.text(file, .resolver) ?? text
            }
            facts.resolver = ResolverFile(text: text, path: file)
        }
        for zone in zones {
            guard let text = text(zone, .zone, isNamed: true) else { continue }
            facts.zones.append(ZoneFile(text: text, path: zone))
        }
        if zones.isEmpty { note(.zone, .noneGiven) }
        let hasRecord = facts.zones.flatMap(\.records).contains { ReportAddresses($0.text) != nil }
        if !facts.zones.isEmpty, !hasRecord { note(.zone, .noReportRecord(zones[0])) }
    }
}
