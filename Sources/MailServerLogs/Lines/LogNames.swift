// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The hosts and programs that wrote lines, each with a small number.
///
/// Bounded: names beyond the limits, as a hostile log may have them, share the number 0.
package struct LogNames: Sendable {
    /// The most hosts, and the most tags, that are told apart.
    static let limit = 2_000
    /// Bytes of a name that are kept.
    private static let maxNameBytes = 100

    /// The hosts' names; the first stands for lines without one, and for those beyond the limit.
    package private(set) var hosts = [""]
    /// The programs; the first stands for those beyond the limit.
    package private(set) var programs = [LogProgram(tag: "")]
    /// Hashes of the hosts' names, by number.
    private(set) var hostHashes: [UInt64] = [0]
    /// The programs' servers, by number.
    private(set) var servers = [MailServer.other]
    /// The programs' ways of delivery, by number.
    private(set) var routes = [LogProgram.Route.none]
    /// Whether the programs are submission services, by number.
    private(set) var submissions = [false]
    /// The programs' instances, by number.
    private(set) var instances: [UInt64] = [0]
    private var hostNumbers: [UInt64: Int] = [:]
    private var programNumbers: [UInt64: Int] = [:]
    private var lastHost: (hash: UInt64, number: Int) = (0, 0)
    private var lastProgram: (hash: UInt64, number: Int) = (0, 0)

    /// Makes an empty table.
    package init() {}

    mutating func host(_ line: Span<UInt8>, _ range: Range<Int>) -> Int {
        let hash = line.hash(range)
        if hash == lastHost.hash { return lastHost.number }
        var number = hostNumbers[hash]
        if number == nil, hosts.count < Self.limit {
            number = hosts.count
            hostNumbers[hash] = hosts.count
            hostHashes.append(hash)
            hosts.append(line.text(range.prefix(Self.maxNameBytes)))
        }
        lastHost = (hash, number ?? 0)
        return number ?? 0
    }

    mutating func program(_ line: Span<UInt8>, _ tag: Range<Int>) -> Int {
        let hash = line.hash(tag)
        if hash == lastProgram.hash { return lastProgram.number }
        var number = programNumbers[hash]
        if number == nil, programs.count < Self.limit {
            number = programs.count
            programNumbers[hash] = programs.count
            let program = LogProgram(tag: line.text(tag.prefix(Self.maxNameBytes)))
            programs.append(program)
            servers.append(program.server)
            instances.append(program.instance)
            routes.append(program.route)
            submissions.append(program.isSubmission)
        }
        lastProgram = (hash, number ?? 0)
        return number ?? 0
    }
}
