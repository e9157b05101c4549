// SPDX-License-Identifier: Apache-2.0

/// Where Dovecot keeps its users' mail, as far as its configuration says so.
///
/// What a database or a directory says of single users is not in it.
/// - SeeAlso: <https://doc.dovecot.org/main/core/config/mailbox/mail_location.html>
package struct DovecotMailStore: Sendable, Equatable {
    /// A location, for all users.
    package struct Location: Sendable, Equatable {
        /// `maildir`, `mbox`, `mdbox`, `sdbox`.
        package var format: String
        /// A pattern of the shell's for the folders, one for each user.
        package var pattern: String
        /// Where it is set.
        package var place: ConfigurationPlace
    }

    /// A folder that the server names a use of.
    package struct SpecialFolder: Sendable, Equatable {
        /// Its name, as users see it.
        package var name: String
        /// `\Junk`, `\Trash`, `\Sent`, `\Drafts`, `\Archive`.
        package var use: String
    }

    /// The locations, as far as they are known.
    package private(set) var locations: [Location] = []
    /// The folders with a special use, in order, each once.
    package private(set) var folders: [SpecialFolder] = []
    /// Where it is set that mail is encrypted on disk; nil: nothing says so.
    package private(set) var encryption: ConfigurationPlace?

    /// Reads a configuration.
    ///
    /// - Parameter systemHomes: patterns for the homes of the machine's users, for whom Dovecot asks passwd.
    package init(_ dovecot: DovecotConfiguration, systemHomes: [String]) {
        let homes = Self.homes(dovecot) ?? systemHomes
        for folder in Self.specialFolders(dovecot) where !folders.contains(folder) { folders.append(folder) }
        encryption = Self.encryption(dovecot)
        var blocks = [dovecot.root]
        blocks += dovecot.blocks("namespace").filter { ($0.setting("type")?.value ?? "private") == "private" }
        for block in blocks { add(block, homes) }
    }

    private mutating func add(_ block: DovecotBlock, _ homes: [String]) {
        if let setting = block.setting("mail_location", "location") {
            // `maildir:~/Maildir:LAYOUT=fs`
            let parts = setting.value.split(separator: ":", maxSplits: 2).map(String.init)
            if parts.count >= 2 { add(parts[0], parts[1], setting.place, homes) }
        }
        // 2.4: `mail_driver = maildir`, `mail_path = ~/Maildir`.
        if let path = block.setting("mail_path"), let format = block.setting("mail_driver") {
            add(format.value, path.value, path.place, homes)
        }
    }

    private mutating func add(_ format: String, _ path: String, _ place: ConfigurationPlace, _ homes: [String]) {
        var patterns = [DovecotPath(path).pattern]
        for home in ["~", "%h", "%{home}"] where path == home || path.hasPrefix(home + "/") {
            patterns = homes.map { $0 + DovecotPath(String(path.dropFirst(home.count))).pattern }
        }
        for pattern in patterns where pattern.hasPrefix("/") {
            var pattern = pattern
            while pattern.count > 1, pattern.hasSuffix("/") { pattern.removeLast() }
            let location = Location(format: format.lowercased(), pattern: pattern, place: place)
            if !locations.contains(where: { $0.pattern == pattern }) { locations.append(location) }
        }
    }

    /// Patterns for users' homes; nil: they are those of the machine's users.
    private static func homes(_ dovecot: DovecotConfiguration) -> [String]? {
        if let home = dovecot.root.setting("mail_home") { return [DovecotPath(home.value).pattern] }
        var homes: [String] = []
        for block in dovecot.blocks("userdb") {
            for name in ["args", "default_fields", "override_fields"] {
                for word in block.setting(name)?.value.split(whereSeparator: \.isBlank) ?? []
                where word.hasPrefix("home=") {
                    homes.append(DovecotPath(String(word.dropFirst(5))).pattern)
                }
            }
            // 2.4: `userdb static { fields { home = ... } }`.
            for fields in block.blocks where fields.kind == "fields" {
                if let home = fields.setting("home") { homes.append(DovecotPath(home.value).pattern) }
            }
        }
        return homes.isEmpty ? nil : homes
    }

    private static func specialFolders(_ dovecot: DovecotConfiguration) -> [SpecialFolder] {
        dovecot.blocks("mailbox").flatMap { block in
            (block.setting("special_use")?.words ?? []).map { SpecialFolder(name: block.name, use: $0) }
        }
    }

    private static func encryption(_ dovecot: DovecotConfiguration) -> ConfigurationPlace? {
        let blocks = [dovecot.root] + dovecot.blocksWithContext.map(\.block)
        let settings = blocks.flatMap { block in block.settings.map { (block, $0) } }
        // Version 0 is mail_crypt's for what is not to be encrypted.
        if settings.contains(where: { $1.name == "mail_crypt_save_version" && $1.value == "0" }) { return nil }
        return settings.first { block, setting in
            if setting.name == "mail_plugins" { return setting.words.contains("mail_crypt") }
            if block.kind == "mail_plugins" { return setting.name == "mail_crypt" && setting.isOn == true }
            return ["mail_crypt_global_p", "crypt_global_p", "crypt_user_key"].contains { setting.name.hasPrefix($0) }
        }?.1.place
    }
}
