// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite(
    "Customers behind Postfix", .serialized,
    .enabled(if: PostfixInstance.obstacle == nil, Comment(rawValue: PostfixInstance.obstacle ?? "")))
struct PostfixCustomerTests {
    @Test("Postfix's recipients say whose model judges, and one message to two customers is refused for neither")
    func recipients() throws {
        let customer = try OppositeCustomer()
        let postfix = try PostfixInstance(
            "policy: {reject-at: 0}\n"
                + customer.section(domain: PostfixInstance.domain, "policy: {reject-at: 0}"))
        /// What became of the sample's spam, which the customer's model takes for ham.
        func submit(_ message: String, to recipients: [String]) throws -> (code: Int32, field: String?) {
            let outcome = try postfix.swaks(message, ["--to", recipients.joined(separator: ",")])
            guard outcome.code == 0, recipients.contains(PostfixInstance.recipient) else { return (outcome.code, nil) }
            let field = try PostfixTests.Delivered(postfix.delivered(1)[0]).all("X-Spreu").first
            try postfix.empty()
            return (outcome.code, field)
        }
        let (own, other) = (PostfixInstance.recipient, "x@\(PostfixInstance.otherDomain)")
        let mine = try submit(PostfixTests.spam(), to: [own])
        #expect(mine.field?.hasPrefix("ham, ") == true, "\(mine.field ?? postfix.log)")
        let ham = try submit(PostfixTests.ham(), to: [own])
        #expect(ham.field?.hasPrefix("unsure, probability=") == true, "\(ham)")
        #expect(try submit(PostfixTests.ham(), to: [other]).code == 0)
        #expect(try submit(PostfixTests.spam(), to: [other]).code != 0)
        for message in try [PostfixTests.spam(), PostfixTests.ham()] {
            let both = try submit(message, to: [own, other])
            #expect(both.code == 0 && both.field == "unsure, recipients=several", "\(both)")
        }
        #expect(postfix.filter.log.contains(" customers=acme,default "))
        #expect(!postfix.filter.log.contains("@"))
    }
}
