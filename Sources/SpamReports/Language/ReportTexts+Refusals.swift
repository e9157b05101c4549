// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import NightlyBatch
import ReportPages

extension ReportTexts {
    /// Why a model is not served.
    func text(_ refusal: GateRefusal, _ numbers: LocalNumbers) -> String {
        switch refusal {
        case .oneClass: oneClass
        case .callsNothingSpam(let spam): callsNothing.placing(numbers.count(spam))
        case .collapsed: collapsed
        case .hamLoss(let current, let new, let ham):
            losesHam.placing(numbers.count(new), numbers.count(ham), numbers.count(current))
        case .noComparison: noComparison
        case .rereading(let done, let all): rereading.placing(numbers.count(done), numbers.count(all))
        case .worse(_, _, let messages): isWorse.placing(numbers.count(messages))
        }
    }

    /// In what way the model or the labels are stale.
    func text(_ staleness: Staleness, _ numbers: LocalNumbers) -> String {
        switch staleness {
        case .noModel: staleNoModel
        case .oldModel(let days): staleOld.placing(numbers.count(Int(days)))
        case .noLabels(let days, let messages):
            staleLabels.placing(numbers.count(days), numbers.count(messages))
        case .noNew(let messageClass, let days, let messages):
            (messageClass == .spam ? staleSpam : staleHam).placing(numbers.count(days), numbers.count(messages))
        case .noMail(let days): staleMail.placing(numbers.count(days))
        }
    }
}
