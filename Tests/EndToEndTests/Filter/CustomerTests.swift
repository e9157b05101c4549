// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import TestSupport
import Testing

/// A customer of the filter beside the default, with a model that learned ham as spam and spam as ham: whose verdict it is shows.
struct OppositeCustomer {
    private let folder: ScratchFolder

    struct Untrained: Error { let reason: String }

    /// Trains the model.
    init() throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("drop"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o770])
        let outcome = try Program("spreu").run(
            [
                "train", "--ham", SampleCorpus.path("spam.mbox"), "--spam", SampleCorpus.path("ham.mbox"),
                "--output", folder.path("model"),
            ], environment: ["SPREU_KEY_FILE": folder.path("key")])
        guard outcome.code == 0 else { throw Untrained(reason: outcome.errors) }
    }

    /// Its drop folder.
    var drop: String { folder.path("drop") }

    /// The section of a configuration that has it and another, `empty`, without a model and without a drop folder.
    func section(domain: String = "acme.example", _ more: String = "") throws -> String {
        let key = folder.path("other-key")
        if !FileManager.default.fileExists(atPath: key) {
            try Data("spreu-key-1 \(String(repeating: "5a", count: 16))\n".utf8).write(to: URL(fileURLWithPath: key))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        }
        return """
            customers:
            - name: acme
              domains: \(domain)
              model: \(folder.path("model"))
              key: \(folder.path("key"))
              learning-folder: \(folder.path("drop"))
              \(more)
            - {name: empty, domains: empty.example, model: \(folder.path("none")), key: \(key)}

            """
    }

    /// What lies in its drop folder.
    func feedback() throws -> [DropRecord] {
        var reader = try DropReader(drop)
        var records: [DropRecord] = []
        while let event = reader.next() {
            if case .record(let received) = event { records.append(received.record) }
        }
        return records
    }
}

@Suite("spreud: customers over spamd and HTTP")
struct CustomerTests {
    private let customer: OppositeCustomer
    private let filter: FilterProcess
    private let spam: [UInt8]

    init() throws {
        customer = try OppositeCustomer()
        filter = try FilterProcess(customer.section())
        spam = [UInt8](try SampleCorpus.data("new/spam.eml"))
    }

