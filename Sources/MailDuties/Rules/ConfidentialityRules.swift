// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck

/// The fifth duty: content stays in-house.
///
/// - red: what the check calls critical: passwords or mail lie open, or all mail goes to others;
/// - amber: what it calls a warning: mail, names or accounts are seen by others, and a person has to decide whether that is wanted;
/// - grey: anything that it could not look at, but the DNS zone: who gets totals is no content. Notices leave it green.
enum ConfidentialityRules {
    static func judge(_ facts: ConfidentialityFacts) -> DutyJudgement {
        var judgement = DutyJudgement(.confidentiality)
        guard let report = judgement.take(facts.exposure) else { return judgement }
        for (severity, kind, lamp) in [
            (ExposureSeverity.critical, DutyFindingKind.exposed, DutyLamp.red), (.warning, .seenByOthers, .amber),
        ] {
            let found = report.findings.filter { $0.severity == severity }
            if found.isEmpty { continue }
            judgement.find(kind, lamp, [found.count], evidence: found.map { .exposure($0) })
        }
        for gap in report.gaps { judgement.miss(DutyGap(gap)) }
        return judgement
    }
}
