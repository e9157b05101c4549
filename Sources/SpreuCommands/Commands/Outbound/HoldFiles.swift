// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MailServerLogs
import OutboundMail
import ReportPages
import TextOutput

/// The two access tables of `--apply`: one of logins, and one of clients, as each is asked with names of another kind.
struct HoldFiles {
    private var logins: HoldFile
    private var clients: HoldFile
    private let until: String

    /// For how long, and how old the end of the logs may be: what is over is not to be stopped.
    private static let holdSeconds: Int64 = 3 * 86_400
    private static let maxLogAge = 2 * 86_400

    /// Where clients are, beside a file of logins.
    static func clientsPath(_ path: String) -> String { path + ".clients" }

    /// Reads the files, and adds what the report finds.
    ///
    /// - Throws: ``Failure`` where one cannot be read, or the logs are not of today.
    init(_ path: String, _ content: OutboundContent, _ warnings: inout Warnings) throws(Failure) {
        func day(_ time: Int64) -> String { String(MailDate(secondsSince1970: time).rfc3339.prefix(10)) }
        let end = content.period?.last ?? 0
        guard Int(currentTime) - end <= Self.maxLogAge else {
            throw Failure(
                .usage,
                "the logs end on \(day(Int64(end))): what was wrong then may be over; give the current log with --apply"
            )
        }
        until = day(currentTime + Self.holdSeconds)
        logins = try HoldFile(path, today: day(currentTime))
        clients = try HoldFile(Self.clientsPath(path), today: day(currentTime))
        for finding in content.toHold {
            guard let source = content.sources[finding.source] else { continue }
            let name = content.people[finding.source]
            switch source.kind {
            case .login: logins.hold(finding, source, as: name, until: until, &warnings)
            case .client: clients.hold(finding, source, as: name, until: until, &warnings)
            case .script: break
            }
        }
    }

    /// Writes both, so that main.cf may name both.
    func write() throws(Failure) {
        try logins.write()
        try clients.write()
    }

    private var postmap: String { "postmap hash:\(logins.path.forShell) hash:\(clients.path.forShell)" }

    /// One line on what was done.
    var summary: String {
        "\(logins.path): \(counted(logins.held.count, "login")), \(clients.path): "
            + "\(counted(clients.held.count, "client")) put on hold until \(until); run \(postmap)"
    }

    /// What was done, and the lines that make Postfix use the tables.
    func words(_ texts: OutboundTexts) -> String {
        var text = "\n"
        for file in [logins, clients] {
            var line =
                file.held.isEmpty
                ? texts.nothingToHold.placing(file.path)
                : texts.held.placing(file.path, until, file.held.joined(separator: ", "))
            if file.expired > 0 { line += " " + texts.expired.placing(String(file.expired)) }
            text += line.forTerminal().wrapped(80) + "\n"
        }
        return text + """
            \(texts.inMainCF.wrapped(80))
              smtpd_sender_restrictions =
                check_sasl_access hash:\(logins.path.forTerminal()),
                check_client_access hash:\(clients.path.forTerminal()), ...
            \(texts.inMasterCF.wrapped(80))
              -o smtpd_sender_restrictions=check_sasl_access,hash:\(logins.path.forTerminal())
            # \(postmap) && postfix reload

            """
    }
}
