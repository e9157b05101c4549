// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import TextOutput

/// What logs show: clear text, clouds, redirects. Of people there are counts alone.
extension ConfidentialityCheck {
    /// How many partners are named; the count is of all.
    private static let maxPartners = 10

    mutating func checkLog(_ log: LogFacts) {
        let tables = log.transport
        let days = "\(log.days)"
        if tables.clearLogins.count > 0 {
            find(
                .cleartextLoginsSeen, .critical, [String(tables.clearLogins.accountCount), days],
                evidence: ["log: \(tables.clearLogins.count) / \(tables.logins)"], count: tables.clearLogins.count,
                command: "doveconf -n ssl disable_plaintext_auth")
        }
        let hasClientLines = log.hasClientTLS
        let incoming = tables.received.top(.max) { $0.secured + $0.clear }
        if !hasClientLines, tables.submissions + incoming.count > 0 {
            report.note(ExposureGap(.logDetail, .named("smtpd_tls_loglevel")))
        }
        if hasClientLines, tables.clearSubmissions.count > 0 {
            find(
                .cleartextSubmissionsSeen, .critical, [String(tables.clearSubmissions.accountCount), days],
                evidence: ["log: \(tables.clearSubmissions.count) / \(tables.submissions)"],
                count: tables.clearSubmissions.count,
                command: "postconf -e 'smtpd_tls_auth_only = yes' && postfix reload")
        }
        if hasClientLines { addPartners(.receivedInClear, tables.received, days) }
        if log.hasServerTLS {
            addPartners(.sentInClear, tables.sent, days)
        } else if tables.sent.count(where: { $0.clear }) > 0 {
            report.note(ExposureGap(.logDetail, .named("smtp_tls_loglevel")))
        }
        for (cloud, logins) in zip(MailCloud.all, tables.clouds) where logins.count > 0 {
            find(
                .cloudLogins, .warning, [cloud.name, String(logins.accountCount), days],
                evidence: ["log: \(logins.count) / \(tables.logins + tables.submissions)"], count: logins.count,
                command: "doveadm who")
        }
        let redirects = tables.redirects.top(Self.maxPartners) { $0 }
        if !redirects.isEmpty {
            find(
                .redirectsSeen, .warning, [days] + redirects.prefix(3).map(\.name),
                evidence: redirects.map { "\($0.name): \($0.value)" }, count: tables.redirects.values.reduce(0, +),
                command: "doveadm sieve list -A")
        }
    }

    private mutating func addPartners(
        _ kind: ExposureKind, _ table: NameTable<TransportTables.Counts>, _ days: String
    ) {
        let partners = table.top(Self.maxPartners) { $0.clear }
        guard let first = partners.first else { return }
        let isName = first.name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) }
        find(
            kind, .warning, [String(table.count { $0.clear }), days],
            evidence: partners.map { "\($0.name): \($0.value.clear) / \($0.value.clear + $0.value.secured)" },
            count: table.values.reduce(0) { $0 + $1.clear },
            command: isName ? "posttls-finger \(first.name.forShell)" : "")
    }
}
