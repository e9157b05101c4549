// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailServerConfiguration
import NightlyBatch
import ReportPages
import SiteConfiguration
import SiteSetup

/// The folder of Spreu's configuration on a server: what is in it, and what is written there.
struct SetupFolder {
    /// The folder, as the server has its path.
    let path: String
    /// The folder that the server's files lie in; empty: it is this machine.
    let root: String
    private let texts: [String: String]

    /// Reads the files that are there.
    init(_ path: String, root: String) throws {
        (self.path, self.root) = (path, root)
        var texts: [String: String] = [:]
        for name in ConfigurationFiles.names {
            let file = Self.place(path + "/" + name, root)
            if FileStatus(file) != nil { texts[name] = try SmallFile.text(file, isRegular: true) }
        }
        self.texts = texts
    }

    /// Where a path of the server's lies: no link in it leads to this machine's own files.
    private static func place(_ path: String, _ root: String) -> String {
        FileName.resolved(path, below: root) ?? root
    }

    private func place(_ name: String) -> String { Self.place(path + "/" + name, root) }

    /// Whether nobody has written or changed the configuration of the nightly run: it is the package's, or an earlier run's.
    var isUntouched: Bool { texts["spreu.yaml"].map { FileSeal.isWhole($0) } ?? true }

    /// The configuration that is there, with its paths as the server has them; nil: there is none.
    func configuration() throws -> NightlyConfiguration? {
        try texts["spreu.yaml"].map { try parse($0, path: "\(path)/spreu.yaml") }
    }

    /// Reads a text as the nightly run will read it.
    func parse(_ text: String, path place: String) throws -> NightlyConfiguration {
        // What it includes lies below the root, too.
        try NightlyConfiguration(ServerFiles(root: root.isEmpty ? nil : root).including(text), path: place)
    }

    /// What writing a proposal would change.
    func changes(_ files: ConfigurationFiles, _ language: Language, replaces: Bool) -> [FileChange] {
        ConfigurationFiles.names.map { name in
            FileChange(name, before: texts[name], texts: files.texts(name, language), replaces: replaces)
        }
    }

    /// Writes what is to be written; `site.yaml` comes first, since the others include it.
    ///
    /// - Parameter owner: the service user, whose group may read the files.
    func write(_ changes: [FileChange], owner: UserTable.User?) throws {
        let folder = Self.place(path, root)
        if FileStatus(folder) == nil {
            guard mkdir(folder, 0o750) == 0 else {
                throw Failure(
                    .cannotCreate, "\(folder): \(String(cString: strerror(errno))); make the folder around it")
            }
            if let owner { _ = chown(folder, .max, owner.group) }
        }
        for change in changes where change.isWritten {
            let file = place(change.name)
            if change.kind == .replaced, let before = change.before {
                try TextFile.write(before, to: place(earlierName(of: change.name)))
            }
            try TextFile.writeKeepingAccess(change.text, to: file)
            if change.kind == .new {
                if let owner { _ = chown(file, .max, owner.group) }
                guard chmod(file, 0o640) == 0 else {
                    throw Failure(.ioFailed, "\(file): \(String(cString: strerror(errno))); set its mode to 640")
                }
            }
        }
    }

    /// What a file is called that was replaced: never as one that is there, which may be the only copy of what somebody wrote.
    func earlierName(of name: String) -> String {
        let first = name + ".before-init"
        var free = first
        var number = 2
        while FileStatus(place(free), followsLinks: false) != nil {
            free = "\(first)-\(number)"
            number += 1
        }
        return free
    }
}
