// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import TestSupport
import Testing

@Suite("spreud: HTTP")
struct HTTPTests {
    private let spam: [UInt8]
    private let ham: [UInt8]

    init() throws {
        spam = [UInt8](try SampleCorpus.data("new/spam.eml"))
        ham = [UInt8](try SampleCorpus.data("new/ham.eml"))
    }

    @Test(
        "Debian's rspamc checks, teaches and shows statistics",
        .enabled(if: SpamClient.rspamc.exists, "rspamc is missing: scripts/setup --tests installs it (package rspamd)"))
    func realClient() throws {
        let filter = try FilterProcess()
        func run(_ arguments: [String]) throws -> String {
            let outcome = try SpamClient.rspamc.run(["-h", "127.0.0.1:\(filter.httpPort)"] + arguments)
            #expect(outcome.code == 0, "\(outcome.errors)")
            return outcome.text
        }
        let files = try ["new/spam.eml", "new/ham.eml"].map { try SampleCorpus.path($0) }
        let spamText = try run([files[0]])
        #expect(spamText.contains("Action: add header\nSpam: true\n") && spamText.contains("Symbol: SPREU_SPAM ("))
        #expect(spamText.contains(" / 15.00\n") && logOdds(in: spamText) != nil)
        #expect(try run([files[1]]).contains("Action: no action\nSpam: false\n"))
        #expect(try run(["learn_spam", files[0]]).contains("success = true;"))
        #expect(try run(["learn_ham", files[1]]).contains("success = true;"))
        let feedback = try filter.feedback()
        #expect(feedback.map(\.feedback) == [.spam, .ham] && feedback.map(\.message) == [spam, ham])
        #expect(feedback.allSatisfy { $0.origin == "http-learn" })
        let statistics = try run(["stat"])
        #expect(statistics.contains("Messages scanned: 2\n") && statistics.contains("Messages learned: 2\n"))
        #expect(statistics.contains("Messages with action add header: 1, 50.00%"))
        #expect(
            statistics.contains("Statfile: BAYES_SPAM type: spreu;") && statistics.contains("Total learns: "),
            "\(statistics)")
    }

    @Test(
        "with a token rspamc has to give it",
        .enabled(if: SpamClient.rspamc.exists, "rspamc is missing: scripts/setup --tests installs it (package rspamd)"))
    func realClientPassword() throws {
        let filter = try FilterProcess(httpExtra: "\n  token: 0123456789abcdef")
        func learn(_ options: [String]) throws -> Program.Outcome {
            try SpamClient.rspamc.run(
                ["-h", "127.0.0.1:\(filter.httpPort)"] + options + ["learn_spam", SampleCorpus.path("new/spam.eml")])
        }
        #expect(try !learn([]).text.contains("success = true"))
        #expect(try !learn(["-P", "0123456789abcdeF"]).text.contains("success = true"))
        #expect(try learn(["-P", "0123456789abcdef"]).text.contains("success = true"))
        #expect(try filter.feedback().count == 1)
    }

    @Test("classify tells what 'spreu classify' tells, exactly")
    func classify() throws {
        let filter = try FilterProcess()
        for (name, message) in [("spam", spam), ("ham", ham)] {
            let reply = try filter.request("POST", "/v1/classify", message, fields: ["Queue-Id: 4ABC"])
            let expected = try Spreu.run([
                "classify", "--model", Spreu.model(), "--json", SampleCorpus.path("new/\(name).eml"),
            ])
            #expect(reply.status == 200)
            for key in ["logOdds", "probability", "verdict"] { #expect(reply.json[key] == (try expected.value[key])) }
            #expect(reply.json["size"].integer == message.count && reply.json["partial"].bool == false)
            let model = try filter.request("GET", "/v1/model").json
            #expect(model["model"] == reply.json["model"] && model["thresholds"] == reply.json["thresholds"])
        }
        #expect(eventually { filter.log.contains(" queue=4ABC ") })
        #expect(try filter.request("POST", "/v1/classify").status == 400)
    }

    @Test("a compressed message is unpacked or refused, never scored or learned as it is")
    func compressed() throws {
        let filter = try FilterProcess()
        let plain = try filter.request("POST", "/v1/classify", spam).json["logOdds"]
        for (coding, packed) in [
            ("gzip", gzipCompressed(spam)), ("GZIP", gzipCompressed(spam)), ("x-gzip", gzipCompressed(spam)),
            ("deflate", zlibCompressed(spam)), ("zstd", zstdCompressed(spam)), ("identity", spam), ("", spam),
        ] {
            let reply = try filter.request("POST", "/v1/classify", packed, fields: ["Content-Encoding: \(coding)"])
            #expect(reply.status == 200 && reply.json["logOdds"] == plain, "\(coding)")
            #expect(reply.json["size"].integer == spam.count)
        }
        #expect(
            try filter.request("POST", "/learnspam", gzipCompressed(spam), fields: ["Content-Encoding: gzip"]).status
                == 200)
        // As rspamc does since version 3.8.
        #expect(
            try filter.request("POST", "/learnspam", zstdCompressed(spam), fields: ["Compression: zstd"]).status == 200)
        // Debian 13's rspamc (3.12.1) names one compression by both fields; two of them are refused below.
        let both = ["Content-Encoding: zstd", "Compression: zstd", "Accept: application/msgpack"]
        let checked = try filter.request("POST", "/checkv2", zstdCompressed(spam), fields: both)
        #expect(checked.status == 200 && checked.json["action"].string == "add header")
        #expect(try filter.request("POST", "/learnspam", zstdCompressed(spam), fields: both).status == 200)
        #expect(try filter.feedback().map(\.message) == [spam, spam, spam])
        for field in [
            "Content-Encoding: br", "Compression: lz4", "Content-Encoding: gzip, br",
            "Content-Encoding: zstd, zstd", "Content-Encoding: gzip\r\nCompression: zstd", "Shm: /rspamd-1",
            "File: /var/mail/a", "Path: /var/mail/a",
        ] {
            for path in ["/checkv2", "/v1/classify", "/learnspam", "/learnham"] {
                #expect(
                    try filter.request("POST", path, gzipCompressed(spam), fields: [field]).status == 415, "\(field)")
            }
        }
        for (coding, packed) in [
            ("gzip", spam), ("gzip", Array(gzipCompressed(spam).dropLast(20))), ("zstd", spam),
            ("zstd", Array(zstdCompressed(spam).dropLast(20))),
        ] {
            let fields = ["Content-Encoding: \(coding)"]
            #expect(try filter.request("POST", "/checkv2", packed, fields: fields).status == 400, "\(coding)")
        }
        #expect(try filter.feedback().count == 3)
        let long = [UInt8](repeating: 97, count: 200 << 20)
        for (coding, bomb) in [("gzip", gzipCompressed(long)), ("zstd", zstdCompressed(long))] {
            let reply = try filter.request("POST", "/v1/classify", bomb, fields: ["Content-Encoding: \(coding)"])
            #expect(reply.json["partial"].bool == true, "\(coding)")
        }
    }

    @Test("a request whose header is beyond the limits, or that is none, is refused in words")
    func refusedHeaders() throws {
        let filter = try FilterProcess()
        for fields in [
            (0..<1_001).map { "Rcpt: a\($0)@example.com" }, ["X-Long: " + String(repeating: "a", count: 40_000)],
            (0..<90).map { "X-\($0): " + String(repeating: "a", count: 800) },
        ] {
            let reply = try filter.request("POST", "/checkv2", spam, fields: fields)
            #expect(reply.status == 431)
            #expect(
                reply.json["error"].string?.contains("at most 1000 header fields, of 32 KiB each and 64 KiB together")
                    == true)
        }
        let most = (0..<990).map { "Rcpt: a\($0)@example.com" }
        #expect(try filter.request("POST", "/checkv2", spam, fields: most).status == 200)
        let client = try RawClient(port: filter.httpPort)
        try client.send("NOT HTTP\r\n\r\n")
        let answer = String(decoding: try client.readAll(), as: UTF8.self)
        #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.contains("this is no request of HTTP/1.1"), "\(answer)")
    }

    @Test("a message whose server has yet to write its Received field scores as it will once that is there")
    func receivingHop() throws {
        let filter = try FilterProcess()
        let outside = """
            Received: from pc.out.example.net (pc.out.example.net [192.0.2.3])
            \tby relay.out.example.net (Postfix) with ESMTPSA id A1; Mon, 2 Mar 2026 10:00:00 +0100
            From: joe@out.example.net
            Subject: Angebot

            Text

            """
        let own = """
            Return-Path: <joe@out.example.net>
            Received: from relay.out.example.net (relay.out.example.net [198.51.100.7])
            \tby mx.site.example.com (Postfix) with ESMTPS id B2; Mon, 2 Mar 2026 10:00:01 +0100

            """
        let file = filter.folder.path("delivered")
        try Data((own + outside).utf8).write(to: URL(fileURLWithPath: file))
        let learned = try Spreu.run(["classify", "--model", Spreu.model(), "--json", file]).value
        let reply = try filter.request(
            "POST", "/v1/classify", Array(outside.utf8),
            fields: [
                "MTA-Name: mx.site.example.com", "IP: 198.51.100.7", "Hostname: relay.out.example.net",
                "Helo: relay.out.example.net",
            ])
        #expect(reply.json["logOdds"] == learned["logOdds"])
    }

    @Test("checkv2 has what rspamd's clients read")
    func checkv2() throws {
        let filter = try FilterProcess("policy: {reject-at: 3.5, spam-flag: true}")
        let reply = try filter.request("POST", "/checkv2", spam).json
        #expect(reply["action"].string == "reject" && reply["is_skipped"].bool == false)
        guard case .number(let score) = reply["score"], case .number(let required) = reply["required_score"] else {
            Issue.record("no scores")
            return
        }
        #expect(score >= required && required >= 5)
        #expect(reply["symbols"]["SPREU_SPAM"]["options"].elements.count == 1)
        #expect(reply["milter"]["add_headers"]["X-Spam-Flag"]["value"].string == "YES")
        #expect(reply["milter"]["add_headers"]["X-Spreu"]["value"].string?.hasPrefix("spam, ") == true)
        #expect(reply["milter"]["remove_headers"]["X-Spreu"].integer == 0)
        let hamReply = try filter.request("POST", "/checkv2", ham).json
        #expect(hamReply["action"].string == "no action")
    }

    @Test("a client that asks /checkv3 is told to ask /checkv2")
    func checkv3() throws {
        let filter = try FilterProcess()
        let form = "--b\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n"
        let reply = try filter.request(
            "POST", "/checkv3", Array(form.utf8) + spam + Array("\r\n--b--\r\n".utf8),
            fields: ["Content-Type: multipart/form-data; boundary=b"])
        #expect(reply.status == 404 && reply.json["error"].string?.contains("/checkv2") == true)
        #expect(try filter.request("GET", "/stat").json["scanned"].integer == 0)
    }

    @Test("many requests go over one connection; HTTP/1.0 ends after its answer")
    func keepAlive() throws {
        let filter = try FilterProcess()
        let client = try RawClient(port: filter.httpPort)
        let request = "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Length: \(spam.count)\r\n\r\n"
        for _ in 0..<20 {
            try client.send(Array(request.utf8) + spam)
            var reply: [UInt8] = []
            while !reply.suffix(2).elementsEqual("}\n".utf8) {
                let piece = try client.read()
                #expect(!piece.isEmpty)
                if piece.isEmpty { return }
                reply += piece
            }
            #expect(try HTTPReply(reply).json["verdict"].string == "spam")
        }
        let old = try RawClient(port: filter.httpPort)
        try old.send("GET /ping HTTP/1.0\r\n\r\n")
        #expect(try HTTPReply(old.readAll()).text == "pong\r\n")
        // Two at once.
        let two = try RawClient(port: filter.httpPort)
        try two.send(
            "GET /ping HTTP/1.1\r\nHost: x\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let text = String(decoding: try two.readAll(), as: UTF8.self)
        #expect(text.contains("pong\r\n") && text.contains("\"ok\""))
    }

    @Test(
        "the answer to HEAD has the length of that to GET, and no content", arguments: ["/ping", "/none", "/checkv2"])
    func head(path: String) throws {
        let filter = try FilterProcess()
        let head = try filter.request("HEAD", path)
        let get = try filter.request("GET", path)
        #expect(head.body.isEmpty && head.status == get.status)
        func length(_ reply: HTTPReply) -> Substring? {
            reply.head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
        }
        #expect(length(head) == length(get) && length(head) != nil)
    }

    @Test("of requests that are sent at once only the answer to the last says that the connection ends")
    func pipelined() throws {
        let filter = try FilterProcess()
        let client = try RawClient(port: filter.httpPort)
        let post = "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Length: \(spam.count)\r\n\r\n"
        let last = "GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        try client.send(Array(post.utf8) + spam + Array(post.utf8) + spam + Array(last.utf8))
        let answers = String(decoding: try client.readAll(), as: UTF8.self).split(separator: "HTTP/1.1 200 ")
        #expect(answers.map { $0.lowercased().contains("connection: close") } == [false, false, true])
        #expect(answers.last?.hasSuffix("pong\r\n") == true)
    }

    @Test("who has sent all and says so is answered still, and the connection ends")
    func halfClosed() throws {
        let filter = try FilterProcess()
        let client = try RawClient(port: filter.httpPort)
        try client.send("POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Length: \(spam.count)\r\n\r\n")
        try client.send(spam)
        client.halfClose()
        let reply = try HTTPReply(client.readAll())
        #expect(reply.json["verdict"].string == "spam" && reply.head.lowercased().contains("connection: close"))
        let idle = try RawClient(port: filter.httpPort)
        idle.halfClose()
        #expect(idle.isClosed())
        #expect(eventually { (try? filter.metric("spreu_connections{protocol=\"http\"}")) == 1 })
    }

    @Test("who waits for '100 Continue' gets it")
    func expectContinue() throws {
        let filter = try FilterProcess()
        let client = try RawClient(port: filter.httpPort)
        try client.send(
            "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Length: \(spam.count)\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
        )
        #expect(String(decoding: try client.read(), as: UTF8.self).hasPrefix("HTTP/1.1 100 "))
        try client.send(spam)
        #expect(try HTTPReply(client.readAll()).json["verdict"].string == "spam")
    }

    @Test("wrong paths, methods and pages of a browser are refused")
    func refused() throws {
        let filter = try FilterProcess()
        #expect(try filter.request("GET", "/none").status == 404)
        #expect(try filter.request("POST", "/none", spam).status == 404)
        let reply = try filter.request("GET", "/checkv2")
        #expect(reply.status == 405 && reply.head.contains("Allow: POST"))
        #expect(try filter.request("POST", "/ping", spam).status == 405)
        #expect(try filter.request("DELETE", "/v1/model").status == 405)
        #expect(try filter.request("POST", "/learnspam", spam, fields: ["Origin: http://evil.example"]).status == 403)
        #expect(try filter.request("POST", "/v1/reload", fields: ["Origin: http://evil.example"]).status == 403)
        #expect(try filter.request("POST", "/learnspam").status == 400)
        for noise in [[0, 0, 0], Array("x".utf8), [0x1F, 0x8B, 8, 0]] as [[UInt8]] {
            let reply = try filter.request("POST", "/learnham", noise)
            #expect(reply.status == 400 && (reply.json["error"].string ?? "").hasSuffix("it is not learned"))
        }
        #expect(try filter.feedback().isEmpty)
    }

    @Test("a token is asked for in both of its forms")
    func token() throws {
        let filter = try FilterProcess(httpExtra: "\n  token: 0123456789abcdef")
        for fields in [
            [], ["Password: x"], ["Authorization: Bearer 0123456789abcdeg"], ["Authorization: Basic 0123456789abcdef"],
        ] {
            #expect(try filter.request("POST", "/v1/learn/spam", spam, fields: fields).status == 403)
            #expect(try filter.request("POST", "/v1/reload", fields: fields).status == 403)
        }
        for fields in [["Password: 0123456789abcdef"], ["Authorization: bearer 0123456789abcdef"]] {
            #expect(try filter.request("POST", "/v1/learn/forget", spam, fields: fields + ["User: ann"]).status == 200)
            #expect(try filter.request("POST", "/v1/reload", fields: fields).status == 200)
        }
        #expect(try filter.request("POST", "/v1/classify", spam).status == 200)
        #expect(try filter.feedback().map(\.account) == ["ann", "ann"])
    }

    @Test("a new model is taken when asked, a bad one refused and the old one kept")
    func reload() throws {
        let filter = try FilterProcess(hasModel: false)
        let path = filter.folder.path("model")
        #expect(try filter.request("POST", "/v1/reload").status == 409)
        #expect(try filter.request("GET", "/ready").status == 503)
        try FileManager.default.copyItem(atPath: Spreu.model(), toPath: path + ".new")
        #expect(rename(path + ".new", path) == 0)
        let loaded = try filter.request("POST", "/v1/reload")
        #expect(loaded.status == 200 && loaded.json["result"].string == "loaded")
        #expect(try filter.request("GET", "/ready").status == 200)
        try Data("no model".utf8).write(to: URL(fileURLWithPath: path + ".new"))
        #expect(rename(path + ".new", path) == 0)
        let refused = try filter.request("POST", "/v1/reload")
        #expect(refused.status == 409 && refused.json["error"].string != nil)
        #expect(try filter.request("POST", "/v1/classify", spam).json["verdict"].string == "spam")
    }

    @Test("the page of numbers is what Prometheus reads, and counts what was done")
    func metrics() throws {
        let filter = try FilterProcess()
        _ = try filter.request("POST", "/v1/classify", spam)
        let reply = try filter.request("GET", "/metrics")
        #expect(reply.head.lowercased().contains("content-type: text/plain; version=0.0.4"))
        for line in reply.text.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: /[a-z_]+(\{([a-z]+="[^"]*",?)+\})? -?[0-9.e+-]+/) != nil, "\(line)")
        }
        let messages = "spreu_messages_total{protocol=\"http\",verdict=\"spam\",source=\"unknown\"}"
        #expect(try filter.metric(messages) == 1)
        #expect(try filter.metric("spreu_model_generation") == 1)
    }

    @Test("the description that is served is openapi.yaml, byte for byte")
    func description() throws {
        let filter = try FilterProcess()
        let path = SharedFiles.projectRoot + "/Sources/FilterService/HTTP/openapi.yaml"
        let documented = try String(contentsOfFile: path, encoding: .utf8)
        #expect(try filter.request("GET", "/openapi.yaml").text == documented)
    }
}
