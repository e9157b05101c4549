// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import NightlyBatch
import TextOutput

extension SiteHealth {
    mutating func checkConfiguration() {
        let files = facts.files
        if let problem = files.siteProblem {
            find(
                .configurationBroken, .critical, evidence: [problem],
                [asUser("spreu config check \(option)")])
        }
        let check = asUser("spreud --check-config --config \(files.filter.forShell)")
        if let problem = files.filterProblem {
            find(.filterConfigurationBroken, .critical, evidence: [problem], [check])
        } else if !files.hasFilter {
            find(.filterConfigurationMissing, .notice, evidence: [files.filter])
        } else if let refusal = files.filterRefusal {
            find(.filterRefuses, .critical, evidence: [refusal], [check])
        }
    }

    mutating func checkUsers() {
        let users = facts.users
        if users.nightly == nil {
            find(
                .noUser, .critical, [users.nightlyName], evidence: ["/etc/passwd"],
                [
                    "useradd --system --home-dir /var/lib/spreu --shell /usr/sbin/nologin "
                        + users.nightlyName.forShell
                ])
        }
        for group in users.missingGroups {
            find(
                .noGroup, .critical, [group.name], evidence: [group.place],
                ["groupadd --system \(group.name.forShell)"])
        }
        if let group = users.foreignSocketGroup {
            find(
                .notInGroup, .critical, [user, group], evidence: [facts.files.filter],
                ["usermod -a -G \(group.forShell) \(user.forShell)"])
        }
    }

    mutating func checkPermissions() {
        checkExclusions()
        checkNeeds()
        if !facts.closedToNew.isEmpty {
            find(
                .closedToNew, .warning, [user, grouped(facts.closedToNew.count)],
                evidence: facts.closedToNew.map(\.shown), ["spreu doctor \(option) --fix-permissions"],
                naming: allMail(or: facts.closedToNew.flatMap { open($0.path, user) }))
        }
        for secret in facts.secrets where secret.isExposed {
            find(
                .exposed, .critical, [secret.role.rawValue],
                evidence: ["\(secret.path) (\(String(secret.mode, radix: 8)))"],
                ["chmod \(secret.groupMayRead ? "g-wx,o=" : "go=") \(secret.path.forShell)"])
        }
        if let models = facts.openModels {
            find(
                .modelsOpen, .warning, evidence: ["\(models.path) (\(String(models.mode, radix: 8)))"],
                ["chmod o-rwx \(models.path.forShell)"])
        }
        for files in facts.foreign {
            find(
                .foreignOwner, .critical, [files.owner, user, grouped(files.count)], evidence: [files.folder],
                ["chown -R \(user.forShell): \(files.folder.forShell)"])
        }
        checkDrop()
    }

    private mutating func checkExclusions() {
        if facts.openExclusions.isEmpty { return }
        find(
            .excludedOpen, .critical, [user, grouped(facts.openExclusions.count)],
            evidence: [facts.files.site + ": exclude"],
            ["spreu doctor \(option) --fix-permissions"],
            naming: allMail(or: access(user).close(facts.openExclusions)))
    }

    /// What stands in the way of several is told once, with how many.
    private mutating func checkNeeds() {
        struct Way: Hashable {
            var role: AccessNeed.Role
            var user: String
            var isMissing: Bool
            /// What stands in the way, unless that is the goal.
            var step: String?
        }
        var order: [Way] = []
        var found: [Way: [(need: AccessNeed, obstacle: AccessNeed.Obstacle)]] = [:]
        var told: Set<[String]> = []
        // Whose way leads there: a folder of one account has that person's name.
        var passers: [String: Set<String?>] = [:]
        for need in facts.needs {
            if let obstacle = need.obstacle { passers[obstacle.step.path, default: []].insert(need.pseudonym) }
        }
        for need in facts.needs {
            guard let obstacle = need.obstacle else { continue }
            let isPersonal = need.pseudonym != nil && passers[obstacle.step.path]?.count == 1
            // What lies behind a closed door is told with the door.
            if !told.insert([need.user.name, obstacle.step.path]).inserted, !obstacle.isGoal { continue }
            let way = Way(
                role: need.role, user: need.user.name, isMissing: obstacle.lacks == nil,
                step: obstacle.isGoal || isPersonal ? nil : obstacle.step.path)
            if found[way] == nil { order.append(way) }
            found[way, default: []].append((need, obstacle))
        }
        for way in order {
            let all = found[way] ?? []
            let isOfPeople = all.contains { $0.need.pseudonym != nil }
            let evidence = way.step.map { [$0] } ?? all.map(\.need.shown)
            var seen: Set<String> = []
            let opening = all.flatMap { command($0.need, $0.obstacle) }.filter { seen.insert($0).inserted }
            // What is excluded is shut before a way to it may be opened.
            let isOfMail = [.maildir, .message, .listing].contains(way.role) && !opening.isEmpty
            let closing = isOfMail ? access(way.user).close(facts.exclusionsToShut) : []
            let commands = closing + opening
            let isNaming = isOfPeople && way.step == nil || !closing.isEmpty
            let isOfAccounts = isOfMail && (way.role != .message || isOfPeople) && way.user == user
            // An archive of messages is no account.
            let archives =
                facts.mailCommands.isEmpty
                ? []
                : all.filter { way.role == .message && $0.need.pseudonym == nil }.flatMap {
                    command($0.need, $0.obstacle)
                }
            let shown = isNaming ? ["spreu doctor \(option) --fix-permissions"] : commands
            let severity: HealthSeverity =
                switch way.role {
                case .maildir, .message, .log, .drop, .list: .warning
                default: .critical
                }
            find(
                way.isMissing ? .missing : .closed, severity, [way.role.rawValue, way.user, grouped(all.count)],
                evidence: evidence, shown,
                naming: isOfAccounts ? allMail(or: isNaming ? commands : []) + archives : isNaming ? commands : [])
        }
    }

