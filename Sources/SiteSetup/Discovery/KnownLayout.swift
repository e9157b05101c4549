// SPDX-License-Identifier: Apache-2.0

/// Where well-known mail systems keep mail.
///
/// By sources or documentation of November 2026 where a page is named; the others as they are commonly known.
/// It is for servers whose Dovecot does not tell: one in a container, or with homes in a database.
package enum KnownLayout: String, Sendable, CaseIterable {
    /// `mail_location = maildir:$STORAGE_ROOT/mail/mailboxes/%d/%n`.
    /// - SeeAlso: <https://github.com/mail-in-a-box/mailinabox/blob/main/setup/mail-dovecot.sh>
    case mailInABox = "Mail-in-a-Box"
    /// A volume of Docker's, `mail_home = /var/vmail/%d/%n` and `maildir:~/` in it, encrypted unless that was switched off.
    /// - SeeAlso: <https://github.com/mailcow/mailcow-dockerized/blob/master/data/conf/dovecot/dovecot.conf>
    case mailcow
    /// `/var/mail/DOMAIN/USER` in the container, and `docker-data/dms/mail-data` or a volume outside.
    /// - SeeAlso: <https://docker-mailserver.github.io/docker-mailserver/latest/usage/>
    case dockerMailserver = "docker-mailserver"
    /// `/var/vmail/DOMAIN/USER/Maildir`.
    case ispConfig = "ISPConfig"
    /// `/var/vmail/vmail1/DOMAIN/a/n/n/anna-DATE/Maildir`.
    case iRedMail
    /// `/var/qmail/mailnames/DOMAIN/USER/Maildir`.
    case plesk = "Plesk"
    /// The paths of most instructions for virtual users.
    case virtualUsers = "virtual users"
    /// `~/Maildir` of the machine's users.
    case systemUsers = "system users"

    /// Patterns for the Maildirs, the likelier first.
    package var patterns: [String] {
        switch self {
        case .mailInABox: ["/home/user-data/mail/mailboxes/*/*"]
        case .mailcow:
            ["", "/Maildir"].map { "/var/lib/docker/volumes/mailcowdockerized_vmail-vol-1/_data/*/*\($0)" }
        case .dockerMailserver:
            ["/opt", "/srv", "/root", "/var/lib"].map { "\($0)/docker-mailserver/docker-data/dms/mail-data/*/*" }
                + ["/opt", "/srv", "/root"].map { "\($0)/mailserver/docker-data/dms/mail-data/*/*" }
                + ["/var/lib/docker/volumes/docker-mailserver_mail-data/_data/*/*"]
                + ["/var/mail/*/*"]
        case .ispConfig: ["/var/vmail/*/*/Maildir"]
        case .iRedMail: ["/var/vmail/vmail1/*/*/*/*/*/Maildir"]
        case .plesk: ["/var/qmail/mailnames/*/*/Maildir"]
        case .virtualUsers:
            [
                "/var/vmail/*/*", "/var/mail/vhosts/*/*", "/var/mail/virtual/*/*", "/srv/vmail/*/*",
                "/srv/vmail/*/*/Maildir", "/home/vmail/*/*", "/home/vmail/*/*/Maildir",
            ]
        case .systemUsers: ["/home/*/Maildir"]
        }
    }

    /// Folders that are there where the system is, whatever its mail is called.
    package var marks: [String] {
        switch self {
        case .mailInABox: ["/etc/mailinabox.conf"]
        case .mailcow: ["/opt/mailcow-dockerized", "/var/lib/docker/volumes/mailcowdockerized_vmail-vol-1"]
        case .ispConfig: ["/usr/local/ispconfig"]
        case .iRedMail: ["/etc/iredmail-release"]
        case .plesk: ["/usr/local/psa"]
        case .dockerMailserver, .virtualUsers, .systemUsers: []
        }
    }
}
