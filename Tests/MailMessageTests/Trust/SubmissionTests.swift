// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Who handed a message in")
struct SubmissionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let fields: [String]
        /// nil: nobody of the site; "": somebody who is not named.
        let user: String?

        init(_ name: String, _ user: String?, _ fields: String...) {
            (testDescription, self.user, self.fields) = (name, user, fields)
        }
    }

    private static let lmtp =
        "Received: from mx.firma.example by imap.firma.example with LMTP id 1 for <spam@firma.example>; "
        + "Tue, 3 Mar 2026 10:00:02 +0100"
    private static let submitted =
        "Received: from [10.1.2.3] (dsl.example.net [203.0.113.9])\n\t(using TLSv1.3)\n\t"
        + "(Authenticated sender: anna@firma.example)\n\tby mx.firma.example (Postfix) with ESMTPSA id 2; "
        + "Tue, 3 Mar 2026 10:00:01 +0100"
    private static let foreign =
        "Received: from mail.example.net (mail.example.net [203.0.113.9]) by mx.firma.example "
        + "(Postfix) with ESMTPS id 3; Tue, 3 Mar 2026 10:00:01 +0100"
    private static let filtered =
        "Received: from localhost (localhost [127.0.0.1]) by mx.firma.example (Postfix) with ESMTP "
        + "id 4; Tue, 3 Mar 2026 10:00:02 +0100"
    private static let amavis =
        "Received: from mx.firma.example ([127.0.0.1]) by localhost (mx.firma.example [127.0.0.1]) "
        + "(amavisd-new, port 10024) with ESMTP id 5; Tue, 3 Mar 2026 10:00:02 +0100"

    static let cases = [
        Case("somebody who authenticated", "anna@firma.example", submitted),
        Case("the same, delivered by LMTP", "anna@firma.example", lmtp, submitted),
        Case("the same, through a content filter", "anna@firma.example", lmtp, filtered, amavis, submitted),
        Case(
            "Exim, which names nobody", "",
            "Received: from dsl.example.net ([203.0.113.9]) by mx.firma.example with esmtpsa (TLS1.3) (Exim 4.96) id 6"),
        Case(
            "a client of the site's networks", "",
            "Received: from pc (pc.firma.example [192.0.2.7]) by mx.firma.example (Postfix) with ESMTP id 7"),
        Case("a program of the machine", "", filtered),
        Case("a stranger", nil, foreign),
        Case("a stranger, delivered by LMTP and through a filter", nil, lmtp, filtered, amavis, foreign),
        Case("a stranger who forged what the site's server writes", nil, foreign, submitted),
        Case("the same through a filter", nil, filtered, amavis, foreign, submitted),
        Case(
            "another site's authenticated user", nil,
            "Received: from pc ([198.51.100.1]) by mx.example.net with ESMTPSA id 8"),
        Case(
            "mail that was fetched from elsewhere", nil, filtered,
            submitted.replacing("mx.firma.example", with: "mx.example.net")),
        Case(
            "the same, fetched by another machine of the site", nil,
            "Received: from fetch (fetch.firma.example [192.0.2.5]) by mx.firma.example (Postfix) with ESMTP id 12",
            submitted.replacing("mx.firma.example", with: "mx.example.net")),
        Case(
            "a stranger, by the site's second server", nil,
            "Received: from mx2.firma.example (mx2.firma.example [192.0.2.6]) by mx.firma.example (Postfix) with ESMTP id 13",
            foreign.replacing("by mx.", with: "by mx2."), submitted),
        Case(
            "somebody who authenticated at the site's second server", "anna@firma.example",
            "Received: from mx2.firma.example (mx2.firma.example [192.0.2.6]) by mx.firma.example (Postfix) with ESMTP id 14",
            submitted.replacing("by mx.", with: "by mx2.")),
        Case(
            "a stranger who says hello with the site's address", nil,
            "Received: from [127.0.0.1] (unknown [203.0.113.9]) by mx.firma.example (Postfix) with ESMTP id 9"),
        Case(
            "a stranger whose address has the site's as its name", nil,
            "Received: from x (127.0.0.1 [203.0.113.9]) by mx.firma.example (Postfix) with ESMTP id 10"),
        Case(
            "a stranger whose hello opens a comment", nil,
            "Received: from x(y (unknown [203.0.113.9]) by mx.firma.example (Postfix) with ESMTP id 11", submitted),
        Case("no Received field at all", nil),
        Case(
            "a Received field that names no server", nil,
            "Received: (qmail 1 invoked by uid 0); 3 Mar 2026 10:00:00 +0100"),
        Case(
            "the site's own results above all", "anna",
            "Authentication-Results: mx.firma.example; auth=pass smtp.auth=anna",
            foreign),
        Case(
            "results of another server", nil, "Authentication-Results: mx.example.net; auth=pass smtp.auth=anna",
            foreign),
        Case(
            "results that a stranger put below the site's hop", nil, foreign,
            "Authentication-Results: mx.firma.example; auth=pass smtp.auth=anna"),
        Case(
            "results with a word of the stranger's in them", nil,
            "Authentication-Results: mx.firma.example; spf=pass smtp.mailfrom=\"; auth=pass smtp.auth=anna \"@example.net",
            foreign),
    ]

    private func message(_ fields: [String]) -> Message {
        Message(
            Array(
                (["Return-Path: <anna@firma.example>"] + fields + ["From: anna@firma.example", "", "text"])
                    .joined(separator: "\n").utf8))
    }

    @Test("only what a stranger cannot have written says that somebody of the site sent a message", arguments: cases)
    func named(example: Case) {
        let trust = TrustBoundary(
            networks: ["192.0.2.0/24"].compactMap { NetworkRange($0) }, hosts: ["firma.example"])
        let found = trust.submission(of: message(example.fields))
        #expect(found.map { $0.user ?? "" } == example.user)
    }

    @Test("without names of hosts the topmost server's domain is the site, and networks are none")
    func guessed() {
        func user(_ fields: String...) -> String? {
            TrustBoundary.guess.submission(of: message(fields)).map { $0.user ?? "" }
        }
        #expect(user(Self.submitted) == "anna@firma.example")
        #expect(user(Self.lmtp, Self.filtered, Self.amavis, Self.submitted) == "anna@firma.example")
        #expect(user(Self.foreign, Self.submitted) == nil)
        #expect(user(Self.filtered, Self.amavis, Self.foreign, Self.submitted) == nil)
        #expect(user("Received: from pc ([192.168.1.7]) by mx.firma.example with ESMTP id 1", Self.submitted) == nil)
        #expect(user("Authentication-Results: mx.firma.example; auth=pass", Self.foreign) == nil)
    }
}
