// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailFeatures
import NightlyBatch
import SpamModel
import TrainingStore

/// What nights write to: store, key and models, and the folders that they lie in.
struct StateFolder {
    private let configuration: NightlyConfiguration
    private let usual: String

    /// Takes a configuration.
    ///
    /// - Parameter usual: where the package makes the folder, which is Spreu's whoever made it.
    init(_ configuration: NightlyConfiguration, usual: String) {
        (self.configuration, self.usual) = (configuration, usual)
    }

    /// The folders that store, key and models lie in, each once.
    private var folders: [String] {
        var seen: Set<String> = []
        return [configuration.store, configuration.key, configuration.models].map(FileName.folder)
            .filter { seen.insert($0).inserted }
    }

    private static func isWritable(_ folder: String, _ user: FilePermissions.User) -> Bool {
        FilePermissions(folder)?.allows([.write, .execute], to: user) ?? false
    }

    /// Folders that are not there, and can be made for a user, with their modes.
    ///
    /// The folder around is preferred: what nights need is then made by them.
    func missing(for user: FilePermissions.User) -> [(path: String, mode: String)] {
        var made: [(path: String, mode: String)] = []
        let shut = foreign(to: user)
        for folder in folders where needsMaking(folder, user) { made.append((folder, "711")) }
        for path in [configuration.store, configuration.models] where FileStatus(path) == nil {
            let around = FileName.folder(of: path)
            // Where no key can be made nights need another folder for all of it.
            let isUseful = !needsMaking(around, user) && !Self.isWritable(around, user) && !shut.contains(around)
            if isUseful { made.append((path, "700")) }
        }
        return made
    }

    private func needsMaking(_ folder: String, _ user: FilePermissions.User) -> Bool {
        FileStatus(folder) == nil || folder == usual && !Self.isWritable(folder, user)
    }

    /// What is certainly Spreu's, by what is in it, and is another user's.
    func taken(from user: FilePermissions.User) -> [String] {
        [configuration.store, configuration.key, configuration.repository.path].filter {
            isForeign($0, user) && isOwn($0)
        }
    }

    /// What is there, is another user's, and may be anything; and a folder in which no key can be made.
    func foreign(to user: FilePermissions.User) -> [String] {
        let paths = [configuration.store, configuration.key, configuration.repository.path].filter {
            isForeign($0, user) && !isOwn($0)
        }
        let folder = FileName.folder(of: configuration.key)
        let canBeMade =
            FileStatus(configuration.key) != nil || needsMaking(folder, user) || Self.isWritable(folder, user)
        return paths + (canBeMade ? [] : [folder])
    }

    private func isForeign(_ path: String, _ user: FilePermissions.User) -> Bool {
        FileStatus(path).map { $0.owner != user.number } ?? false
    }

    private func isOwn(_ path: String) -> Bool {
        switch path {
        case configuration.store:
            (try? TrainingStore.requireStore(path)) != nil
        case configuration.key: (try? SiteKey.load(path: path, groupMayRead: true)) != nil
        default: configuration.repository.currentName != nil
        }
    }
}
