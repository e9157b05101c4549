// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerLogs
import TestSupport
import Testing

/// Real lines from other projects' tests.
@Suite("Lines of mail servers, as others collected them")
struct SharedServerLinesTests {
    private static let files = [
        "auth-failures/postfix", "auth-failures/dovecot", "auth-failures/exim", "auth-failures/exim-spam",
        "exporter/mail.log", "scenarios/dovecot-logs.log", "scenarios/dovecot-spam.log",
        "scenarios/dovecot-slow-bf.log",
        "scenarios/dovecot-slow-bf-no-overlap.log", "scenarios/dovecot-slow-bf-user-enum.log",
        "scenarios/dovecot-time-based-bf.log", "scenarios/dovecot-time-based-bf-user-enum.log", "scenarios/exim-bf.log",
        "scenarios/exim-logs.log", "scenarios/exim-spam.log", "scenarios/postfix-honeypot-users.log",
        "scenarios/postfix-logs.log", "scenarios/postfix-non-smtp.log", "scenarios/postfix-sasl-bf.log",
        "scenarios/postfix-spam.log",
    ]

    /// What the exporter's test made up so that nobody knows it.
    private static let madeUp = [
        ": Unsupported", ": foo", "[abcde]", "postscreen[12345", "NOQUEUE: reject: Unsupported", "postfix/postscreen",
    ]

    @Test(
        "no line of Postfix, Dovecot or Exim is unknown",
        .enabled(if: SharedFiles.exists("logs"), "shared/logs is not there"), arguments: files)
    func known(file: String) throws {
        let text = try String(contentsOfFile: SharedFiles.path("logs/" + file), encoding: .utf8)
        var parser = LineParser(written: 1_800_000_000, year: 2026)
        var names = LogNames()
        var unread: [String] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") && line.count > 40 {
            if Self.madeUp.contains(where: { line.hasSuffix($0) }) { continue }
            let read = ReadLine(String(line), &parser, &names)
            if read == nil || read?.kind == .unknown || read?.program.server == .other { unread.append(String(line)) }
        }
        #expect(unread == [])
    }

    @Test(
        "a line that is cut anywhere is read without a crash",
        .enabled(if: SharedFiles.exists("logs"), "shared/logs is not there"), arguments: files)
    func cut(file: String) throws {
        let text = try String(contentsOfFile: SharedFiles.path("logs/" + file), encoding: .utf8)
        var analysis = LogAnalysis(seed: 1)
        var parser = LineParser(written: 1_800_000_000, year: 2026)
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let bytes = Array(line.utf8)
            for end in 0..<bytes.count { analysis.add(bytes.span.extracting(first: end), &parser) }
        }
        #expect(analysis.tables.lines.total > 0 || text.isEmpty)
    }

    @Test(
        "a failed login names the client that fail2ban's own test expects",
        .enabled(if: SharedFiles.exists("logs"), "shared/logs is not there"),
        arguments: ["postfix", "dovecot", "exim", "exim-spam"])
    func clients(file: String) throws {
        let text = try String(contentsOfFile: SharedFiles.path("logs/auth-failures/" + file), encoding: .utf8)
        var parser = LineParser(written: 1_800_000_000, year: 2026)
        var names = LogNames()
        var expected: String?
        var wrong: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.contains("failJSON") {
                expected = line.firstMatch(of: /"host": "([^"]+)"/).map { String($0.1) }
            } else if !line.hasPrefix("#"), let host = expected {
                expected = nil
                guard let read = ReadLine(String(line), &parser, &names) else { continue }
                let found = read.fields[.clientAddress] ?? ""
                // Warnings of DNS, and the lines of names, are read no further.
                if found != host, ![.notice, .warning].contains(read.kind) { wrong.append("\(found): \(line)") }
            }
        }
        #expect(wrong == [])
    }
}
