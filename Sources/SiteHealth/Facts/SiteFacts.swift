// SPDX-License-Identifier: Apache-2.0
package import MailServerConfiguration
package import NightlyBatch

/// What is known of a site on a machine: read elsewhere, judged here.
package struct SiteFacts: Sendable {
    /// Seconds since 1970.
    package var now: Int64
    /// Whether it is this machine: otherwise no commands are advised, for they would act on this one.
    package var isThisMachine = true
    /// What the site has none of, as whoever asks says.
    package var without: Set<HealthArea> = []
    /// The nights' configuration, and the filter's.
    package var files: SiteFiles
    /// Who runs nights and filter, and the names of users and groups that are needed and do not exist.
    package var users = UserFacts()
    /// What users need to get at.
    package var needs: [AccessNeed] = []
    /// Maildirs that the nights' user reads by an access list, which what arrives does not get: what they are called, and where they lie.
    package var closedToNew: [(shown: String, path: String)] = []
    /// Keys and the store, which nobody else may read.
    package var secrets: [SecretFile] = []
    /// The folder of models, where every user of the machine can read it.
    package var openModels: SecretFile?
    /// The commands that let the nights' user read the accounts, all of them in one run; empty: they are made finding by finding.
    package var mailCommands: [String] = []
    /// Files of store and models that belong to somebody else: the folder, an example's owner, how many.
    package var foreign: [ForeignFiles] = []
    /// Whether the configuration names a drop folder.
    package var namesDrop = false
    /// The drop folder; nil: none is configured, or it is not there.
    package var drop: DropFacts?
    /// Excluded accounts and folders that the nights' user can look into: their paths.
    package var openExclusions: [String] = []
    /// Excluded places that only a closed way keeps shut: to be shut before a way is opened.
    package var exclusionsToShut: [String] = []
    /// What is excluded, and excluded folders that are there in accounts that are not, by their paths.
    package var exclude = Exclusions()
    /// See ``exclude``.
    package var excludedFolders: [String] = []
    /// How many accounts are reached by links that their users may have made; they are not looked at.
    package var linked = 0
    /// The names of groups that logs belong to.
    package var groupNames: [UInt32: String] = [:]
    /// Key, store, settings and model.
    package var learning = LearningFacts()
    /// The last night, and what it could not read.
    package var night: NightFacts = .unknown
    /// Patterns of accounts that match nothing.
    package var emptyPatterns: [String] = []
    /// What accounts are called that the store knows.
    package var pseudonyms: [String: String] = [:]
    /// The filter's sockets; nil: there is no configuration of one.
    package var filter: FilterFacts?
    /// Postfix; nil: it was not read.
    package var postfix: PostfixConfiguration?
    /// Dovecot, with the Sieve scripts that it runs for everybody; nil: it was not read.
    package var dovecot: DovecotFacts?
    /// What starts nights and filter; nil: not known.
    package var units: UnitFacts?
    /// The file systems that nights write to.
    package var disks: [DiskFacts] = []
    /// Whether something sets the clock; nil: not known.
    package var isClockSet: Bool?
    /// What could set it.
    package var clockKeeper = ClockKeeper.none
    /// What could not be read.
    package var gaps: [HealthGap] = []

    /// Makes facts of which nothing is known yet.
    package init(now: Int64, files: SiteFiles) { (self.now, self.files) = (now, files) }
}

/// The configurations by their paths, and what is wrong with them.
package struct SiteFiles: Sendable {
    /// The nights'.
    package var site: String
    /// What is wrong with it, with the line; nil: nothing.
    package var siteProblem: String?
    /// The filter's.
    package var filter: String
    /// What is wrong with it; nil: nothing.
    package var filterProblem: String?
    /// Whether there is one.
    package var hasFilter = true
    /// What `spreud --check-config` says against it; nil: nothing, or it was not asked.
    package var filterRefusal: String?

    /// Names the configurations.
    package init(site: String, filter: String) { (self.site, self.filter) = (site, filter) }
}

