// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// A Postfix of its own, with a `spreud` as its milter for mail from the network and from programs.
///
/// It listens at a free port of 127.0.0.1 and delivers all mail for ``domain`` to one Maildir. Queue, data and
/// configuration lie in a folder of their own, so that it runs beside any other.
final class PostfixInstance {
    static let domain = "musterhof.example.com"
    /// A domain elsewhere that takes all mail, and keeps none.
    static let otherDomain = "elsewhere.example.net"
    static let recipient = "anna.muster@musterhof.example.com"

    /// Why the tests with Postfix cannot run here; nil if they can.
    static let obstacle: String? = {
        if geteuid() != 0 { return "Postfix starts as root only" }
        for path in ["/usr/sbin/postfix", "/usr/bin/swaks"] where !Program(path: path).exists {
            return "\(path) is missing: run scripts/setup --tests"
        }
        return nil
    }()

    let folder: ScratchFolder
    let port: Int
    private(set) var filter: RunningProgram
    private let configuration: String

    struct Failed: Error { let what: String }

    /// The folder with the delivered messages.
    var inbox: String { folder.path("mail/box/new") }
    /// What Postfix logged.
    var log: String { (try? String(contentsOfFile: folder.path("postfix.log"), encoding: .utf8)) ?? "" }
    /// The path of the filter's model, a symbolic link.
    var model: String { folder.path("current") }

    /// Starts both.
    ///
    /// - Parameters:
    ///   - extra: further lines of `spreud.yaml`.
    ///   - hasModel: whether there is a model at the start.
    ///   - main: further lines of `main.cf`.
    init(_ extra: String = "", hasModel: Bool = true, main: String = "") throws {
        folder = try ScratchFolder()
        port = try Self.freePort()
        configuration = folder.path("etc")
        let files = FileManager.default
        for name in ["etc", "spool", "data", "mail"] {
            try files.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
        }
        if hasModel { try files.createSymbolicLink(atPath: folder.path("current"), withDestinationPath: Spreu.model()) }
        let yaml = """
            model: \(folder.path("current"))
            key: \(try Spreu.key())
            milter: {listen: "unix:\(folder.path("milter.sock"))", mode: 0660, group: postfix}
            model-check-seconds: 1
            \(extra)
            """
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: folder.path("spreud.yaml")))
        filter = try Self.startFilter(folder)
        try Data((mainCF + main + "\n").utf8).write(to: URL(fileURLWithPath: folder.path("etc/main.cf")))
        try Data(Self.masterCF(port: port).utf8).write(to: URL(fileURLWithPath: folder.path("etc/master.cf")))
        for (name, user) in [("data", "postfix"), ("mail", "nobody")] {
            try files.setAttributes([.ownerAccountName: user], ofItemAtPath: folder.path(name))
        }
        let start = try Program(path: "/usr/sbin/postfix").run(["-c", configuration, "start"])
        guard start.code == 0, eventually({ (try? SMTPClient(port: self.port)) != nil }) else {
            throw Failed(what: start.errors + log)
        }
    }

    deinit {
        _ = try? Program(path: "/usr/sbin/postfix").run(["-c", configuration, "stop"])
        let pid = folder.path("spool/pid/master.pid")
        if let text = try? String(contentsOfFile: pid, encoding: .utf8),
            let id = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines))
        {
            _ = eventually { kill(id, 0) != 0 }
        }
        filter.stop()
    }

    private static func startFilter(_ folder: ScratchFolder) throws -> RunningProgram {
        let filter = try RunningProgram(
            Program("spreud").path, ["--config", folder.path("spreud.yaml")], log: folder.path("spreud.log"))
        let isUp = eventually { filter.log.contains(" listening ") || !filter.isRunning }
        guard isUp, filter.isRunning else { throw Failed(what: filter.log) }
        return filter
    }

    /// Lets the filter die, as a crash would.
    func killFilter() {
        filter.signal(SIGKILL)
        filter.stop()
    }

    /// Starts it again.
    func restartFilter() throws { filter = try Self.startFilter(folder) }

    /// Waits for so many messages to be delivered and returns their files in the order of delivery.
    func delivered(_ count: Int) throws -> [String] {
        func files() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: inbox)) ?? [] }
        guard eventually(within: 300, { files().count >= count }) else {
            throw Failed(what: "\(files().count) of \(count) messages were delivered\n\(log)\n\(filter.log)")
        }
        return files().map { inbox + "/" + $0 }.sorted()
    }

    /// Removes the delivered messages.
    func empty() throws { for file in try delivered(0) { try FileManager.default.removeItem(atPath: file) } }

    /// Sends a message with swaks and returns what that said.
    func swaks(_ message: String, _ options: [String] = []) throws -> Program.Outcome {
        let file = folder.path("message-\(UUID().uuidString)")
        try Data(message.utf8).write(to: URL(fileURLWithPath: file))
        return try Program(path: "/usr/bin/swaks").run(
            [
                "--server", "127.0.0.1:\(port)", "--helo", "client.example.net", "--from", "joe@out.example.net",
                "--to", Self.recipient, "--data", "@" + file,
            ] + options)
    }

    /// Hands a message over as programs on the server do.
    func sendmail(_ message: Data) throws -> Program.Outcome {
        try Program(path: "/usr/sbin/sendmail").run(
            ["-C", configuration, "-i", "-f", "root@\(Self.domain)", Self.recipient], input: message)
    }

    /// Does something with all messages in a queue: `-r`, `-d`, `-H`.
    func postsuper(_ option: String, _ queue: String) throws -> Program.Outcome {
        try Program(path: "/usr/sbin/postsuper").run(["-c", configuration, option, "ALL", queue])
    }

    /// How many messages lie in a queue: `hold`, `deferred`, `maildrop`.
    func queued(_ queue: String) -> Int {
        let files = FileManager.default.enumerator(atPath: folder.path("spool/" + queue))
        var count = 0
        while let name = files?.nextObject() as? String {
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: folder.path("spool/\(queue)/\(name)"), isDirectory: &isFolder)
            if exists && !isFolder.boolValue { count += 1 }
        }
        return count
    }

    private var mainCF: String {
        """
        compatibility_level = 3.6
        queue_directory = \(folder.path("spool"))
        data_directory = \(folder.path("data"))
        maillog_file = \(folder.path("postfix.log"))
        maillog_file_prefixes = \(folder.root)
        mail_owner = postfix
        myhostname = mx.\(Self.domain)
        mydestination =
        inet_interfaces = loopback-only
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8
        smtpd_authorized_xclient_hosts = 127.0.0.0/8
        smtpd_client_connection_rate_limit = 0
        alias_maps =
        alias_database =
        default_transport = error:there is no other domain
        transport_maps = inline:{\(Self.otherDomain)=discard}
        message_size_limit = 52428800
        mailbox_size_limit = 0
        virtual_mailbox_limit = 0
        virtual_mailbox_domains = \(Self.domain)
        virtual_mailbox_base = \(folder.path("mail"))
        virtual_mailbox_maps = static:box/
        virtual_minimum_uid = 1
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        smtpd_milters = { unix:\(folder.path("milter.sock")), default_action=accept, connect_timeout=5s }
        non_smtpd_milters = $smtpd_milters

        """
    }

    private static func masterCF(port: Int) -> String {
        """
        127.0.0.1:\(port) inet n - n - - smtpd
        pickup unix n - n 1 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        showq unix n - n - - showq
        error unix - - n - - error
        discard unix - - n - - discard
        retry unix - - n - - error
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd

        """
    }

    /// A port of this machine that nobody listens at.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard code == 0 else { throw Failed(what: "no port is free") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
