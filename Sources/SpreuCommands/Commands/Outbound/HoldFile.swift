// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailMessage
import MailServerLogs
import OutboundMail
import ReportPages
import TextOutput

/// The access table of `--apply`: read, completed, and written in place of what was there.
///
/// The only output with names: Postfix has to know them. main.cf is never touched.
struct HoldFile {
    private let path: String
    private var table: HoldTable
    private let until: String
    /// What those put on hold are called in the report.
    private var held: [String] = []

    /// For how long, and how old the end of the logs may be: what is over is not to be stopped.
    private static let holdSeconds: Int64 = 3 * 86_400
    private static let maxLogAge = 2 * 86_400
    private static let maxBytes = 4 << 20

    /// Reads the file, and adds what the report finds.
    ///
    /// - Throws: ``Failure`` where it cannot be read, or the logs are not of today.
    init(_ path: String, _ content: OutboundContent, _ names: OutboundNames, _ warnings: inout Warnings) throws(Failure)
    {
        self.path = path
        func day(_ time: Int64) -> String { String(MailDate(secondsSince1970: time).rfc3339.prefix(10)) }
        let end = content.period?.last ?? 0
        guard Int(currentTime) - end <= Self.maxLogAge else {
            throw Failure(
                .usage,
                "the logs end on \(day(Int64(end))): what was wrong then may be over; give the current log with --apply"
            )
        }
        until = day(currentTime + Self.holdSeconds)
        table = HoldTable(try Self.contents(path), today: day(currentTime))
        for finding in content.toHold {
            guard let source = content.sources[finding.source] else { continue }
            let name = content.people[finding.source]
            guard let entry = HoldTable.Entry(key: source.name, reason: finding.kind.rawValue) else {
                warnings.tell("\(name) has a name that cannot stand in an access table: put it on hold by hand")
                continue
            }
            if table.hold(entry, until: until) {
                warnings.tell("\(path): there is an entry for \(name) that spreu did not write; it stays as it is")
            } else {
                held.append(name)
            }
        }
    }

    private static func contents(_ path: String) throws(Failure) -> String {
        guard FileStatus(path) != nil else { return "" }
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

    /// Writes the table; who may read it stays, and a new one is its owner's alone.
    func write() throws(Failure) {
        do throws(DurableFileError) {
            let bytes = Array(table.text.utf8)
            if FileStatus(path) == nil {
                try DurableFile.write(bytes, to: path)
            } else {
                try DurableFile.writeKeepingAccess(bytes, to: path)
            }
        } catch {
            throw Failure(error.call == "open" ? .cannotCreate : .ioFailed, error.description)
        }
    }

    /// One line on what was done.
    var summary: String {
        "\(path): \(counted(held.count, "sender")) put on hold until \(until); run postmap hash:\(path.forShell)"
    }

    /// What was done, and the lines that make Postfix use the table.
    func words(_ texts: OutboundTexts) -> String {
        var text =
            held.isEmpty
            ? texts.nothingToHold.placing(path)
            : texts.held.placing(path, until, held.joined(separator: ", "))
        if table.expired > 0 { text += " " + texts.expired.placing(String(table.expired)) }
        return "\n" + text.forTerminal().wrapped(80) + """

            \(texts.inMainCF.wrapped(80))
              smtpd_sender_restrictions =
                check_sasl_access hash:\(path.forTerminal()),
                check_client_access hash:\(path.forTerminal()), ...
              # postmap hash:\(path.forShell) && postfix reload

            """
    }
}
