// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// A fault, and the kinds of finding that it makes.
struct DoctorFault: Sendable, CustomTestStringConvertible {
    let kinds: Set<String>
    /// Areas that cannot be looked at because of it, beside those of any other machine.
    let closes: Set<String>
    let plant: @Sendable (DoctorTree) throws -> Void

    init(
        _ kinds: String..., closing closes: Set<String> = [], plant: @escaping @Sendable (DoctorTree) throws -> Void
    ) {
        (self.kinds, self.closes, self.plant) = (Set(kinds), closes, plant)
    }

    var testDescription: String { kinds.sorted().joined(separator: ", ") }

    private static let (main, master) = ("etc/postfix/main.cf", "etc/postfix/master.cf")
    private static let milter =
        "inet:127.0.0.1:8891, { unix:spreu/milter.sock, default_action=accept, connect_timeout=5s }"

    static let all = files + learning + servers + machine + (DoctorTree.isRoot ? ofRoot : [])

    private static let files: [DoctorFault] = [
        DoctorFault(
            "configurationBroken", closing: ["key", "settings", "model", "night", "accounts", "disk"]
        ) { try $0.add("keeep: 1\n", to: "spreu.yaml") },
        DoctorFault("filterConfigurationBroken", closing: ["postfix", "key", "settings"]) {
            try $0.replace("model:", with: "modell:", in: "spreud.yaml")
        },
        DoctorFault("filterConfigurationMissing", closing: ["postfix"]) { try $0.remove("spreud.yaml") },
        DoctorFault("noUser", closing: ["permissions"]) {
            try $0.replace("spreu:x", with: "spray:x", in: "etc/passwd")
        },
        DoctorFault("noGroup") { try ownSocket($0, "nirgends") },
        DoctorFault("notInGroup") { try ownSocket($0, "postfix") },
        DoctorFault("closed") { try $0.mode("vmail/example.org/anna/Maildir", 0o000) },
        DoctorFault("closed") { try $0.mode("vmail/example.org/anna/Maildir/cur/1.M1P1.mx:2,S", 0o000) },
        DoctorFault("closed") { try $0.mode("mail.log", 0o000) },
        DoctorFault("closed") { try $0.mode("vmail", 0o100) },
        DoctorFault("missing") { try $0.remove("drop") },
        DoctorFault("missing") { try $0.remove("mail.log") },
        DoctorFault("exposed", closing: ["key", "night", "settings"]) { try $0.mode("key", 0o644) },
        DoctorFault("exposed") { try $0.mode("key", 0o640) },
        DoctorFault("exposed", closing: ["night", "settings"]) { try $0.mode("store", 0o750) },
        DoctorFault("exposed", closing: ["key"]) { try ownKey($0, 0o644) },
        DoctorFault("dropOpen") { try $0.mode("drop", 0o3737) },
        DoctorFault("dropOpen") { try $0.mode("drop", 0o770) },
        DoctorFault("excludedOpen") { try $0.mode("vmail/example.org/betriebsrat", 0o755) },
    ]

    /// Only root can give files away.
    private static let ofRoot: [DoctorFault] = [
        DoctorFault("foreignOwner") {
            try FileManager.default.setAttributes(
                [.ownerAccountID: 0], ofItemAtPath: $0.folder.path("models/site/report.txt"))
        },
        DoctorFault("closed") {
            try ownKey($0, 0o600)
            try FileManager.default.setAttributes(
                [.ownerAccountID: 0, .groupOwnerAccountID: 0], ofItemAtPath: $0.folder.path("filter-key"))
        },
        DoctorFault("closed") {
            try FileManager.default.setAttributes(
                [.ownerAccountID: 0], ofItemAtPath: $0.folder.path("vmail/example.org/anna/Maildir"))
            try $0.mode("vmail/example.org/anna/Maildir", 0o700)
        },
    ]

    /// Gives the filter a file of its own, with the nights' key unless there is another.
    static func ownKey(_ tree: DoctorTree, _ mode: Int, text: String? = nil) throws {
        let own = try String(contentsOfFile: tree.folder.path("key"), encoding: .utf8)
        try tree.write("filter-key", text ?? own)
        try tree.mode("filter-key", mode)
        try tree.replace(
            "key: \(tree.folder.path("key"))", with: "key: \(tree.folder.path("filter-key"))", in: "spreud.yaml")
    }

