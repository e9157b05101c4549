// SPDX-License-Identifier: Apache-2.0
package import MailMessage

extension SiteServers {
    /// Whether the site's own servers looked at who sent a message, and what they found does not show that it is its author's.
    ///
    /// Without results nothing is doubted: then nobody looked. Mail of a user who logged in has none either.
    ///
    /// - Parameter envelope: what the server says; nil: the message lies as it was delivered.
    package func doubtAuthor(of message: Message, envelope: Envelope? = nil) -> Bool {
        guard !authservIDs.isEmpty else { return false }
        let arrival = Arrival(message, envelope: envelope, at: self)
        guard arrival.authentication.hasChecks else { return false }
        guard arrival.hasOneAuthor, let author = arrival.authors.first else { return true }
        return !arrival.authentication.vouches(forAuthorOf: author.domain)
    }
}
