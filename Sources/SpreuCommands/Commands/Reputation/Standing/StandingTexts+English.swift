// SPDX-License-Identifier: Apache-2.0
import NameLookup
import ReportPages
import SenderReputation

extension StandingTexts {
    static let english = StandingTexts(
        title: "How do others see us?",
        about: "What names, keys and policies in the DNS say of this site, and block lists where they were asked",
        nothing: "Nothing of what was looked at is wrong.",
        lead: "Critical: {}; warnings: {}; to be known: {}.", notLookedAt: "Not looked at: {}; see below.",
        looked: "Domains: {}. Addresses: {}.", fine: "In order: {}.",
        severities: [.critical: "Critical", .warning: "Warnings", .notice: "To be known"],
        kinds: kindsInEnglish,
        areas: [
            .zone: ("the zone", "give --dns-zone FILE, --domain NAME or --resolver ADDRESS"),
            .reverse: (
                "names of our addresses",
                "give --resolver ADDRESS, the zone of the addresses with --dns-zone, and --address A"
            ),
            .hello: ("HELO", "give --hello NAME, or --postfix PATH"),
            .imprint: ("who runs the server", "open it in a browser"),
            .exchangers: ("MX", "give --resolver ADDRESS or --dns-zone FILE"),
            .spf: ("SPF", "give --resolver ADDRESS"), .signatures: ("DKIM", "give --resolver ADDRESS"),
            .dmarc: ("DMARC", "give --resolver ADDRESS"),
            .transport: ("MTA-STS and DANE", "give --resolver ADDRESS"),
            .tlsReports: ("reports on TLS", "give --resolver ADDRESS"),
            .lists: ("block lists", "give --resolver ADDRESS, and --list ZONE for further lists"),
            .findings: ("some of the findings", "mend what is shown, and run it again"),
        ],
        reasons: reasonInEnglish, remedies: remedyInEnglish, listError: listErrorInEnglish, more: "and {} more",
        evidence: "Evidence", mends: "What mends it", decision: "a decision", missing: "What", reason: "Why",
        remedy: "What helps", gaps: "Not looked at",
        footer: "Made by spreu reputation self. Keys of block lists stand in no output.")

