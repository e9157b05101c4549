// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration

/// Where Dovecot looks for Sieve scripts: those of all, and each account's active one.
struct SieveSettings {
    /// Paths of scripts, or folders of them, that are run for everybody.
    private(set) var global: [String] = []
    /// Where the active scripts of accounts lie that are not in their homes.
    private(set) var patterns: [DovecotPath] = []
    /// What follows a home in the path of its active script.
    private(set) var suffixes: [DovecotPath] = []

    init(_ dovecot: DovecotConfiguration?) {
        for plugin in dovecot?.blocks("plugin") ?? [] {
            for setting in plugin.settings where setting.name.hasPrefix("sieve") {
                let name = setting.name.dropFirst(5).drop { $0.isNumber }
                if name.isEmpty { addPersonal(setting.value) }
                if ["_before", "_after", "_default", "_global", "_global_path"].contains(name.prefix { !$0.isNumber }) {
                    global.append(Self.file(setting.value))
                }
            }
        }
        // 2.4: `sieve_script NAME { type = before; path = ... }`.
        for script in dovecot?.blocks("sieve_script") ?? [] {
            let path = script.setting("active_path", "sieve_script_active_path") ?? script.setting("path")
            guard let path else { continue }
            if script.setting("type").map({ $0.value == "personal" }) ?? true {
                addPersonal(path.value)
            } else {
                global.append(Self.file(path.value))
            }
        }
        if suffixes.isEmpty { suffixes = [DovecotPath("/.dovecot.sieve")] }
        global = global.filter { $0.hasPrefix("/") }
    }

    /// `file:~/sieve;active=~/.dovecot.sieve`, `~/.dovecot.sieve`, `/var/vmail/sieve/%d/%n.sieve`.
    private mutating func addPersonal(_ value: String) {
        let parts = value.split(separator: ";").map(String.init)
        let active = parts.first { $0.hasPrefix("active=") }.map { String($0.dropFirst(7)) }
        let path = active ?? parts.first.map(Self.file) ?? ""
        for home in ["~/", "%h/", "%{home}/"] where path.hasPrefix(home) {
            return suffixes.append(DovecotPath("/" + path.dropFirst(home.count)))
        }
        if path.hasPrefix("/") { patterns.append(DovecotPath(path)) }
    }

    /// The path in a location: `file:/etc/dovecot/before.d;bindir=...`.
    private static func file(_ location: String) -> String {
        let path = location.prefix { $0 != ";" }
        return String(path.hasPrefix("file:") ? path.dropFirst(5) : path)
    }
}
