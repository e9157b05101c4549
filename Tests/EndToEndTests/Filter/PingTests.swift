// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu ping")
struct PingTests {
    private func ping(_ arguments: [String]) throws -> Program.Outcome {
        try Program("spreu").run(["ping"] + arguments)
    }

    @Test("a filter with a model tells its id, over TCP and Unix sockets")
    func model() throws {
        let folder = try ScratchFolder()
        let filter = try FilterProcess()
        let id = try #require(try filter.request("GET", "/v1/model").json["model"].string)
        let expected = "alive, model=\(id)\n"
        #expect(try ping(["127.0.0.1:\(filter.spamdPort)"]).text == expected)
        #expect(try ping(["localhost:\(filter.httpPort)", "--protocol", "http"]).text == expected)
        let unix = try FilterProcess(spamd: "unix:\(folder.path("s"))")
        let outcome = try ping(["unix:\(folder.path("s"))"])
        #expect(outcome.code == 0 && outcome.text == expected)
        unix.stop()
        #expect(try ping(["unix:\(folder.path("s"))"]).code == 69)
    }

    @Test("without a model the exit code is another")
    func noModel() throws {
        let filter = try FilterProcess(hasModel: false)
        for arguments in [["127.0.0.1:\(filter.spamdPort)"], ["127.0.0.1:\(filter.httpPort)", "--protocol", "http"]] {
            let outcome = try ping(arguments)
            #expect(outcome.code == 4 && outcome.text.hasPrefix("alive, no model"))
        }
    }

    @Test("over the milter protocol it tells that the filter is alive")
    func milter() throws {
        let folder = try ScratchFolder()
        let filter = try FilterProcess("milter: {listen: \"unix:\(folder.path("m"))\"}")
        let isAlive = eventually {
            (try? ping(["unix:\(folder.path("m"))", "--protocol", "milter"]).text) == "alive\n"
        }
        #expect(isAlive)
        filter.stop()
    }

    @Test("where nobody listens, or somebody else, it says so in one line")
    func nobody() throws {
        let filter = try FilterProcess()
        let free = try RawClient.freePort()
        for arguments in [
            ["127.0.0.1:\(free)"], ["unix:/nonexistent"], ["127.0.0.1:\(filter.httpPort)"],
            ["127.0.0.1:\(filter.spamdPort)", "--protocol", "http"],
            ["127.0.0.1:\(filter.httpPort)", "--protocol", "milter", "--timeout", "1"],
        ] {
            let outcome = try ping(arguments)
            #expect(outcome.code == 69 && outcome.errorLines.count == 1, "\(arguments) \(outcome.errors)")
        }
        #expect(try ping(["nowhere"]).code == 64)
    }
}