    /// All that opens the accounts, behind a closed door as well: else the next run would find the next door.
    private func allMail(or commands: [String]) -> [String] {
        facts.mailCommands.isEmpty ? commands : facts.mailCommands
    }

    private func command(_ need: AccessNeed, _ obstacle: AccessNeed.Obstacle) -> [String] {
        let path = obstacle.step.path.forShell
        let user = need.user.name.forShell
        guard let lacks = obstacle.lacks else {
            switch need.role {
            case .drop: return [Self.makeDrop(path, user)]
            // What is to be there is made by a night, by a person, or by the filter.
            default: return []
            }
        }
        switch need.role {
        case .maildir, .message:
            guard obstacle.isGoal else { return ["setfacl -m u:\(user):x \(path)"] }
            let place = obstacle.step.path
            return open(need.role == .message ? FileName.folder(of: place) : place, need.user.name)
        case .listing: return ["setfacl -m u:\(user):\(lacks.letters) \(path)"]
        case .key, .signingKey:
            guard obstacle.isGoal else { return ["setfacl -m u:\(user):\(lacks.letters) \(path)"] }
            return ["chown \(user): \(path)"]
        case .store, .models, .drop:
            guard obstacle.isGoal else { return ["setfacl -m u:\(user):\(lacks.letters) \(path)"] }
            if obstacle.step.rights?.status.owner == need.user.number { return ["chmod u+rwx \(path)"] }
            // A folder that somebody else has made may hold more than ours: only what is known as ours is handed over.
            let isOwn = facts.foreign.contains { $0.folder == obstacle.step.path }
            if isOwn { return ["chown -R \(user): \(path)"] }
            // Of a store or a drop folder Spreu accepts no rights of others.
            return need.role == .models ? ["setfacl -m u:\(user):\(lacks.letters) \(path)"] : []
        case .log:
            guard obstacle.isGoal, let group = logGroup(obstacle.step) else {
                return ["setfacl -m u:\(user):\(lacks.letters) \(path)"]
            }
            return ["usermod -a -G \(group.forShell) \(user)"]
        case .configuration, .socket, .list: return ["setfacl -m u:\(user):\(lacks.letters) \(path)"]
        }
    }

    /// The group that may read a log, which the next log has, too; nil: there is none that others should be in.
    private func logGroup(_ step: AccessNeed.Step) -> String? {
        guard let status = step.rights?.status, status.permissions & 0o040 != 0, status.group != 0 else { return nil }
        return facts.groupNames[status.group]
    }

    private func access(_ user: String) -> MailAccess { MailAccess(user: user, excluding: facts.exclude) }

    /// Opens a Maildir, a folder of its messages, or with a message the folder that it lies in.
    private func open(_ path: String, _ user: String) -> [String] {
        let access = access(user)
        let inside = facts.excludedFolders.filter { $0.hasPrefix(path + "/") }
        return access.open(path.forShell, except: access.excluded(known: inside))
    }

    private static func makeDrop(_ path: String, _ user: String) -> String {
        "install -d -o \(user) -g spreu-learn -m 3730 \(path)"
    }

    private mutating func checkDrop() {
        guard let drop = facts.drop else { return }
        // docs/commands/learn.md: members add files, and neither list them nor remove others'.
        let isOpenToAll = drop.mode & 0o007 != 0
        let isListed = drop.mode & 0o040 != 0 || drop.mode & 0o020 != 0 && drop.mode & 0o3000 != 0o3000
        guard isOpenToAll || isListed else { return }
        find(
            .dropOpen, isOpenToAll ? .critical : .warning, evidence: ["\(drop.path) (\(String(drop.mode, radix: 8)))"],
            drop.isOwn ? ["chmod 3730 \(drop.path.forShell)"] : [])
    }
}