    @Test("over HTTP the recipients say whose mail it is, else the user")
    func http() throws {
        for (fields, verdict) in [
            ([], "spam"), (["Rcpt: a@acme.example"], "ham"), (["Rcpt: <A@ACME.example>", "User: bob"], "ham"),
            (["Rcpt: x@elsewhere.example"], "spam"), (["User: a@acme.example"], "ham"),
            (["Rcpt: x@elsewhere.example", "User: a@acme.example"], "ham"), (["Deliver-To: a@acme.example"], "ham"),
            (["Rcpt: a@acme.example", "Rcpt: x@elsewhere.example"], "unsure"),
            (["Rcpt: a@empty.example", "User: a@acme.example"], "unfiltered"),
        ] {
            let reply = try filter.request("POST", "/v1/classify", spam, fields: fields)
            #expect(reply.status == 200 && reply.json["verdict"].string == verdict, "\(fields): \(reply.text)")
            if verdict == "unsure" {
                // What one's model says is not told to the other.
                #expect(
                    reply.text == "{\"recipients\": \"several\", \"size\": \(spam.count), \"verdict\": \"unsure\"}\n")
            }
            let check = try filter.request("POST", "/checkv2", spam, fields: fields)
            #expect(check.json["action"].string == (verdict == "spam" ? "add header" : "no action"))
        }
        let log = filter.log
        #expect(log.contains(" customer=acme ") && log.contains(" customers=acme,default ") && !log.contains("@"))
        #expect(log.contains(" verdicts=ham,spam"))
    }

    @Test("over spamd the recipients that Exim names say whose mail it is, else the user")
    func spamd() throws {
        func ask(_ line: String, _ fields: String...) throws -> String {
            let head = ([line] + fields + ["Content-length: \(spam.count)"]).map { $0 + "\r\n" }.joined() + "\r\n"
            return try filter.spamd(head, spam)
        }
        #expect(try ask("CHECK SPAMC/1.5").contains("Spam: True ;"))
        #expect(try ask("CHECK SPAMC/1.5", "User: a@acme.example").contains("Spam: False ;"))
        #expect(try ask("CHECK SPAMC/1.5", "User: a").contains("Spam: True ;"))
        let exim = ["Recipient-Number: 2", "Rcpt: <a@acme.example>"]
        #expect(try ask("CHECK RSPAMC/1.3", exim[0], exim[1], "Rcpt: <b@acme.example>").contains("default; False;"))
        let both = try ask("REPORT SPAMC/1.5", "Rcpt: <a@acme.example>", "Rcpt: <x@elsewhere.example>")
        #expect(both.contains("Spam: False ; 0.0 / 5.0") && both.hasSuffix("Spreu: unsure, recipients=several\r\n"))
        #expect(
            try filter.spamd("PING SPAMC/1.5\r\nSpreu: status\r\n\r\n").contains(", customers without a model: 1"))
    }

    @Test("what a client teaches gets into its owner's drop folder alone, and nowhere if the owner is not known")
    func learning() throws {
        func learn(_ fields: String...) throws -> Int {
            try filter.request("POST", "/v1/learn/spam", spam, fields: fields).status
        }
        func tell(_ fields: String...) throws -> String {
            let head = ["TELL SPAMC/1.5", "Message-class: ham", "Set: local", "Content-length: \(spam.count)"] + fields
            return try filter.spamd(head.map { $0 + "\r\n" }.joined() + "\r\n", spam)
        }
        #expect(try learn("User: a@acme.example") == 200 && learn("Deliver-To: b@acme.example") == 200)
        #expect(try learn("User: x@elsewhere.example") == 200)
        #expect(try tell("User: a@acme.example").contains("DidSet: local"))
        #expect(try learn() == 400 && learn("User: anna") == 400 && learn("Rcpt: anna") == 400)
        #expect(try learn("User: a@acme.example", "Rcpt: x@elsewhere.example") == 400)
        #expect(try learn("User: a@empty.example") == 501)
        #expect(try tell("User: anna").contains("say whose mail it is"))
        #expect(try customer.feedback().map(\.feedback) == [.spam, .spam, .ham])
        #expect(try customer.feedback().map(\.account) == ["a@acme.example", "", "a@acme.example"])
        #expect(try filter.feedback().map(\.account) == ["x@elsewhere.example"])
    }

    @Test("monitoring hears of all, and of each by its name")
    func monitoring() throws {
        func get(_ path: String) throws -> (Int, String) {
            let reply = try filter.request("GET", path)
            return (reply.status, reply.text)
        }
        #expect(try get("/ready") == (200, "{\"ready\": true, \"withoutModel\": [\"empty\"]}\n"))
        #expect(try get("/ready?customer=acme") == (200, "{\"ready\": true}\n"))
        #expect(try get("/ready?customer=empty") == (503, "{\"ready\": false}\n"))
        #expect(try get("/ready?customer=nobody").0 == 404)
        let models = try ["default", "acme"].map { try filter.request("GET", "/v1/model?customer=\($0)").json["model"] }
        #expect(try models[0] != models[1] && filter.request("GET", "/v1/model").json["model"] == models[0])
        let reload = try filter.request("POST", "/v1/reload")
        #expect(reload.status == 409 && reload.json["result"].string == "loaded")
        #expect(reload.json["customers"]["acme"]["generation"].integer == 2)
        #expect(reload.json["customers"]["empty"]["result"].string == "refused")
    }

    @Test("a signal has everybody's model looked for at once")
    func hangup() throws {
        kill(filter.process.processIdentifier, SIGHUP)
        // What is not there is told again when asked to look.
        #expect(eventually { filter.log.split(separator: "\n").filter { $0.contains("no model: ") }.count == 2 })
        #expect(filter.log.contains(" customer=empty"))
        #expect(eventually { (try? filter.metric(#"spreu_model_generation{customer="acme"}"#)) == 2 })
    }
}