/// Users and groups.
package struct UserFacts: Sendable {
    /// Who runs nights and filter; nil: that user does not exist.
    package var nightly: UserIdentity?
    /// What it should be called.
    package var nightlyName = "spreu"
    /// Groups that are named somewhere and do not exist, each with where.
    package var missingGroups: [(name: String, place: String)] = []
    /// The group that the filter gives its socket to, if its user is no member.
    package var foreignSocketGroup: String?

    /// Makes facts of which nothing is known yet.
    package init() {}
}

/// A file or folder that nobody but its owner may read.
package struct SecretFile: Sendable {
    /// What it is: `key`, `signingKey`, `store`.
    package var role: AccessNeed.Role
    /// Its path.
    package var path: String
    /// Its permissions.
    package var mode: UInt32
    /// Whether its group may read it.
    package var groupMayRead: Bool

    /// Makes one.
    package init(role: AccessNeed.Role, path: String, mode: UInt32, groupMayRead: Bool = false) {
        (self.role, self.path, self.mode, self.groupMayRead) = (role, path, mode, groupMayRead)
    }

    /// Whether others have rights that nobody is to have.
    var isExposed: Bool { mode & (groupMayRead ? 0o037 : 0o077) != 0 }
}

/// Files in a folder that belong to somebody else than the nights' user.
package struct ForeignFiles: Sendable {
    /// The folder.
    package var folder: String
    /// Whose the first is.
    package var owner: String
    /// How many there are, as far as was counted.
    package var count: Int

    /// Makes them.
    package init(folder: String, owner: String, count: Int) {
        (self.folder, self.owner, self.count) = (folder, owner, count)
    }
}

/// The drop folder.
package struct DropFacts: Sendable {
    /// Its path.
    package var path: String
    /// Its permissions.
    package var mode: UInt32
    /// Its group's name; nil: the group has none.
    package var group: String?
    /// Members of that group beside the nights' user.
    package var members: [String]
    /// Whether it is the nights' user's: another one is not ours to change.
    package var isOwn: Bool

    /// Makes one.
    package init(path: String, mode: UInt32, group: String?, members: [String], isOwn: Bool) {
        (self.path, self.mode, self.group, self.members) = (path, mode, group, members)
        self.isOwn = isOwn
    }
}

/// A file system that nights write to.
package struct DiskFacts: Sendable {
    /// A folder on it.
    package var path: String
    /// Bytes that are free for its users.
    package var free: Int
    /// Whether names can be made: inodes are left.
    package var hasInodes = true
    /// Whether it is mounted read-only.
    package var isReadOnly = false
    /// Bytes that the next night needs there.
    package var needed: Int
    /// Bytes that are needed beside, when all mail is read again.
    package var neededToReread: Int

    /// Makes one.
    package init(path: String, free: Int, needed: Int, neededToReread: Int) {
        (self.path, self.free, self.needed, self.neededToReread) = (path, free, needed, neededToReread)
    }
}

/// What starts nights and filter.
package struct UnitFacts: Sendable {
    /// A unit that is needed, and how it is.
    package struct Unit: Sendable, Equatable {
        /// Its name.
        package var name: String
        /// Whether it starts by itself.
        package var isEnabled: Bool
        /// Whether it has failed.
        package var hasFailed = false

        /// Makes one.
        package init(_ name: String, isEnabled: Bool) { (self.name, self.isEnabled) = (name, isEnabled) }
    }

    /// Those that are needed.
    package var units: [Unit] = []
    /// Whether a cron table starts nights.
    package var hasCron = false

    /// Makes facts without units.
    package init() {}

    /// What `systemctl show -p Id,UnitFileState,ActiveState` prints of units, an empty line between two.
    package static func states(_ text: String) -> [String: (isEnabled: Bool, hasFailed: Bool)] {
        var states: [String: (isEnabled: Bool, hasFailed: Bool)] = [:]
        for block in text.split(separator: "\n\n") {
            var values: [Substring: Substring] = [:]
            for line in block.split(separator: "\n") {
                guard let equals = line.firstIndex(of: "=") else { continue }
                values[line[..<equals]] = line[line.index(after: equals)...]
            }
            guard let name = values["Id"] else { continue }
            let enabled: Set<Substring> = ["enabled", "enabled-runtime", "static", "linked", "alias"]
            states[String(name)] = (enabled.contains(values["UnitFileState"] ?? ""), values["ActiveState"] == "failed")
        }
        return states
    }
}
