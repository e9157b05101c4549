// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SpamModel

/// `spreu allow`: puts a sender on the site's list as wanted.
struct Allow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "allow",
        abstract: "Allow a sender, so that the filter delivers the mail whatever its score.",
        discussion: """
            Names an address, a domain (.example.org with all domains below it), a network or a mailing list \
            (list:NAME, by its List-Id). Counts for mail whose sender the site's own servers have authenticated; a network \
            counts always. A running filter takes it up within seconds.

            Example: spreu allow anna@customer.example --until 30d --note 'offer 4711'
            """)

    @OptionGroup var options: ListOptions

    func run() throws { try options.run(.allow) }
}

/// `spreu deny`: puts a sender on the site's list as unwanted.
struct Deny: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny",
        abstract: "Deny a sender, so that the filter calls the mail spam whatever its score.",
        discussion: """
            Names an address, a domain (.example.org with all domains below it), a network or a mailing list \
            (list:NAME, by its List-Id). A running filter takes it up within seconds.

            Example: spreu deny .pills.example --note 'since the trade fair'
            """)

    @OptionGroup var options: ListOptions

    func run() throws { try options.run(.deny) }
}
