// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Messages for tests, in domains reserved for examples.
enum TestMail {
    /// A message as a client sends it, with LF line ends.
    static func message(_ number: Int = 1, subject: String = "Offer", body: String = "Hello, cheap pills.\n") -> String
    {
        """
        Received: from pc (pc.out.example.net [192.0.2.3])
        \tby relay.out.example.net (Postfix) with ESMTPSA id A\(number)
        \tfor <anna@site.example.com>; Mon, 2 Mar 2026 10:00:00 +0100
        From: Joe <joe\(number)@out.example.net>
        To: anna@site.example.com
        Subject: \(subject)
        Date: Mon, 2 Mar 2026 09:59:58 +0100
        Message-ID: <\(number).abc@out.example.net>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        \(body)
        """
    }
}
