// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import SiteHealth
import SpamModel
import TextOutput

// What is done with a site, as commands with its own paths.
extension HandoverBuilder {
    typealias Commands = [(why: String, command: String)]

    private func why(_ id: String) -> String { texts.commands[id] ?? "" }

    private var site: String { configuration.commandOption }
    private var user: String { (facts.users.nightly?.name ?? facts.users.nightlyName).forShell }
    private func asUser(_ command: String) -> String { "sudo -u \(user) \(command)" }

    /// The folder that store, key and models share; the store's own otherwise.
    private var stateFolder: String {
        let parts = [configuration.store, configuration.key, configuration.models].map { $0.split(separator: "/") }
        guard let first = parts.first else { return "/" }
        var count = 0
        while count < first.count, parts.allSatisfy({ $0.count > count && $0[count] == first[count] }) { count += 1 }
        return count < 2 ? "/var/lib/spreu" : "/" + first[..<count].joined(separator: "/")
    }

    private var doctor: String { "spreu doctor \(site)" + (user == "spreu" ? "" : " --user \(user)") }

    private var checkConfig: String? {
        filter.map { asUser("spreud --check-config --config \($0.path.forShell)") }
    }

    var watch: Commands {
        [
            (why("status"), asUser("spreu status \(site)")), (why("doctor"), doctor),
            (why("confidentiality"), "spreu confidentiality \(site)"),
            (why("config"), asUser("spreu config check \(site)")),
        ] + (checkConfig.map { [(why("checkConfig"), $0)] } ?? []) + [
            (why("nights"), asUser("spreu store runs \(site)"))
        ]
    }

    var stop: Commands {
        let known = facts.units?.units.map(\.name.forShell) ?? []
        let units = known.isEmpty ? ["spreu-nightly.timer", "spreud.service", "spreud.socket"] : known
        return [
            (why("postfixShow"), "postconf smtpd_milters non_smtpd_milters"),
            (why("postfixOff"), "postconf -e 'smtpd_milters =' 'non_smtpd_milters =' && postfix reload"),
            (why("unitsOff"), "systemctl disable --now \(units.joined(separator: " "))"),
            (why("rollback"), asUser("spreu models rollback \(site)")),
            (why("nightNow"), asUser("spreu nightly \(site)")),
        ]
    }

    /// Where the drill works: apart from all that is in use.
    private var drill: String { stateFolder + "/drill" }

    var restore: Commands {
        let drill = drill.forShell
        let own = "--store \(drill)/store --key \(drill)/site.key"
        return [
            (why("backup"), asUser("spreu store backup --to BACKUP \(site)")),
            (why("keyApart"), "mv BACKUP/site.key KEY-COPY"),
            (why("drillFolder"), "install -d -o \(user) -m 700 \(drill)"),
            (why("drillKey"), "install -o \(user) -m 600 KEY-COPY \(drill)/site.key"),
            (why("drillRestore"), asUser("spreu store restore --from BACKUP \(own)")),
            ("", asUser("spreu store check \(own)")),
            (why("drillTrain"), asUser("spreu train \(own) --output \(drill)/model.spreu")),
            (why("drillEnd"), "rm -r \(drill)"),
            (why("real"), "install -o \(user) -m 600 KEY-COPY \(configuration.key.forShell)"),
            ("", asUser("spreu store restore --from BACKUP \(site)")), ("", asUser("spreu nightly \(site)")),
        ]
    }

    var move: Commands {
        let state = stateFolder.forShell
        return [
            (why("moveStop"), "systemctl disable --now spreu-nightly.timer"),
            (why("moveCopy"), "rsync -aHAX /etc/spreu NEW:/etc/ && rsync -aHAX \(state)/ NEW:\(state)/"),
            (
                why("moveOwner"),
                "chown -R \(user): \(configuration.store.forShell) \(configuration.models.forShell) \(configuration.key.forShell)"
            ),
            (why("moveCheck"), doctor), (why("moveNight"), asUser("spreu nightly \(site)")),
            (why("moveFilter"), "systemctl enable --now spreud.socket spreud.service spreu-nightly.timer"),
            (why("moveEnd"), "systemctl disable --now spreud.service spreud.socket"),
        ]
    }

    var several: Commands {
        let hosts = filterHosts.isEmpty ? ["MX2"] : filterHosts.map(\.forShell)
        let key = configuration.signingKey ?? "/etc/spreu/signing.key"
        let path = configuration.repository.path
        let folder = path.forShell
        var commands: Commands = [
            (why("keygen"), "spreu models keygen --signing-key \(key.forShell) --public-key /etc/spreu/signing.pub"),
            ("", "chown \(user) \(key.forShell)"),
        ]
        for host in hosts {
            commands.append((why("public"), "scp /etc/spreu/signing.pub \(host):/etc/spreu/signing.pub"))
            commands.append(
                (why("siteKey"), "scp -p \(configuration.key.forShell) \(host):\(configuration.key.forShell)"))
            commands.append((why("push"), "name=$(readlink \(folder)/current)"))
            commands.append(("", "rsync -a \(folder)/\"$name\" \(host):\(folder)/"))
            // What runs there is one word here, but for the name: two shells read it, one after the other.
            let before = "cd \(folder) && spreu models verify "
            let between = "/model.spreu --public-key /etc/spreu/signing.pub && ln -sfn "
            let after = " next && mv -T next current"
            let remote = [before, between, after].map(\.forShell).joined(separator: "\"$name\"")
            commands.append((why("place"), "ssh \(host) \(remote)"))
            commands.append((why("compare"), "spreu status \(site) --filter \(host):783"))
        }
        return commands
    }
}
