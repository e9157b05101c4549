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

    @Test("a model that calls nothing spam is told at the start, by ping and among the metrics")
    func callsNothingSpam() throws {
        let folder = try ScratchFolder()
        let index = try SampleCorpus.index()
        func sources(_ label: String) throws -> [String] {
            try index.filter { $0.label == label }.prefix(3).flatMap {
                ["--" + label, try SampleCorpus.path($0.path)]
            }
        }
        let trained = try Spreu.run(["train", "--output", folder.path("model")] + sources("ham") + sources("spam"))
        #expect(trained.code == 4, "so few messages are a warning: \(trained.errors)")
        let filter = try FilterProcess(model: folder.path("model"))
        for arguments in [["127.0.0.1:\(filter.spamdPort)"], ["127.0.0.1:\(filter.httpPort)", "--protocol", "http"]] {
            let outcome = try ping(arguments)
            #expect(outcome.code == 4 && outcome.text.contains("calls nothing spam"), "\(outcome.text)")
        }
        let metrics = try filter.request("GET", "/metrics").text
        #expect(metrics.contains("spreu_model_calls_nothing_spam 1"))
        let log = String(decoding: try Data(contentsOf: URL(fileURLWithPath: filter.folder.path("log"))), as: UTF8.self)
        #expect(log.contains("calls nothing spam"))
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