    private static let kindsInEnglish: [StandingKind: (title: String, why: String)] = [
        .noReverseName: (
            "An address without a name", "{} has no reverse DNS: most receivers refuse mail from it."
        ),
        .reverseNotConfirmed: (
            "A name that does not lead back",
            "The name of {} is {}, which does not lead back to it: many receivers refuse that."
        ),
        .genericReverseName: (
            "A name like a customer's line",
            "The name of {} looks made from its number: {}. Filters take it for a home's line."
        ),
        .severalReverseNames: (
            "An address with several names", "{} has {} names; receivers look at any of them."
        ),
        .hostOfOthers: (
            "A host of somebody else's domain",
            "The server's name {} is of {}, not of us. T-Online wants to find the operator from the name, and refuses others."
        ),
        .noSiteAtHost: (
            "No page at the host's domain",
            "From {} nobody finds out whose server it is: neither {} nor its www has a page. T-Online wants an imprint there."
        ),
        .helloNoName: (
            "HELO is no name", "The server calls itself {}, which is no full name: many receivers refuse that."
        ),
        .helloUnresolved: (
            "HELO has no address", "The server calls itself {}, and no such host is in the DNS."
        ),
        .helloOtherAddress: (
            "HELO leads elsewhere", "The server calls itself {}, which does not lead to {}."
        ),
        .helloNotReverse: (
            "HELO and reverse DNS differ",
            "The server calls itself {}, its address is called {} ({}). Best is one name for both."
        ),
        .noExchanger: (
            "Nobody takes mail", "{} has no MX: answers and bounces come nowhere, and receivers refuse such senders."
        ),
        .nullExchanger: (
            "A domain that takes no mail",
            "{} says that it takes no mail (MX 0 .), but sends some: receivers refuse that."
        ),
        .exchangerIsAddress: ("An address as MX", "The MX of {} is {}: an MX has to be a name."),
        .exchangerIsAlias: (
            "An alias as MX", "An MX of {}, {}, is an alias of {}: some servers do not deliver there."
        ),
        .exchangerUnresolved: ("An MX without address", "An MX of {}, {}, has no address."),
        .exchangerPrivate: ("An MX that nobody reaches", "An MX of {}, {}, has the private address {}."),
        .spfMissing: (
            "No SPF", "{} does not say who may send for it: others can, and large receivers refuse such mail."
        ),
        .spfSeveral: ("Several SPF records", "{} has {} records of SPF: receivers take none for valid."),
        .spfInvalid: (
            "SPF breaks the rules", "The SPF of {} has an error at {} (in {}): receivers take none of it for valid."
        ),
        .spfBrokenInclude: (
            "SPF leads nowhere",
            "The SPF of {} needs the record of {}, which has none (in {}): receivers take none of it for valid."
        ),
        .spfManyExchangers: (
            "SPF leads to too many exchangers",
            "The SPF of {} has {} (in {}), which leads to more than {} exchangers: receivers take none of it for valid."
        ),
        .spfTooManyLookups: (
            "SPF needs too many look-ups",
            "The SPF of {} takes {} look-ups, {} are allowed: beyond that nothing is valid."
        ),
        .spfTooManyVoid: (
            "SPF asks for what is not there", "The SPF of {} has {} look-ups that find nothing, {} are allowed."
        ),
        .spfVoidForFamily: (
            "SPF asks for addresses of the other kind",
            "The SPF of {} makes for {} a total of {} look-ups that find nothing, as its hosts have addresses of the other kind alone; {} are allowed, and some receivers count so."
        ),
        .spfPassAll: ("SPF lets everybody send", "The SPF of {} lets everybody send for us: {} (in {})."),
        .spfOpenEnd: ("SPF has no end", "The SPF of {} does not say what to do with everybody else."),
        .spfNotOwn: ("SPF leaves us out", "The SPF of {} does not let our own address {} send."),
        .spfPointer: (
            "SPF asks for reverse names", "The SPF of {} uses {} (in {}): slow, and not to be used any more."
        ),
        .spfHelloMissing: (
            "No SPF for HELO", "{} has no SPF: it counts for bounces, whose sender is empty."
        ),
        .dkimMissing: ("A key is missing", "The key {} of {} is not in the DNS: no signature by it is valid."),
        .dkimSeveral: (
            "A key with several records", "The key {} of {} has several records: which one counts is chance."
        ),
        .dkimInvalid: ("A key that cannot be used", "The key {} of {} cannot be used, because of {}."),
        .dkimRevoked: ("A key that was revoked", "The key {} of {} has been revoked, and still signs."),
        .dkimShort: ("A key that is too short", "The key {} of {} has {} bits; {} are usual."),
        .dkimTesting: (
            "A key on trial", "The key {} of {} says that it is on trial (t=y): receivers may pass over it."
        ),
        .dmarcMissing: (
            "No DMARC",
            "{} has no DMARC: forgeries of it are delivered, and large receivers want one from whoever sends much."
        ),
        .dmarcSeveral: ("Several DMARC records", "{} has {} records of DMARC: none counts."),
        .dmarcInvalid: ("DMARC breaks the rules", "The DMARC of {} has an error at {}: it does not count."),
        .dmarcNone: ("DMARC only watches", "The DMARC of {} lets forgeries be delivered (p=none)."),
        .dmarcSubdomains: (
            "DMARC leaves subdomains out", "The DMARC of {} lets forgeries of its subdomains be delivered ({})."
        ),
        .dmarcPartly: ("DMARC on trial", "The DMARC of {} holds for some mail only ({})."),
        .dmarcNoReports: ("DMARC without reports", "The DMARC of {} asks for no reports: what fails, nobody hears."),
        .dmarcReportsOutside: (
            "DMARC reports go to others",
            "Reports on mail of {} go to {}: they learn who sends in our name, and how much."
        ),
        .dmarcReportsRefused: (
            "DMARC reports are not sent", "Reports on mail of {} are to go to {}, who has not agreed: none are sent."
        ),
        .tlsNotRequired: (
            "TLS is not required", "Neither MTA-STS nor DANE says that mail to {} has to come over TLS."
        ),
        .stsInvalid: ("MTA-STS breaks the rules", "The record of MTA-STS of {} is not valid: there is no policy."),
        .stsNoHost: ("MTA-STS without a host", "{} has MTA-STS, but there is no host {} with the policy."),
        .stsPolicyInvalid: ("The MTA-STS policy is not valid", "The MTA-STS policy of {} is not valid at “{}”."),
        .stsOtherExchanger: (
            "The MTA-STS policy names other MX",
            "The MTA-STS policy of {} leaves out {}: senders that heed it do not deliver there."
        ),
        .stsNotEnforced: ("MTA-STS on trial", "The MTA-STS policy of {} requires nothing (mode: {})."),
        .daneInvalid: (
            "DANE that cannot be used",
            "Records of DANE of {} cannot be used for mail: only 2 and 3 are, with whole hashes."
        ),
        .danePartly: ("DANE for some MX", "Of the MX of {}, some have DANE, {} not: who attacks takes that one."),
        .daneMismatch: (
            "DANE of another certificate",
            "No record of DANE of {} is of its certificate: senders that heed it do not deliver."
        ),
        .tlsReportsMissing: (
            "No reports on TLS", "{} asks for no reports on TLS: that others could not deliver, nobody hears."
        ),
        .tlsReportsInvalid: (
            "The record on TLS reports is not valid", "The record on reports on TLS of {} is not valid."
        ),
        .listed: ("On a block list", "{} is on {}: who asks these lists refuses our mail, or mistrusts it."),
    ]

