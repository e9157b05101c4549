// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import TestSupport

/// A `spreud` of its own, with the model of the sample corpus, on free ports; stopped with its owner.
final class FilterProcess {
    let folder: ScratchFolder
    let spamdPort: Int
    let httpPort: Int
    let process = Process()

    struct NotReady: Error { let log: String }

    var drop: String { folder.path("drop") }
    var spamdSocket: String { folder.path("spamd.sock") }
    var log: String { (try? String(contentsOfFile: folder.path("log"), encoding: .utf8)) ?? "" }
    var http: String { "http://127.0.0.1:\(httpPort)" }

    /// Starts a daemon and waits until it answers.
    ///
    /// - Parameters:
    ///   - extra: Further lines of its configuration.
    ///   - spamd: What the spamd protocol listens at; nil: the port.
    ///   - httpHost: The address that HTTP listens at.
    ///   - probePort: The port in `spamd`, if that has one.
    ///   - httpExtra: Further keys of `http:`, each line beginning with a line end and two blanks.
    ///   - hasModel: Whether there is a model at the path that the configuration names.
    init(
        _ extra: String = "", spamd: String? = nil, httpHost: String = "127.0.0.1", httpExtra: String = "",
        probePort: Int? = nil, hasModel: Bool = true, model given: String? = nil
    ) throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("drop"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o770])
        // Ports that were free a moment ago; should somebody take one meanwhile, the start fails and says so.
        (spamdPort, httpPort) = (try probePort ?? RawClient.freePort(), try RawClient.freePort())
        let model = try given ?? (hasModel ? Spreu.model() : folder.path("model"))
        let text = """
            model: \(model)
            key: \(try Spreu.key())
            spamd: {listen: "\(spamd ?? "127.0.0.1:\(spamdPort)")"}
            http:
              listen: \(httpHost):\(httpPort)\(httpExtra)
            learning-folder: \(folder.path("drop"))
            \(extra)
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("spreud.yaml")))
        try Data().write(to: URL(fileURLWithPath: folder.path("log")))
        process.executableURL = URL(fileURLWithPath: Program("spreud").path)
        process.arguments = ["--config", folder.path("spreud.yaml")]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: folder.path("log"))
        try process.run()
        let isUp = eventually {
            !self.process.isRunning || (try? RawClient(port: self.httpPort)) != nil && self.isSpamdUp(at: spamd)
        }
        guard isUp, process.isRunning else {
            stop()
            throw NotReady(log: log)
        }
    }

    deinit { stop() }

    private func isSpamdUp(at address: String?) -> Bool {
        guard let address, address.hasPrefix("unix:") else { return (try? RawClient(port: spamdPort)) != nil }
        return (try? RawClient(path: String(address.dropFirst(5)))) != nil
    }

    /// Ends the daemon as a service manager does, and waits.
    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        if !eventually({ !self.process.isRunning }) { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// One exchange over HTTP; nothing is kept alive.
    func request(
        _ method: String, _ path: String, _ body: [UInt8] = [], fields: [String] = [], host: String = "localhost"
    ) throws -> HTTPReply {
        let client = try RawClient(port: httpPort)
        let head = [
            "\(method) \(path) HTTP/1.1", "Host: \(host)", "Content-Length: \(body.count)", "Connection: close",
        ]
        try client.send((head + fields).map { $0 + "\r\n" }.joined() + "\r\n")
        try client.send(body)
        return try HTTPReply(client.readAll())
    }

    /// One exchange over the spamd protocol.
    func spamd(_ head: String, _ body: [UInt8] = [], halfCloses: Bool = true) throws -> String {
        let client = try RawClient(port: spamdPort)
        try client.send(head)
        try client.send(body)
        if halfCloses { client.halfClose() }
        return String(decoding: try client.readAll(), as: UTF8.self)
    }

    /// A number of the metrics page; nil if it is not there.
    func metric(_ name: String) throws -> Double? {
        let text = try request("GET", "/metrics").text
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + " ") }
        return line.flatMap { Double($0.dropFirst(name.count + 1)) }
    }

    /// What lies in the drop folder.
    func feedback() throws -> [DropRecord] {
        var reader = try DropReader(drop)
        var records: [DropRecord] = []
        while let event = reader.next() {
            if case .record(let received) = event { records.append(received.record) }
        }
        return records
    }
}

/// What an HTTP server answered.
struct HTTPReply {
    let status: Int
    let head: String
    let body: [UInt8]
    var text: String { String(decoding: body, as: UTF8.self) }
    var json: JSON { (try? JSON(body)) ?? .null }

    struct NoReply: Error { let bytes: Int }

    init(_ bytes: [UInt8]) throws {
        let end = bytes.indices.first { bytes[$0...].starts(with: "\r\n\r\n".utf8) }
        guard let end, bytes.starts(with: "HTTP/1.1 ".utf8),
            let status = Int(String(decoding: bytes[9..<12], as: UTF8.self))
        else { throw NoReply(bytes: bytes.count) }
        self.status = status
        head = String(decoding: bytes[..<end], as: UTF8.self)
        body = Array(bytes[(end + 4)...])
    }
}
