// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// A service that many companies send mail through, as DKIM and SPF name it.
package struct KnownService: Sendable, Hashable {
    /// What it is used for: whether somebody must have seen a newsletter pass before the policy becomes stricter.
    package enum Kind: Sendable {
        /// Mailboxes, and what people write there.
        case mailboxes
        /// Newsletters and campaigns.
        case newsletters
        /// What programs send: orders, tickets, invoices.
        case programs
    }

    /// Its name.
    package let name: String
    /// What it is used for.
    package let kind: Kind

    /// The services by the domain that they sign with or that stands in their envelopes (as of 2026-11).
    private static let all: [String: KnownService] = {
        let listed: [(String, Kind, [String])] = [
            ("Google Workspace", .mailboxes, ["google.com", "gappssmtp.com", "gmail.com", "googlemail.com"]),
            ("Microsoft 365", .mailboxes, ["outlook.com", "onmicrosoft.com", "microsoft.com", "hotmail.com"]),
            ("Zoho", .mailboxes, ["zoho.com", "zohomail.com", "zoho.eu"]),
            ("Apple iCloud", .mailboxes, ["icloud.com", "me.com"]),
            ("Yahoo", .mailboxes, ["yahoo.com", "yahoodns.net"]),
            ("IONOS", .mailboxes, ["kundenserver.de", "ionos.com", "ionos.de", "1and1.com"]),
            ("Strato", .mailboxes, ["strato.de", "rzone.de"]), ("Hetzner", .mailboxes, ["your-server.de"]),
            ("Mailchimp", .newsletters, ["mcsv.net", "mcdlv.net", "rsgsv.net", "mailchimpapp.net", "mailchimp.com"]),
            ("Mandrill", .programs, ["mandrillapp.com"]),
            ("CleverReach", .newsletters, ["crsend.com", "cleverreach.com"]),
            ("rapidmail", .newsletters, ["rapidmail.de", "emailsys1a.net", "emailsys.net"]),
            ("Brevo", .newsletters, ["sendinblue.com", "brevo.com", "mailin.fr", "brevosend.com"]),
            ("Mailjet", .newsletters, ["mailjet.com"]), ("Inxmail", .newsletters, ["inxmail.com", "inxserver.com"]),
            ("Newsletter2Go", .newsletters, ["newsletter2go.com"]), ("Klaviyo", .newsletters, ["klaviyomail.com"]),
            ("Campaign Monitor", .newsletters, ["createsend.com", "cmail19.com", "cmail20.com"]),
            ("Constant Contact", .newsletters, ["constantcontact.com"]),
            ("GetResponse", .newsletters, ["getresponse.com"]),
            ("ActiveCampaign", .newsletters, ["acems1.com", "activehosted.com"]),
            ("HubSpot", .newsletters, ["hubspotemail.net"]),
            ("Salesforce", .newsletters, ["exacttarget.com", "salesforce.com"]),
            ("Amazon SES", .programs, ["amazonses.com"]), ("SendGrid", .programs, ["sendgrid.net", "sendgrid.me"]),
            ("Mailgun", .programs, ["mailgun.org", "mailgun.net"]),
            ("Postmark", .programs, ["mtasv.net", "postmarkapp.com"]),
            ("SparkPost", .programs, ["sparkpostmail.com", "e.sparkpost.com"]), ("Zendesk", .programs, ["zendesk.com"]),
            ("Freshdesk", .programs, ["freshdesk.com", "freshemail.io"]),
            ("Atlassian", .programs, ["atlassian.net", "atlassian.com"]),
            ("Shopify", .programs, ["shopifyemail.com", "shopify.com"]),
            ("Personio", .programs, ["personio.de", "personio.com"]),
            ("DocuSign", .programs, ["docusign.net"]), ("PayPal", .programs, ["paypal.com"]),
        ]
        return listed.reduce(into: [:]) { all, service in
            for domain in service.2 { all[domain] = KnownService(name: service.0, kind: service.1) }
        }
    }()

    /// The service that one of these domains belongs to, or is below; nil: none that is known.
    package static func of(_ domains: some Sequence<String>) -> KnownService? {
        for domain in domains {
            var labels = domain.split(separator: ".")[...]
            while labels.count > 1 {
                if let service = all[labels.joined(separator: ".")] { return service }
                labels = labels.dropFirst()
            }
        }
        return nil
    }
}