    static func ownSocket(_ tree: DoctorTree, _ group: String) throws {
        try tree.replace(
            "{listen: systemd}",
            with: "{listen: \"unix:\(tree.folder.path("var/spool/postfix/spreu/milter.sock"))\", group: \(group)}",
            in: "spreud.yaml")
    }

    private static let learning: [DoctorFault] = [
        DoctorFault("noKey", closing: ["night", "settings"]) { try $0.remove("key") },
        DoctorFault("keyDamaged", closing: ["night", "settings"]) { try $0.write("key", "x") },
        DoctorFault("keyOfStore", "keyOfModel", closing: ["night", "settings"]) {
            try $0.write("key", try String(contentsOfFile: Spreu.key(), encoding: .utf8))
        },
        DoctorFault("keyOfFilter") {
            try ownKey($0, 0o600, text: String(contentsOfFile: Spreu.key(), encoding: .utf8))
        },
        DoctorFault("settingsOfStore") { try $0.add("site: {hosts: [mx.example.org]}\n", to: "spreu.yaml") },
        DoctorFault("settingsOfFilter") { try $0.add("site: {hosts: [mx.example.org]}\n", to: "spreud.yaml") },
        DoctorFault("noModel") { try $0.remove("models/site/current") },
        DoctorFault("modelDamaged", closing: ["settings"]) {
            try $0.write("models/site/current/model.spreu", "no model")
        },
        DoctorFault("modelUnsigned", closing: ["settings"]) { tree in
            // Made elsewhere: root makes no keys among another user's files.
            let folder = try ScratchFolder()
            let keys = ["--signing-key", folder.path("sign.key"), "--public-key", folder.path("sign.pub")]
            _ = try Program("spreu").run(["models", "keygen"] + keys)
            try tree.write("sign.pub", try String(contentsOfFile: folder.path("sign.pub"), encoding: .utf8))
            try tree.add("public-key: \(tree.folder.path("sign.pub"))\n", to: "spreud.yaml")
        },
        DoctorFault("modelStale", "nightLate") { $0.now += 4 * 86_400 },
        DoctorFault("modelPinned") { try $0.write("models/site/pinned", "here\n") },
        DoctorFault("modelElsewhere") {
            try $0.replace("models/site/current/", with: "models/", in: "spreud.yaml")
        },
        DoctorFault("noNight") {
            try $0.remove("store")
            try $0.remove("models")
        },
        DoctorFault("storeUnusable", closing: ["settings"]) {
            try $0.write("store/ledger.sqlite", "no ledger, but some text")
        },
        DoctorFault("nightLate") { $0.now += 31 * 3_600 },
        DoctorFault("clockBehind") { $0.now -= 10 * 86_400 },
        DoctorFault("noAccounts") {
            try $0.replace("exclude:", with: "  - maildirs: /nirgends/*/Maildir\nexclude:", in: "spreu.yaml")
        },
        DoctorFault("unreadMail") { tree in
            let path = "models/site/report.json"
            let text = try String(contentsOfFile: tree.folder.path(path), encoding: .utf8)
            try tree.write(
                path, text.replacing(/"unread": \{\s*"count": 0/, with: "\"unread\": {\n \"count\": 3"))
        },
    ]

    private static let servers: [DoctorFault] = [
        DoctorFault("socketMissing") { try $0.remove("var/spool/postfix/spreu") },
        DoctorFault("nobodyListens") { tree in
            try tree.remove("var/spool/postfix/spreu")
            try tree.makeFolder("var/spool/postfix/spreu")
            try deadSocket(tree.folder.path("var/spool/postfix/spreu/milter.sock"))
        },
        DoctorFault("filterWithoutModel") { tree in
            let filter = try FilterProcess(spamd: "unix:\(tree.folder.path("other.sock"))", hasModel: false)
            tree.filters.append(filter)
            try tree.add("spamd: {listen: \"unix:\(tree.folder.path("other.sock"))\"}\n", to: "spreud.yaml")
        },
        DoctorFault("filterOtherModel") { tree in
            tree.filters.append(try FilterProcess(spamd: "unix:\(tree.folder.path("other.sock"))"))
            try tree.add("spamd: {listen: \"unix:\(tree.folder.path("other.sock"))\"}\n", to: "spreud.yaml")
        },
        DoctorFault("milterMissing", "localMailUnfiltered") { try $0.replace(milter, with: "", in: main) },
        DoctorFault("milterMissing") {
            try $0.replace("y - - smtpd\nsub", with: "y - - smtpd -o smtpd_milters=\nsub", in: master)
        },
        DoctorFault("milterOutsideChroot") {
            try $0.replace("unix:spreu/", with: "unix:/var/spool/postfix/spreu/", in: main)
        },
        DoctorFault("milterDefers") { try $0.replace("default_action=accept, ", with: "", in: main) },
        DoctorFault("localMailUnfiltered") { try $0.replace("= $smtpd_milters", with: "=", in: main) },
        DoctorFault("milterOrder") {
            try $0.replace("inet:127.0.0.1:8891, ", with: "", in: main)
            try $0.replace("5s }", with: "5s }, inet:127.0.0.1:8891", in: main)
        },
        DoctorFault("milterProtocol") { try $0.add("milter_protocol = 2\n", to: main) },
        DoctorFault("submissionUnbraked") {
            try $0.add("brake: {}\n", to: "spreud.yaml")
            try $0.add("  -o smtpd_milters=\n", to: master)
        },
        DoctorFault("sieveMissing") {
            try $0.replace("mail_plugins = sieve", with: "mail_plugins = quota", in: "doveconf")
        },
        DoctorFault("junkRuleMissing") { try $0.write("etc/dovecot/sieve-before.d/spreu.sieve", "keep;\n") },
        DoctorFault("junkRuleMissing") { try $0.remove("etc/dovecot/sieve-before.d/spreu.sieve") },
        DoctorFault("feedbackMissing") { tree in
            let text = try String(contentsOfFile: tree.folder.path("doveconf"), encoding: .utf8)
            try tree.write(
                "doveconf", text.replacing(#/  imapsieve.*\n/#, with: "").replacing("imap_sieve", with: "quota"))
        },
        DoctorFault("feedbackUnread") { try $0.replace("drop: ", with: "# drop: ", in: "spreu.yaml") },
        DoctorFault("feedbackPlugin") { try $0.replace("sieve_imapsieve ", with: "", in: "doveconf") },
        DoctorFault("feedbackPlugin") { try $0.replace("= imap_sieve", with: "= quota", in: "doveconf") },
        DoctorFault("feedbackExtension") { try $0.replace("+vnd.dovecot.pipe ", with: "", in: "doveconf") },
        DoctorFault("feedbackRule") { try $0.replace("  imapsieve_mailbox2_from = Junk\n", with: "", in: "doveconf") },
        DoctorFault("feedbackRule") { try $0.replace("mailbox2", with: "mailbox3", in: "doveconf") },
        DoctorFault("feedbackScript") { try $0.remove("etc/dovecot/sieve/learn-ham.sieve") },
        DoctorFault("feedbackProgram") { try $0.mode("usr/lib/spreu/bin/spreu-learn", 0o644) },
        DoctorFault("feedbackGroup") {
            try $0.replace("mail_access_groups = spreu-learn\n", with: "", in: "doveconf")
            try $0.replace("spreu,vmail", with: "spreu", in: "etc/group")
        },
        DoctorFault("mailGroupMissing") {
            try $0.replace("= spreu-learn", with: "= spreu-learn spreu-lern", in: "doveconf")
        },
        DoctorFault("feedbackOfExcluded") {
            try $0.replace("betriebsrat@*", with: "niemand@*", in: "etc/dovecot/sieve/learn-ham.sieve")
        },
    ]

    private static let machine: [DoctorFault] = [
        DoctorFault("noTimer") { try $0.remove("etc/systemd/system/timers.target.wants") },
        DoctorFault("unitDisabled") {
            try $0.remove("etc/systemd/system/multi-user.target.wants/spreud.service")
        },
    ]

    /// A socket that nobody listens at.
    private static func deadSocket(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw DoctorTree.Failed(reason: "bind: \(errno)") }
        chmod(path, 0o666)
    }
}
