// SPDX-License-Identifier: Apache-2.0
package import MailMessage

/// Clouds that log in for people: they keep the password, and a copy of the mail.
///
/// As of November 2026. Certain is whose network it is: what the operators publish (Microsoft's list of endpoints of
/// Microsoft 365, `endpoints.office.com`, with the networks that Outlook for mobile is seen to log in from; Google's
/// `_netblocks.google.com` and those beside it). Which program of theirs it was, a log does not say.
package struct MailCloud: Sendable {
    /// What it is called.
    package var name: String
    /// Its networks.
    package var networks: [NetworkRange]

    private init(_ name: String, _ networks: [String]) {
        self.name = name
        self.networks = networks.compactMap { NetworkRange($0) }
    }

    /// Those that are known.
    package static let all = [
        MailCloud(
            "Microsoft (Outlook)",
            [
                "13.107.6.152/31", "13.107.18.10/31", "13.107.128.0/22", "23.103.160.0/20", "40.96.0.0/13",
                "40.104.0.0/15", "52.96.0.0/14", "52.125.128.0/20", "131.253.33.215/32", "132.245.0.0/16",
                "150.171.32.0/22", "204.79.197.215/32", "2603:1006::/40", "2603:1016::/36", "2603:1026::/36",
                "2603:1036::/36", "2603:1046::/36", "2603:1056::/36", "2620:1ec:4::152/128", "2620:1ec:d::10/128",
            ]),
        MailCloud(
            "Google (Gmail)",
            [
                "35.190.247.0/24", "64.233.160.0/19", "66.102.0.0/20", "66.249.80.0/20", "72.14.192.0/18",
                "74.125.0.0/16", "108.177.8.0/21", "108.177.96.0/19", "172.217.0.0/19", "172.217.32.0/20",
                "172.217.128.0/19", "172.217.160.0/20", "172.217.192.0/19", "172.253.56.0/21", "172.253.112.0/20",
                "173.194.0.0/16", "209.85.128.0/17", "216.58.192.0/19", "216.239.32.0/19", "2001:4860:4000::/36",
                "2404:6800:4000::/36", "2607:f8b0:4000::/36", "2800:3f0:4000::/36", "2a00:1450:4000::/36",
                "2c0f:fb50:4000::/36",
            ]),
    ]
}
