// SPDX-License-Identifier: Apache-2.0
import TextOutput

extension SiteHealth {
    mutating func checkUnits() {
        guard let units = facts.units else { return }
        for unit in units.units {
            if unit.hasFailed {
                find(
                    .unitFailed, .critical, [unit.name], evidence: [],
                    ["journalctl -u \(unit.name.forShell) -n 50", "systemctl reset-failed \(unit.name.forShell)"])
            }
            guard !unit.isEnabled else { continue }
            if unit.name == "spreu-nightly.timer" {
                if units.hasCron { continue }
                find(.noTimer, .critical, evidence: [], ["systemctl enable --now \(unit.name)"])
            } else {
                let isFilter = unit.name.hasPrefix("spreud.")
                find(
                    .unitDisabled, isFilter ? .critical : .warning, [unit.name], evidence: [],
                    ["systemctl enable --now \(unit.name.forShell)"])
            }
        }
    }

    mutating func checkMachine() {
        for disk in facts.disks {
            let place = [disk.path]
            let (free, needed) = (Self.size(disk.free), Self.size(disk.needed))
            if disk.isReadOnly {
                find(.diskReadOnly, .critical, evidence: place, ["findmnt -T \(disk.path.forShell)"])
            } else if disk.free < disk.needed || !disk.hasInodes {
                find(
                    .diskFull, .critical, [disk.hasInodes ? free : "0", needed], evidence: place,
                    ["df -h \(disk.path.forShell)", "df -i \(disk.path.forShell)"])
            } else if disk.free < disk.needed + disk.neededToReread {
                find(
                    .diskTight, .warning, [free, Self.size(disk.needed + disk.neededToReread)], evidence: place,
                    ["df -h \(disk.path.forShell)"])
            }
        }
        if facts.isClockSet == false {
            find(.clockUnsynchronised, .warning, evidence: [], facts.clockKeeper.commands)
        }
    }

    /// A size as people read it, in both languages.
    private static func size(_ bytes: Int) -> String {
        bytes >= 10 << 30 ? "\(grouped(bytes >> 30)) GiB" : "\(grouped(bytes >> 20)) MiB"
    }
}
