// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailFeatures
import SiteConfiguration

/// What of `spreud.yaml` concerns others than the filter: its files, where it listens, and the site's settings.
///
/// Whether all of it is right, `spreud --check-config` says.
struct FilterSettings {
    /// A protocol's address as others reach it; nil: systemd opens it, and its unit is not there.
    struct Listener {
        var name: String
        var address: String?
        var group: String?
        var isOpenedBySystemd: Bool
    }

    let path: String
    private(set) var model: String
    private(set) var key: String
    private(set) var publicKey: String?
    private(set) var listeners: [Listener] = []
    private(set) var site: SiteSettings
    private(set) var allowsOtherSettings: Bool
    private(set) var learningFolder: String?
    private(set) var hasBrake: Bool
    private(set) var customers: Int

    /// Where it lies where nobody says otherwise: beside the nights' configuration.
    static func path(beside configuration: String) -> String {
        guard let slash = configuration.lastIndex(of: "/") else { return "spreud.yaml" }
        return configuration[...slash] + "spreud.yaml"
    }

    /// Reads a file.
    ///
    /// - Throws: ``ConfigurationError`` where what is wanted cannot be read.
    init(_ path: String, _ server: ServerFiles) throws(ConfigurationError) {
        self.path = path
        var root = try ConfigurationSection(path: path, text: server.including(SmallFile.text(path, isRegular: true)))
        guard let model = try root.filePath("model") else { throw root.error("model", "it is missing") }
        guard let key = try root.filePath("key") else { throw root.error("key", "it is missing") }
        (self.model, self.key) = (server.placed(model), server.placed(key))
        publicKey = try root.filePath("public-key").map(server.placed)
        learningFolder = try root.filePath("learning-folder").map(server.placed)
        site = try root.siteSettingsOrOwn()
        allowsOtherSettings = try root.bool("allow-other-settings") ?? false
        hasBrake = root.has("brake")
        customers = try root.sections("customers")?.count ?? 0
        for name in ["milter", "spamd", "http"] {
            guard var section = try root.section(name), let address = try section.string("listen") else { continue }
            let isOpened = address == "systemd"
            let isOthers = address.hasPrefix("unix:/") && !address.hasPrefix("unix:\(server.root ?? "")/")
            listeners.append(
                Listener(
                    name: name,
                    address: isOpened
                        ? Self.socket(name, server)
                        : isOthers ? "unix:\(server.root ?? "")\(address.dropFirst(5))" : address,
                    group: try section.string("group"), isOpenedBySystemd: isOpened))
        }
    }

    /// The address in the unit that opens a protocol's socket.
    private static func socket(_ name: String, _ server: ServerFiles) -> String? {
        for folder in UnitFiles.folders {
            guard let text = server.small(folder + "/spreud.socket") else { continue }
            // One unit has one name for all that it opens, which without a line of its own is the unit's.
            let values = text.split(separator: "\n").compactMap { line -> (Substring, String)? in
                guard let equals = line.firstIndex(of: "=") else { return nil }
                return (line[..<equals], String(line[line.index(after: equals)...]))
            }
            guard values.last(where: { $0.0 == "FileDescriptorName" })?.1 == name,
                let stream = values.last(where: { $0.0 == "ListenStream" })?.1
            else { continue }
            if stream.hasPrefix("/") { return "unix:" + (server.root ?? "") + stream }
            return UInt16(stream) == nil ? stream : "127.0.0.1:" + stream
        }
        return nil
    }
}

/// Where systemd's units lie, and which of them start by themselves.
enum UnitFiles {
    /// The folders, the first with precedence.
    static let folders = [
        "/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
        "/lib/systemd/system",
    ]
    private static let targets = ["multi-user", "timers", "sockets", "default", "graphical"]

    /// Whether a unit is enabled, by the links that `systemctl enable` makes.
    static func isEnabled(_ unit: String, _ server: ServerFiles) -> Bool {
        targets.contains { target in
            let wants = server.path("/etc/systemd/system/\(target).target.wants")
            return FileStatus(wants + "/" + unit, followsLinks: false) != nil
        }
    }

    /// Whether a cron table has a command that runs nights.
    static func hasCron(_ server: ServerFiles) -> Bool {
        var files = ["/etc/crontab"]
        for folder in ["/etc/cron.d", "/etc/cron.daily", "/var/spool/cron/crontabs"] {
            files += FolderNames(server.path(folder), most: 1_000).names.map { folder + "/" + $0 }
        }
        return files.contains { file in
            let text = server.small(file) ?? ""
            return text.split(separator: "\n").contains { line in
                !line.drop { $0 == " " || $0 == "\t" }.hasPrefix("#") && line.contains("spreu nightly")
            }
        }
    }
}

/// The names in a folder, sorted; of very many some.
struct FolderNames {
    /// The names.
    private(set) var names: [String] = []

    init(_ path: String, most: Int) {
        guard let folder = opendir(path) else { return }
        defer { closedir(folder) }
        while names.count < most, let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        names.sort()
    }
}