    @Sendable private static func reasonInEnglish(_ reason: StandingGapReason, _ numbers: LocalNumbers) -> String {
        switch reason {
        case .noneGiven: "none given"
        case .notAsked(let names): "not asked: \(listed(names, numbers))"
        case .failed(let name, let failure): "\(name): \(failureInEnglish(failure))"
        case .noSelector(let domain): "\(domain): which keys sign is not known"
        case .privateAddress(let address): "\(address): others see another address"
        case .policyFile(let domain): "https://mta-sts.\(domain)/.well-known/mta-sts.txt: no page is fetched"
        case .certificate(let host): "\(host): which certificate it shows is not known"
        case .unproven(let host): "\(host): whether DNSSEC proves its records of DANE; without they count nothing"
        case .imprint(let host): "\(host): whether a page there, or at its domain, says who runs it; no page is fetched"
        case .noExchanger(let domain): "\(domain): who takes its mail is not known"
        case .silent(let address): "\(address): no list that was asked says anything of it"
        case .list(let list, let error): "\(list): \(listErrorInEnglish(error))"
        case .overShare(let list, let limit):
            "\(list): not asked: \(numbers.count(limit)) questions a day are our share"
        case .unreadLines(let count, let example):
            "lines that were not read: \(numbers.count(count)), the first \(example)"
        case .named(let text): text
        case .undecided(let term, let domain):
            "whether we pass by '\(term)' (in the SPF of \(domain)) depends on the single sender, or on the receiver"
        case .moreFindings(let count): "\(numbers.count(count)) more"
        case .beyond(let count, let all):
            "only the first \(numbers.count(count)) of \(numbers.count(all)) are looked at"
        case .unasked(let reason): "not asked: \(reason)"
        }
    }

    private static func listed(_ names: [String], _ numbers: LocalNumbers) -> String {
        let rest = names.count - 3
        return names.prefix(3).joined(separator: ", ") + (rest > 0 ? ", and \(numbers.count(rest)) more" : "")
    }

    private static func failureInEnglish(_ failure: DNSFailure) -> String {
        switch failure {
        case .noReply: "the resolver does not answer"
        case .refused: "the resolver refuses to answer"
        case .serverFailed: "the resolver could not find out (SERVFAIL)"
        case .code(let code): "the resolver answers with error \(code)"
        case .malformed: "the answer breaks the rules"
        case .badName: "no name that can be asked for"
        case .noResolver: "the resolver cannot be set up"
        }
    }

    @Sendable private static func remedyInEnglish(_ reason: StandingGapReason) -> String? {
        switch reason {
        case .noSelector(let domain): "give --selector NAME@\(domain)"
        case .privateAddress: "give --address with the address that others see"
        case .policyFile(let domain):
            "curl https://mta-sts.\(domain)/.well-known/mta-sts.txt > FILE; give --sts-policy \(domain)=FILE"
        case .certificate: "give --certificate FILE, on the server itself"
        case .unproven(let host): "dig +dnssec _25._tcp.\(host) TLSA: look for “ad”"
        case .list(let list, .notProtected): "spreu reputation check --resolver ADDRESS; do not ask \(list) from here"
        case .list(_, .publicResolver): "ask through a resolver of your own, or with a key"
        case .list(_, .wrongName): "look at the name and its key"
        case .list(_, .tooMany), .list(_, .blocked):
            "look at what the list says of this answer; ask less, or with a key"
        case .list(_, .foreign), .list(_, .undocumented), .list(_, .listsEverything): "do not ask it any more"
        case .list(_, .failed): "look at the resolver, and at the list's own page"
        case .overShare: "run it again tomorrow"
        case .failed: "look at the resolver, and run it again"
        case .undecided: "name our addresses with ip4: and ip6: before it, or do without it"
        case .beyond: "give the others to a second run, with --domain, --address or --selector"
        case .unasked: "run it again when that is over; look at --list-state"
        case .unreadLines: "give what 'named-compilezone -o - DOMAIN FILE' prints"
        default: nil
        }
    }

    @Sendable private static func listErrorInEnglish(_ error: ListError) -> String {
        switch error {
        case .wrongName: "it says that the name is wrong (127.255.255.252)"
        case .publicResolver: "it does not answer this resolver or network (127.255.255.254)"
        case .tooMany: "it says that it is asked too much (127.255.255.255)"
        case .blocked(let answer): "it does not answer this resolver (\(answer))"
        case .foreign(let answer):
            "somebody else answers for it (\(answer)): it has ended, or a provider answers for what is not there"
        case .undocumented(let answer): "it answers with what it does not document (\(answer))"
        case .notProtected: "it does not list what every list does: you are not protected by it"
        case .listsEverything: "it lists what no list does: it may refuse everybody"
        case .failed(.noReply): "no answer"
        case .failed(.refused): "the resolver refuses to ask it"
        case .failed(.serverFailed): "the resolver could not find out (SERVFAIL)"
        case .failed(.other): "an answer that breaks the rules"
        }
    }
}
