// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import NameLookup
import SenderReputation

extension StandingFiles {
    /// Checks what the files say; where a resolver may be asked, also what it and block lists say.
    ///
    /// - Parameter lists: block lists that were named, to be asked beside those of Postfix and some that anybody may ask.
    func report(
        _ resolving: ResolverOptions, lists: [String] = [], _ warnings: inout Warnings
    ) throws -> StandingReport {
        var survey = StandingSurvey(facts)
        if let resolver = resolving.open() {
            let progress = ProgressBar("asking")
            var count = 0
            var asker = PatientAsker { question throws(DNSFailure) in try resolver.ask(question) }
            survey.complete { question throws(DNSFailure) in
                count += 1
                progress.advance(to: count)
                return try asker.ask(question)
            }
            do throws(Failure) {
                var session = try ListSession(resolving, resolver, &warnings)
                survey.take(
                    session.asker.presences(
                        asked(lists), addresses: survey.report.addresses, domains: survey.report.domains))
                session.finish(&warnings)
            } catch {
                // All else is known all the same.
                survey.miss(lists: error.description)
            }
            progress.finish()
        }
        var report = survey.report
        for gap in gaps { report.note(gap.area, gap.reason) }
        return report
    }

    /// Those that were named, those of Postfix, and some that anybody may ask; of each kind that lets nobody in by it.
    private func asked(_ named: [String]) -> [AskedList] {
        var lists: [AskedList] = []
        for list in named.compactMap({ AskedList($0) }) + (postfix.map { AskedList.all($0) } ?? []) + AskedList.free {
            if list.known?.kind == .allowed || lists.contains(where: { $0.name == list.name }) { continue }
            lists.append(list)
        }
        return lists
    }
}
