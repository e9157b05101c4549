// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// An address of this machine by which others reach it; nil if there is only loopback.
private let ownAddress: String? = {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&list) == 0 else { return nil }
    defer { freeifaddrs(list) }
    var next = list
    while let entry = next?.pointee {
        next = entry.ifa_next
        guard let address = entry.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET),
            entry.ifa_flags & UInt32(IFF_LOOPBACK) == 0
        else { continue }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        if getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 {
            return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
    return nil
}()

@Suite("spreud: clients on other machines", .enabled(if: ownAddress != nil, "this machine has no address but loopback"))
struct RemoteClientTests {
    private let spam: [UInt8]
    private let address: String

    init() throws {
        spam = [UInt8](try SampleCorpus.data("new/spam.eml"))
        address = ownAddress ?? ""
    }

    /// A daemon that others reach, and what a client at its own outer address is answered.
    private func ask(_ httpExtra: String, _ path: String, _ fields: [String] = []) throws -> (
        status: Int, feedback: Int
    ) {
        let port = try RawClient.freePort()
        let filter = try FilterProcess(
            "allow-remote: true", spamd: "0.0.0.0:\(port)", httpHost: "0.0.0.0", httpExtra: httpExtra, probePort: port)
        let client = try RawClient(host: address, port: filter.httpPort)
        let head = ["POST \(path) HTTP/1.1", "Host: x", "Content-Length: \(spam.count)", "Connection: close"] + fields
        try client.send(Array((head.map { $0 + "\r\n" }.joined() + "\r\n").utf8) + spam)
        let status = try HTTPReply(client.readAll()).status

        let tell = try RawClient(host: address, port: port)
        try tell.send("TELL SPAMC/1.5\r\nMessage-class: spam\r\nSet: local\r\nContent-length: \(spam.count)\r\n\r\n")
        try tell.send(spam)
        #expect(String(decoding: try tell.readAll(), as: UTF8.self).hasPrefix("SPAMD/1.0 69 Service Unavailable: "))
        return (status, try filter.feedback().count)
    }

    @Test("they may classify, and teach over HTTP with a token only; over the spamd protocol never")
    func teaching() throws {
        #expect(try ask("", "/learnspam") == (403, 0))
        #expect(try ask("", "/v1/reload") == (403, 0))
        #expect(try ask("", "/v1/classify") == (200, 0))
        let token = "\n  token: 0123456789abcdef"
        #expect(try ask(token, "/learnspam", ["Password: 0123456789abcdee"]) == (403, 0))
        #expect(try ask(token, "/learnspam", ["Password: 0123456789abcdef"]) == (200, 1))
    }

    @Test("who resets the connection behind his request is no less on another machine")
    func reset() throws {
        let port = try RawClient.freePort()
        let filter = try FilterProcess(
            "allow-remote: true", spamd: "0.0.0.0:\(port)", httpHost: "0.0.0.0", probePort: port)
        let length = "Content-length: \(spam.count)\r\n\r\n"
        for _ in 0..<300 {
            for (port, head) in [
                (filter.httpPort, "POST /v1/learn/spam HTTP/1.1\r\nHost: x\r\n"),
                (port, "TELL SPAMC/1.5\r\nMessage-class: spam\r\nSet: local\r\n"),
            ] {
                let client = try RawClient(host: address, port: port)
                client.resetAtEnd()
                try client.send(Array((head + length).utf8) + spam)
            }
        }
        #expect(try filter.request("GET", "/ping").status == 200)
        #expect(try filter.feedback().isEmpty)
    }

    @Test("an address that others reach is refused unless the configuration allows it in so many words")
    func refused() throws {
        let folder = try ScratchFolder()
        let text = "model: \(try Spreu.model())\nkey: \(try Spreu.key())\nhttp: {listen: \"0.0.0.0:1\"}\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("spreud.yaml")))
        let outcome = try Program("spreud").run(["--config", folder.path("spreud.yaml"), "--check-config"])
        #expect(outcome.code != 0 && outcome.errors.contains("allow-remote"))
    }
}
