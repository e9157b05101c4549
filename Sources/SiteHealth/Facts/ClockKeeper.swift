// SPDX-License-Identifier: Apache-2.0

/// What is installed that sets the machine's clock.
///
/// `timedatectl set-ntp` switches on what is there, and fails where nothing is: Debian's systemd has no such service of its own.
package enum ClockKeeper: String, Sendable, CaseIterable {
    /// systemd-timesyncd, which `timedatectl` knows.
    case timesyncd
    /// chrony.
    case chrony
    /// OpenNTPD, whose daemon has the name of the other one's.
    case openntpd
    /// NTPsec.
    case ntpsec
    /// Nothing that is known.
    case none

    /// The files by which it is known.
    package var programs: [String] {
        switch self {
        case .timesyncd: ["/usr/lib/systemd/systemd-timesyncd", "/lib/systemd/systemd-timesyncd"]
        case .chrony: ["/usr/sbin/chronyd"]
        case .openntpd: ["/usr/sbin/ntpctl"]
        case .ntpsec: ["/usr/sbin/ntpd"]
        case .none: []
        }
    }

    /// What makes it set the clock.
    package var commands: [String] {
        switch self {
        case .timesyncd: ["timedatectl set-ntp true"]
        case .chrony: ["systemctl enable --now chrony", "chronyc tracking"]
        case .openntpd: ["systemctl enable --now openntpd", "ntpctl -s status"]
        case .ntpsec: ["systemctl enable --now ntpsec", "ntpq -p"]
        case .none: ["apt install systemd-timesyncd", "timedatectl set-ntp true"]
        }
    }
}
