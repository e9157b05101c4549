// SPDX-License-Identifier: Apache-2.0
import TextOutput

extension ReportSummary {
    /// Counts what was found in one message or file.
    package mutating func take(_ feedback: [Feedback], _ proof: ReportProof) {
        for item in feedback {
            switch item {
            case .aggregate(let report): take(report, proof)
            case .tls(let report): take(report, proof)
            case .complaint(let report): take(report, proof)
            case .failure(let report): take(report, proof)
            case .bounce(let bounce): take(bounce)
            }
        }
    }

    private mutating func take(_ report: AggregateReport, _ proof: ReportProof) {
        let key = ["dmarc", report.organisation.lowercased(), Self.domain(report.contact), report.id, report.domain]
        // Of a time before there was DMARC it tells of no day without a failure.
        guard report.begin >= Self.firstOfDMARC else {
            aggregate.earlier += 1
            return
        }
        guard accepts(\.aggregate, key, end: report.end, proof) else { return }
        if report.problem != nil {
            salvaged += 1
            lostRows += report.lostRows
            firstProblem = firstProblem ?? report.problem
        }
        period =
            min(period?.lowerBound ?? report.begin, report.begin)...max(period?.upperBound ?? report.end, report.end)
        let domainName = Self.name(report.domain)
        let domain = domains[domainName] == nil && domains.count >= Self.maxRows ? Self.others : domainName
        domains[domain, default: DomainTotals()].take(report)
        var messages = 0
        for row in report.rows {
            messages += row.count
            let source = MailSource(row, site: site)
            if sources[source] != nil || sources.count < Self.maxRows {
                sources[source, default: SourceTotals()].add(row, report)
            } else {
                sources[.stranger(network: Self.others), default: SourceTotals()].add(row, report)
            }
            domains[domain, default: DomainTotals()].add(row, source, report)
            for reason in row.overrides { Self.add(row.count, to: &overrides, reason) }
            addToDay(report.begin / 86_400, row, isOwn: source.isOwn)
        }
        Self.add(messages, to: &reporters, report.organisation)
    }

    private mutating func take(_ report: TLSReport, _ proof: ReportProof) {
        guard
            accepts(
                \.tls,
                ["tls", report.organisation.lowercased(), Self.domain(report.contact), report.id, report.domain],
                end: report.end, proof)
        else { return }
        for policy in report.policies {
            let key = TLSPolicyKey(type: Self.name(policy.type), domain: Self.name(policy.domain))
            guard tlsPolicies[key] != nil || tlsPolicies.count < Self.maxRows else { continue }
            tlsPolicies[key, default: (0, 0)].succeeded += policy.succeeded
            tlsPolicies[key, default: (0, 0)].failed += policy.failed
            for failure in policy.failures {
                let key = TLSFailureKey(
                    type: Self.token(failure.type, else: "other"), host: Self.token(failure.host ?? ""))
                if tlsFailures[key] != nil || tlsFailures.count < Self.maxRows {
                    tlsFailures[key, default: 0] += failure.count
                }
            }
        }
    }

    private mutating func take(_ report: ComplaintReport, _ proof: ReportProof) {
        guard accepts(\.complaints, nil, end: report.date, proof) else { return }
        let type = Self.complaints.contains(report.type) ? report.type : "other"
        Self.add(1, to: &complaintTypes, type)
        Self.add(1, to: &complaintReporters, report.reporter)
        if let script = report.original.script { addScript(script, \.complaints) }
        join(report.original, .complaint(type))
    }

    private mutating func take(_ report: FailureReport, _ proof: ReportProof) {
        guard accepts(\.failures, nil, end: report.date, proof) else { return }
        Self.add(1, to: &failureTypes, report.failure.isEmpty ? "dmarc" : report.failure)
    }

    /// Bounces come without a sender, and so without proof: that one has a queue id of the site's is the best there is.
    private mutating func take(_ bounce: Bounce) {
        guard accepts(\.bounces, nil, end: bounce.date, .passed) else { return }
        if bounce.isFinal {
            bounceReasons[bounce.reason, default: (0, 0)].final += 1
            if let domain = bounce.recipientDomain { Self.add(1, to: &bounceDomains, domain) }
        } else {
            bounceReasons[bounce.reason, default: (0, 0)].delayed += 1
        }
        if let script = bounce.original.script { addScript(script, \.bounces) }
        join(bounce.original, .bounce(bounce.reason))
    }

    // MARK: Counting

    private mutating func addToDay(_ day: Int, _ row: AggregateReport.Row, isOwn: Bool) {
        guard days[day] != nil || days.count < Self.maxRows else { return }
        if row.passes {
            days[day, default: Day()].passed += row.count
        } else {
            days[day, default: Day()].failed += row.count
            if isOwn { days[day, default: Day()].ownFailed += row.count }
        }
    }

    /// Whether something counts: it is of the time that was asked for, proven or not to be proven, and was not read before.
    ///
    /// A report that is not proven keeps none from counting that is.
    private mutating func accepts(
        _ readings: WritableKeyPath<ReportSummary, Readings>, _ key: [String]?, end: Int?, _ proof: ReportProof
    ) -> Bool {
        if let end, end > latest {
            fromFuture += 1
            return false
        }
        if let since, let end, end < since {
            self[keyPath: readings].earlier += 1
            return false
        }
        guard proof.counts else {
            self[keyPath: readings].unproven += 1
            return false
        }
        if let key, !known.insert(key.map { String($0.prefix(200)) }.joined(separator: "\u{0}")).inserted {
            self[keyPath: readings].repeated += 1
            return false
        }
        if proof == .notChecked { unchecked += 1 }
        self[keyPath: readings].counted += 1
        return true
    }

    private mutating func join(_ original: OriginalMessage, _ event: Event) {
        guard let id = original.queueID else {
            notJoined += 1
            return
        }
        if joined.count < Self.maxRows { joined.append(Joined(queueID: id, script: original.script, event: event)) }
    }

    private mutating func addScript(
        _ name: String, _ count: WritableKeyPath<(complaints: Int, bounces: Int), Int>
    ) {
        let key = scripts[name] == nil && scripts.count >= Self.maxRows ? Self.others : name
        scripts[key, default: (0, 0)][keyPath: count] += 1
    }

    private static func add(_ count: Int, to table: inout [String: Int], _ given: String) {
        let name = Self.name(given)
        let key = table[name] == nil && table.count >= maxRows ? others : name
        table[key, default: 0] += count
    }

    /// The domain of a report's contact: who takes another's organisation and id has a contact of his own, or is not proven.
    private static func domain(_ contact: String?) -> String {
        contact.flatMap { NoticeText.domains(in: $0).first } ?? ""
    }

    /// The beginning of 2012, in seconds since 1970.
    private static let firstOfDMARC = 1_325_376_000

    /// RFC 5965, section 7.3, with `not-spam` of RFC 6430 and `opt-out`, which came before.
    private static let complaints: Set = ["abuse", "fraud", "virus", "not-spam", "opt-out", "opt-out-list", "other"]

    /// A word or the name of a host, cut; what is neither may be anything, an address too.
    private static func token(_ text: String, else other: String = "") -> String {
        text.utf8.allSatisfy { 0x61...0x7a ~= $0 | 0x20 || 0x30...0x39 ~= $0 || [0x2d, 0x2e, 0x5f, 0x3a].contains($0) }
            ? name(text) : other
    }

    /// A stranger's name, cut.
    private static func name(_ text: String) -> String { text.prefix(bytes: 100) }
}
