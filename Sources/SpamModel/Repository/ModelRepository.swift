// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import Glibc
import MailMessage

/// The exported models of one name, and which of them is served.
///
///     models/site/20261125T023000Z-1f2e3d4c5b6a/   model.spreu, model.spreu.sig if it is signed,
///                                                  manifest.json, and what a night adds: its report, its scores
///     models/site/current -> 20261125T023000Z-1f2e3d4c5b6a
///
/// A folder has its name only when everything in it is on disk; `current` is replaced by renaming another link over it.
/// At every instant it leads to a whole model.
public struct ModelRepository: Sendable {
    /// The folder: `models/site`.
    public let path: String

    /// Names a repository; its folder is made when something is put there.
    public init(_ path: String) { self.path = path }

    /// One exported model.
    public struct Export: Sendable, Equatable {
        /// The folder's name: time and the beginning of the model's SHA-256.
        public var name: String
        /// Whether it is the one that is served.
        public var isCurrent: Bool
    }

    /// The link to the model that is served.
    public var current: String { path + "/current" }

    /// The name of the model that is served; nil if there is none.
    public var currentName: String? {
        var target = [CChar](repeating: 0, count: 1_024)
        let count = readlink(current, &target, target.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Checks whether the folder can be read: having no model differs from not being allowed to see it.
    ///
    /// - Returns: whether there is a folder.
    @discardableResult
    public func requireReadable() throws(RepositoryError) -> Bool {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return false }
            throw .system(path, "open")
        }
        closedir(folder)
        return true
    }

    /// All exports, the oldest first: by the numbers in their manifests, for the clock that named them may have been wrong.
    public func list() -> [Export] {
        let served = currentName
        return numbered().map { Export(name: $0.name, isCurrent: $0.name == served) }
    }

    /// The number of the export that is made next.
    public var nextNumber: Int { (numbered().last?.number ?? 0) + 1 }

    /// Those of an earlier Spreu have no number: they come first, by name.
    private func numbered() -> [(number: Int, name: String)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter(Self.isExport).map { (ModelManifest.number(folder($0) + "/manifest.json"), $0) }.sorted(
            by: <)
    }

    /// The folder of an export.
    public func folder(_ name: String) -> String { path + "/" + name }

    /// The file of a model in the folder of its export.
    public static let modelName = "model.spreu"
    /// The name of a night's report as a page, beside the model that it made, and beside the exports.
    package static let reportPage = "report.html"
    /// The page of many nights: its file beside the exports.
    package static let trendPage = "nights.html"

    /// The file of an export's model.
    public func model(_ name: String) -> String { folder(name) + "/" + Self.modelName }

    /// Puts a model into the repository, where it is not served yet; returns the export's name.
    ///
    /// - Parameters:
    ///   - model: writes the model to the path that it is given.
    ///   - files: what lies beside the model, by names, made when the model's SHA-256 is known.
    ///   - time: seconds since 1970.
    public func add(
        time: Int64, model: (String) throws -> Void, files: (_ digest: String) throws -> [String: [UInt8]]
    ) throws -> String {
        try makeFolder()
        let export = try newFolder()
        let file = export.path + "/" + Self.modelName
        try model(file)
        let digest: String
        do throws(DurableFileError) {
            digest = try ModelDigest(ofFile: file).hexadecimal
        } catch {
            throw RepositoryError(error)
        }
        let beside = try files(digest).sorted { $0.key < $1.key }
        let name = Self.timeName(time) + "-" + digest.prefix(12)
        do throws(DurableFileError) {
            for (name, bytes) in beside { try DurableFile.write(bytes, to: export.path + "/" + name) }
            // The same model of the same second is already here in full: a run was killed after adding it. It may be
            // served already.
            if access(folder(name), F_OK) != 0 { try export.commit(as: folder(name)) }
        } catch {
            throw RepositoryError(error)
        }
        return name
    }

    private func newFolder() throws(RepositoryError) -> DurableFolder {
        do throws(DurableFileError) {
            return try DurableFolder(beside: path + "/")
        } catch {
            throw RepositoryError(error)
        }
    }

    /// Replaces a file that lies beside the exports, such as the report of the last night.
    package func write(_ bytes: [UInt8], asFile name: String) throws(RepositoryError) {
        try makeFolder()
        do throws(DurableFileError) {
            try DurableFile.write(bytes, to: path + "/" + name)
        } catch {
            throw RepositoryError(error)
        }
    }

    /// Serves a model from now on, after checking all of it.
    public func serve(_ name: String) throws(RepositoryError) {
        guard Self.isExport(name), access(folder(name), F_OK) == 0 else { throw .noModel(path: path, name: name) }
        do throws(ModelFileError) {
            _ = try SpamModel.open(model(name), keyID: nil, extractorVersion: nil)
        } catch {
            throw .damaged(error)
        }
        do throws(DurableFileError) {
            try FileName.link(current, to: name)
            try DurableFile.syncFolder(of: current)
        } catch {
            throw RepositoryError(error)
        }
    }

    /// The model before the one that is served; nil if there is none.
    public func previous() -> String? {
        let exports = list()
        guard let index = exports.firstIndex(where: \.isCurrent), index > 0 else { return nil }
        return exports[index - 1].name
    }

    /// Removes what a crash left, and all but the newest exports; never the one that is served, nor the one before it.
    public func prune(keeping count: Int) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        // A model, a link, and a file beside the exports (a report, the pin): each has such a name before its own.
        for name in names
        where name.hasPrefix(".new-") || name.hasPrefix(".current-")
            || name.contains(".new-")
        {
            try? FileManager.default.removeItem(atPath: folder(name))
        }
        let exports = list()
        let kept = Set([previous(), currentName].compactMap { $0 })
        for export in exports.dropLast(max(count, 2)) where !kept.contains(export.name) {
            try? FileManager.default.removeItem(atPath: folder(export.name))
        }
    }

    /// When an export was made, by its name, in seconds since 1970.
    public static func time(of name: String) -> Int64? {
        let text = Array(name.utf8.prefix(16))
        guard text.count == 16, text[8] == UInt8(ascii: "T"), text[15] == UInt8(ascii: "Z") else { return nil }
        func number(_ range: Range<Int>) -> Int? { Int(String(decoding: text[range], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8), let hour = number(9..<11),
            let minute = number(11..<13), let second = number(13..<15)
        else { return nil }
        let days = CivilDate(year: year, month: month, dayOfMonth: day).day
        return days * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// Whether a name is one that ``add(time:model:files:)`` gives; such a name leads nowhere but into the folder.
    static func isExport(_ name: String) -> Bool {
        name.count > 17 && !name.contains("/") && time(of: name) != nil && name.dropFirst(16).hasPrefix("-")
    }

    private static func timeName(_ seconds: Int64) -> String {
        // As RFC 3339 has it, without what a file's name need not have.
        MailDate(secondsSince1970: seconds).rfc3339.filter { $0 != "-" && $0 != ":" }
    }

    private func makeFolder() throws(RepositoryError) {
        let parent = (path as NSString).deletingLastPathComponent
        for folder in [parent, path] where !folder.isEmpty {
            // Models and reports are their owner's, and the filter's, which may be of its group (docs/threat-model.md).
            guard mkdir(folder, 0o750) == 0 || errno == EEXIST else { throw .system(folder, "mkdir") }
        }
    }
}
