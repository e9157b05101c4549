// SPDX-License-Identifier: Apache-2.0
package import NameLookup

/// Asks until nobody has answered three times in a row: from then on nothing is waited for.
///
/// A resolver that is gone costs seconds for each question, and there may be hundreds.
package struct PatientAsker {
    /// How often in a row nobody may answer.
    package static let patience = 3

    private let body: (DNSQuestion) throws(DNSFailure) -> DNSAnswer
    private var silent = 0

    /// Makes an asker.
    package init(_ ask: @escaping (DNSQuestion) throws(DNSFailure) -> DNSAnswer) { body = ask }

    /// Whether questions are still asked.
    package var isAsking: Bool { silent < Self.patience }

    /// Asks a question.
    package mutating func ask(_ question: DNSQuestion) throws(DNSFailure) -> DNSAnswer {
        guard isAsking else { throw .noReply }
        do throws(DNSFailure) {
            let answer = try body(question)
            silent = 0
            return answer
        } catch {
            silent = error == .noReply ? silent + 1 : 0
            throw error
        }
    }
}
