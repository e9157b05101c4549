// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import SenderLists
import SpamModel

/// The list of senders that a site's settings name, for messages that lie as the site delivered them.
struct SiteList {
    private let list: SenderList
    private let servers: SiteServers

    /// Reads the list; nil if the settings name none, or it cannot be read, which is told as are its lines that cannot be: the model's
    /// verdict is better than none.
    init?(_ site: SiteSettings, warnings: inout Warnings) {
        guard let path = site.lists else { return nil }
        do throws(ListFileError) {
            list = try SenderList(ifAt: path)
        } catch {
            warnings.tell("\(error.description); the list does not count")
            return nil
        }
        for problem in list.problems { warnings.tell("\(path): \(problem); the line does not count") }
        servers = SiteServers(site)
    }

    /// What it says of a message today.
    func finding(for message: Message) -> ListFinding {
        list.finding(for: Arrival(message, envelope: nil, at: servers), on: currentTime / 86_400)
    }
}

extension SiteServers {
    /// Makes those that a site's settings name, for messages that lie as the site delivered them.
    init(_ site: SiteSettings) {
        self.init(trust: site.trust, authservIDs: site.authservIDs, areDelivered: true)
    }
}
