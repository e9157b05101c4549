// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailMessage
import MailServerLogs
import OutboundMail
import TextOutput

/// An access table of `--apply`: read, completed, and written in place of what was there.
///
/// The only output with names: Postfix has to know them. main.cf is never touched.
struct HoldFile {
    /// Where it is, from the root on: Postfix has a folder of its own.
    let path: String
    private var table: HoldTable
    /// What those put on hold are called in the report.
    private(set) var held: [String] = []

    private static let maxBytes = 4 << 20

    /// Reads a table.
    ///
    /// - Parameter today: the day, as `2026-11-30`.
    /// - Throws: ``Failure`` where it cannot be read, or main.cf cannot name it.
    init(_ path: String, today: String) throws(Failure) {
        self.path = try Self.absolute(path)
        table = HoldTable(try Self.contents(path), today: today)
    }

    /// Entries that were over and are dropped.
    var expired: Int { table.expired }

    /// Adds who is to be put on hold.
    mutating func hold(
        _ finding: OutboundFinding, _ source: ActivitySource, as name: String, until day: String,
        _ warnings: inout Warnings
    ) {
        guard let entry = HoldTable.Entry(key: source.name, reason: finding.kind.rawValue) else {
            warnings.tell("\(name) has a name that cannot stand in an access table: put it on hold by hand")
            return
        }
        if table.hold(entry, until: day) {
            warnings.tell("\(path): there is an entry for \(name) that spreu did not write; it stays as it is")
        } else {
            held.append(name)
        }
    }

    /// Writes the table; who may read it stays, and a new one is its owner's alone.
    func write() throws(Failure) {
        if FileStatus(path) == nil {
            try TextFile.write(table.text, to: path)
        } else {
            try TextFile.writeKeepingAccess(table.text, to: path)
        }
    }

    private static func contents(_ path: String) throws(Failure) -> String {
        guard FileStatus(path) != nil else {
            guard FileStatus(path, followsLinks: false) == nil else {
                throw Failure(
                    .cannotCreate, "\(path) is a link to a file that is not there: make the file, or remove it")
            }
            return ""
        }
        do throws(DurableFileError) {
            let bytes = try ReadableFile.contents(of: path, limit: maxBytes)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw DurableFileError(path: path, call: "read", errno: EILSEQ)
            }
            return text
        } catch {
            throw Failure(.ioFailed, error.description)
        }
    }

    private static func absolute(_ path: String) throws(Failure) -> String {
        var full = path
        if !path.hasPrefix("/") {
            guard let folder = getcwd(nil, 0) else {
                throw Failure(.ioFailed, "\(path): the folder that this runs in is gone: give a path from / on")
            }
            full = String(cString: folder) + "/" + path
            free(folder)
        }
        // main.cf has lists with blanks and commas between, and takes $ and braces for names of its own.
        guard
            full.unicodeScalars.allSatisfy({
                $0.value > 0x20 && $0.value != 0x7f && !",\"${}".unicodeScalars.contains($0)
            })
        else {
            throw Failure(
                .usage, "\(full.forTerminal()): main.cf cannot name a file with blanks, commas, quotes, $ or braces")
        }
        return full
    }
}
