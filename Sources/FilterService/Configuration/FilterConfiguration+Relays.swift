// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage

extension FilterConfiguration {
    /// What is to be said of relays that the site's settings do not name as its own servers.
    ///
    /// The model then sees the relay where it should see whom that had the message from: it reads mail by the site's settings alone,
    /// as it did when it learned.
    var relayNotices: [String] {
        let others = customers.filter { $0.own.reading.site.networks != reading.site.networks }
        return ownRelayNotices
            + others.flatMap { customer in
                customer.own.ownRelayNotices.map { "customer '\(customer.name)': \($0)" }
            }
    }

    private var ownRelayNotices: [String] {
        let own = reading.site.networks.compactMap { NetworkRange($0) }
        return zip(policy.relayNames, policy.relays).compactMap { name, relay in
            let address = String(name.prefix { $0 != "/" })
            guard !own.contains(where: { $0.contains(address) && $0.sharedBits <= relay.sharedBits }) else {
                return nil
            }
            return
                "policy.relays: \(name) is not among 'site.networks', so the model judges the relay and not the hop before: "
                + "add it there, for the nights too"
        }
    }
}
