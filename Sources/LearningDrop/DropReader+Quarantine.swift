// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// A file of a drop folder that was moved aside.
public struct QuarantinedFile: Sendable, Equatable {
    /// Its name in the folder of such files.
    public let name: String
    /// Since when it lies there, in seconds since 1970.
    public let since: Int64
}

extension DropReader {
    /// The folder, within the drop folder, of files that are no records; its owner's alone.
    static let quarantineName = ".quarantine"

    /// The folder of files that were moved aside.
    public var quarantinePath: String { path + "/" + Self.quarantineName }

    /// The files that were moved aside and are there still, by name.
    ///
    /// What else somebody put there is none of them.
    public var quarantined: [QuarantinedFile] {
        guard isQuarantineSafe, let folder = opendir(quarantinePath) else { return [] }
        defer { closedir(folder) }
        var files: [QuarantinedFile] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let file = QuarantinedFile(name, limits: limits) { files.append(file) }
        }
        return files.sorted { $0.name < $1.name }
    }

    /// Moves files that are no records, or could not be read for long, out of the way, for a person to look at: they may
    /// hold feedback all the same.
    ///
    /// - Parameter time: seconds since 1970; the name keeps it, for of a file of somebody else's nothing else can be set.
    /// - Returns: what could not be moved, and stays where it is.
    public func quarantine(_ names: some Collection<DropName>, at time: Int64) -> [Leftover] {
        guard !names.isEmpty else { return [] }
        guard mkdir(quarantinePath, 0o700) == 0 || errno == EEXIST else {
            let code = errno
            return names.map { Leftover(path: path($0), errno: code) }
        }
        // Whoever may write to the folder may have made one of that name before.
        guard isQuarantineSafe else { return names.map { Leftover(path: path($0), errno: EEXIST) } }
        return names.compactMap { name in
            do throws(DurableFileError) {
                try FileName.move(path(name), to: "\(quarantinePath)/\(name).\(time)")
                return nil
            } catch {
                return error.number == ENOENT ? nil : Leftover(path: path(name), errno: error.number)
            }
        }
    }

    /// Reads what a file that was moved aside holds, as far as that can be told; nil: it cannot.
    public func salvage(_ file: QuarantinedFile) -> DropRecord? {
        guard let content = try? bytes(ofFile: path(file)) else { return nil }
        return DropRecord(salvaging: content.bytes, limits: limits)
    }

    /// Removes files that were moved aside.
    ///
    /// - Returns: what could not be removed.
    public func remove(_ files: some Sequence<QuarantinedFile>) -> [Leftover] {
        files.compactMap { file in
            unlink(path(file)) == 0 || errno == ENOENT ? nil : Leftover(path: path(file), errno: errno)
        }
    }

    private func path(_ file: QuarantinedFile) -> String { quarantinePath + "/" + file.name }

    /// Whether the folder is one, and the reader's alone.
    private var isQuarantineSafe: Bool {
        guard let status = FileStatus(quarantinePath, followsLinks: false) else { return false }
        return status.kind == .folder && status.owner == geteuid() && status.permissions & 0o077 == 0
    }
}

extension QuarantinedFile {
    /// The file of a name; nil if it is none that was moved aside.
    fileprivate init?(_ name: String, limits: DropLimits) {
        self.name = name
        if let record = DropName(name, maxBytes: limits.maxFileBytes) {
            // Moved by an earlier Spreu: all that is known is when it was written.
            since = record.written
            return
        }
        guard let dot = name.lastIndex(of: "."), let time = Int64(name[name.index(after: dot)...]),
            DropName(String(name[..<dot]), maxBytes: limits.maxFileBytes) != nil
        else { return nil }
        since = time
    }
}
