// SPDX-License-Identifier: Apache-2.0
package import NameLookup

/// Checks a site with a resolver: what the check does not know is asked, until it knows, or the bounds are reached.
package struct StandingSurvey {
    /// The most rounds, and questions of all of them: a record of SPF leads ten times to another one.
    package static let (maxRounds, maxQuestions) = (30, 400)

    /// What is known by now.
    package private(set) var facts: StandingFacts
    /// What was found.
    package private(set) var report: StandingReport
    /// How many questions were asked.
    package private(set) var questions = 0

    /// Checks by what is known.
    package init(_ facts: StandingFacts) {
        self.facts = facts
        report = StandingCheck.report(facts)
    }

    /// Asks for what is not known, and checks again.
    package mutating func complete(_ ask: (DNSQuestion) throws(DNSFailure) -> DNSAnswer) {
        for _ in 0..<Self.maxRounds {
            let missing = report.questions.prefix(Self.maxQuestions - questions)
            if missing.isEmpty { return }
            for question in missing {
                questions += 1
                do throws(DNSFailure) {
                    facts.names.add(question, .success(try ask(question)))
                } catch {
                    facts.names.add(question, .failure(error))
                }
            }
            report = StandingCheck.report(facts)
        }
    }

    /// Notes why lists were not asked.
    package mutating func miss(lists reason: String) {
        facts.listProblem = reason
        report = StandingCheck.report(facts)
    }

    /// Takes what lists say.
    package mutating func take(_ lists: [ListPresence]) {
        facts.lists = lists
        report = StandingCheck.report(facts)
    }
}
