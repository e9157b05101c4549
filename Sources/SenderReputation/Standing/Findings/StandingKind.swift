// SPDX-License-Identifier: Apache-2.0

/// What a check is about.
package enum StandingArea: String, Sendable, CaseIterable {
    /// Files of zones.
    case zone
    /// Own addresses, and their names.
    case reverse
    /// What the server calls itself.
    case hello
    /// Whether a person finds out whose server it is.
    case imprint
    /// Who takes mail for the domains.
    case exchangers
    /// Who may send for the domains.
    case spf
    /// The keys of signatures.
    case signatures
    /// What receivers are to do with forgeries.
    case dmarc
    /// TLS that others insist on: MTA-STS and DANE.
    case transport
    /// Reports on TLS.
    case tlsReports
    /// Block lists.
    case lists
    /// Findings of which there are very many.
    case findings
}

/// What may be wrong.
package enum StandingKind: String, Sendable, CaseIterable {
    // Names of addresses.
    /// An address has no name.
    case noReverseName
    /// Its name does not lead back to it.
    case reverseNotConfirmed
    /// Its name looks like a customer's line.
    case genericReverseName
    /// It has several names.
    case severalReverseNames
    /// The host's name is of somebody else's domain.
    case hostOfOthers
    /// No page can be at the host's name, or its domain.
    case noSiteAtHost

    // What the server calls itself.
    /// It is no full name.
    case helloNoName
    /// The name has no address.
    case helloUnresolved
    /// The name has other addresses.
    case helloOtherAddress
    /// The name is not that of the address.
    case helloNotReverse

    // Who takes mail.
    /// Nobody is named.
    case noExchanger
    /// The domain says that it takes no mail, and others are named beside.
    case nullExchanger
    /// An exchanger is an address.
    case exchangerIsAddress
    /// An exchanger is an alias.
    case exchangerIsAlias
    /// An exchanger has no address.
    case exchangerUnresolved
    /// An exchanger has an address that others cannot reach.
    case exchangerPrivate

    // SPF.
    /// No record.
    case spfMissing
    /// More than one record.
    case spfSeveral
    /// A record breaks the rules.
    case spfInvalid
    /// What is included has no record.
    case spfBrokenInclude
    /// `mx` leads to more than ten exchangers.
    case spfManyExchangers
    /// More than ten look-ups.
    case spfTooManyLookups
    /// More than two look-ups that find nothing.
    case spfTooManyVoid
    /// The same for receivers that count strictly, and an address of one family alone.
    case spfVoidForFamily
    /// Everybody may send.
    case spfPassAll
    /// Nothing is said of everybody else.
    case spfOpenEnd
    /// An own address does not pass.
    case spfNotOwn
    /// `ptr` is asked.
    case spfPointer
    /// The name that the server calls itself has no record.
    case spfHelloMissing

    // DKIM.
    /// A key is not there.
    case dkimMissing
    /// More than one record.
    case dkimSeveral
    /// A key cannot be used.
    case dkimInvalid
    /// A key has been revoked.
    case dkimRevoked
    /// A key is too short.
    case dkimShort
    /// A key is said to be on trial.
    case dkimTesting

    // DMARC.
    /// No record.
    case dmarcMissing
    /// More than one record.
    case dmarcSeveral
    /// The record breaks the rules.
    case dmarcInvalid
    /// Forgeries are to be delivered.
    case dmarcNone
    /// Subdomains are left out.
    case dmarcSubdomains
    /// Only a share is treated so, or on trial.
    case dmarcPartly
    /// Nobody gets reports.
    case dmarcNoReports
    /// Reports go to somebody else.
    case dmarcReportsOutside
    /// Somebody else gets reports and has not agreed.
    case dmarcReportsRefused

    // TLS.
    /// Nothing says that others have to use TLS.
    case tlsNotRequired
    /// The record of MTA-STS breaks the rules.
    case stsInvalid
    /// There is no host that has the policy.
    case stsNoHost
    /// The policy breaks the rules.
    case stsPolicyInvalid
    /// The policy names other exchangers.
    case stsOtherExchanger
    /// The policy is on trial, or off.
    case stsNotEnforced
    /// A record of DANE cannot be used.
    case daneInvalid
    /// Some exchangers have records of DANE, others not.
    case danePartly
    /// No record of DANE is of the certificate.
    case daneMismatch
    /// Nobody gets reports on TLS.
    case tlsReportsMissing
    /// The record on reports on TLS breaks the rules.
    case tlsReportsInvalid

    // Lists.
    /// An address or a domain is on a list.
    case listed

    /// What it is about.
    package var area: StandingArea {
        switch self {
        case .noReverseName, .reverseNotConfirmed, .genericReverseName, .severalReverseNames: .reverse
        case .hostOfOthers, .noSiteAtHost: .imprint
        case .helloNoName, .helloUnresolved, .helloOtherAddress, .helloNotReverse: .hello
        case .noExchanger, .nullExchanger, .exchangerIsAddress, .exchangerIsAlias, .exchangerUnresolved,
            .exchangerPrivate:
            .exchangers
        case .spfMissing, .spfSeveral, .spfInvalid, .spfBrokenInclude, .spfManyExchangers, .spfTooManyLookups,
            .spfTooManyVoid, .spfVoidForFamily, .spfPassAll, .spfOpenEnd, .spfNotOwn, .spfPointer, .spfHelloMissing:
            .spf
        case .dkimMissing, .dkimSeveral, .dkimInvalid, .dkimRevoked, .dkimShort, .dkimTesting: .signatures
        case .dmarcMissing, .dmarcSeveral, .dmarcInvalid, .dmarcNone, .dmarcSubdomains, .dmarcPartly,
            .dmarcNoReports, .dmarcReportsOutside, .dmarcReportsRefused:
            .dmarc
        case .tlsNotRequired, .stsInvalid, .stsNoHost, .stsPolicyInvalid, .stsOtherExchanger, .stsNotEnforced,
            .daneInvalid, .danePartly, .daneMismatch:
            .transport
        case .tlsReportsMissing, .tlsReportsInvalid: .tlsReports
        case .listed: .lists
        }
    }
}
