// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite(
    "The list of senders behind Postfix", .serialized,
    .enabled(if: PostfixInstance.obstacle == nil, Comment(rawValue: PostfixInstance.obstacle ?? "")))
struct PostfixListTests {
    @Test(
        "client, sender and recipients are those that Postfix tells, and classify finds the client in the delivered file"
    )
    func envelope() throws {
        let folder = try ScratchFolder()
        let (lists, site) = (folder.path("lists"), folder.path("site.yaml"))
        let text = """
            deny 198.51.100.0/24 for=\(PostfixInstance.domain)
            deny bulk.example for=other.example.com
            allow 203.0.113.0/24

            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: lists))
        try Data("lists: \(lists)\n".utf8).write(to: URL(fileURLWithPath: site))
        let postfix = try PostfixInstance("site: \(site)\npolicy: {reject-at: 1}")
        func submit(_ message: String, _ options: [String]) throws -> (field: String, file: String) {
            let outcome = try postfix.swaks(message, options)
            #expect(outcome.code == 0, "\(outcome.text)")
            let file = try postfix.delivered(1)[0]
            let copy = folder.path("copy-\(UUID().uuidString)")
            try FileManager.default.moveItem(atPath: file, toPath: copy)
            return (try PostfixTests.Delivered(copy).all("X-Spreu").first ?? "", copy)
        }
        let denied = try submit(PostfixTests.ham(), ["--xclient", "ADDR=198.51.100.9"])
        #expect(denied.field.hasPrefix("spam, ") && denied.field.hasSuffix(", list=deny"), "\(denied.field)")
        let allowed = try submit(PostfixTests.spam(), ["--xclient", "ADDR=203.0.113.9"])
        #expect(allowed.field.hasPrefix("ham, ") && allowed.field.hasSuffix(", list=allow"), "\(allowed.field)")
        // The entry for another domain of recipients says nothing of this one.
        let other = try submit(PostfixTests.ham(), ["--xclient", "ADDR=192.0.2.9", "--from", "joe@bulk.example"])
        #expect(other.field.hasPrefix("ham, ") && !other.field.contains("list="), "\(other.field)")
        for (delivered, list) in [(denied, "deny"), (allowed, "allow"), (other, nil)] {
            let outcome = try Spreu.run([
                "classify", "--json", "--model", Spreu.model(), "--site", site, delivered.file,
            ])
            #expect(try outcome.value["list"].string == list, "\(outcome.text) \(outcome.errors)")
        }
        #expect(!postfix.filter.log.contains("@"))
    }
}
