// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamEvaluation
import SpamModel
import SpamTraining
import Synchronization
import Testing

typealias NotebookRun = EvaluationRun<NotebookLearner>

@Suite("Protocols")
struct ProtocolTests {
    @Test("online scores each message by all before it, in index order")
    func online() {
        let scored = NotebookRun().online(mail("shssh"))
        #expect(scored.map(\.path) == ["data/0.eml", "data/1.eml", "data/2.eml", "data/3.eml", "data/4.eml"])
        #expect(scored.map(\.score) == learned([(0, 0), (1, 0), (1, 1), (2, 1), (3, 1)]))
        #expect(scored.map(\.judge) == [.spam, .ham, .spam, .spam, .ham])
    }

    @Test("the verdict is of the calibrated log-odds, and what is not spam counts as ham")
    func verdicts() {
        // Log-odds 2 * rank + 1, spam from 11: rank 5 is the first that is called spam.
        let scored = NotebookRun().online(mail("hhhhhhh"))
        #expect(scored.map(\.verdict) == [.ham, .ham, .ham, .ham, .ham, .spam, .spam])
        #expect(scored.map(\.calibratedLogOdds) == [1, 3, 5, 7, 9, 11, 13])
    }

    @Test("Ham and Spam are scored and not learned, HAM and SPAM learned and not scored")
    func trecCases() {
        let messages = mail("sHhSsAPh")
        let scored = NotebookRun().online(messages)
        #expect(scored.map(\.path) == [0, 1, 2, 3, 4, 7].map { "data/\($0).eml" })
        #expect(scored.map(\.score) == learned([(0, 0), (1, 0), (1, 0), (1, 1), (1, 1), (3, 2)]))
        #expect(scored.map(\.judge) == [.spam, .ham, .ham, .spam, .spam, .ham])
    }

    @Test("nightly learns the first block unscored and scores each later one by those before", arguments: updates)
    func nightly(update: NotebookRun.Update) {
        let scored = NotebookRun(update: update).nightly(mail("shshshs"), block: .messages(3))
        #expect(scored.map(\.path) == (3..<7).map { "data/\($0).eml" })
        #expect(scored.map(\.score) == learned([(2, 1), (2, 1), (2, 1), (3, 3)]))
        #expect(NotebookRun(update: update).nightly(mail("sh"), block: .messages(3)).isEmpty)
        #expect(NotebookRun(update: update).nightly([], block: .messages(3)).isEmpty)
    }

    @Test("nightly after a past learns that unscored, and goes on as if it were the first block", arguments: updates)
    func nightlyAfter(update: NotebookRun.Update) {
        let run = NotebookRun(update: update)
        let messages = mail("shshshs")
        let scored = run.nightly(after: Array(messages[..<3]), Array(messages[3...]), block: .messages(3))
        #expect(scored == run.nightly(messages, block: .messages(3)) && scored.count == 4)
        let fresh = run.nightly(after: [], messages, block: .messages(3))
        #expect(fresh.map(\.score).count == 7 && fresh.map(\.path) == messages.map(\.path))
        #expect(run.nightly(after: messages, [], block: .messages(3)).isEmpty)
    }

    @Test("a label's weight reaches the learner")
    func weights() {
        var messages = mail("shs")
        messages[0].example.weight = 0
        let scored = NotebookRun().online(messages)
        #expect(scored.map(\.score) == learned([(0, 0), (0, 0), (0, 1)]))
    }

    @Test("nightly by day starts a block with the first message of a later day", arguments: updates)
    func nightlyByDay(update: NotebookRun.Update) {
        let day: Int64 = 86_400
        // Days 0, 0, 1, (none), 0 (late), 1, 3.
        let dates: [Int64?] = [10, day - 1, day, nil, 5, 2 * day - 1, 3 * day]
        let scored = NotebookRun(update: update).nightly(mail("shshshs", dates: dates), block: .day(secondsFromGMT: 0))
        #expect(scored.map(\.path) == (2..<7).map { "data/\($0).eml" })
        #expect(scored.map(\.score) == learned([(1, 1), (1, 1), (1, 1), (1, 1), (3, 3)]))
        // An hour further east the second message is of the next day.
        let east = NotebookRun(update: update).nightly(
            mail("shshshs", dates: dates), block: .day(secondsFromGMT: 3_600))
        #expect(east.first?.path == "data/1.eml")
    }

    @Test("days before 1970 are days, too")
    func oldDays() {
        let scored = NotebookRun().nightly(mail("shs", dates: [-86_401, -86_400, -1]), block: .day(secondsFromGMT: 0))
        #expect(scored.map(\.score) == learned([(1, 0), (1, 0)]))
    }

    @Test("cross-validation scores each message by all of the other folds, in index order")
    func crossValidation() {
        let messages = mail(String(repeating: "shhs", count: 25))
        let scored = NotebookRun().crossValidation(messages, folds: 5)
        #expect(scored.map(\.path) == messages.map(\.path))
        for message in scored {
            let fold = Fold.ofPath(message.path, count: 5)
            let others = messages.filter { Fold.ofPath($0.path, count: 5) != fold }
            let spam = others.count { $0.example.messageClass == .spam }
            #expect(message.score == learned([(spam, others.count - spam)])[0])
        }
    }

    @Test("cross-validation of messages that are only learned or only scored")
    func crossValidationCases() {
        let messages = mail(String(repeating: "sHPA", count: 10))
        let scored = NotebookRun().crossValidation(messages, folds: 3)
        #expect(scored.map(\.path) == messages.filter(\.isScored).map(\.path))
        // None of the 10 that are only scored was learned: the rest is 10 ham and 20 spam.
        #expect(
            scored.allSatisfy {
                $0.score < learned([(20, 11)])[0] && $0.score != 2 * NotebookLearner.alreadyLearned + 1
            })
    }

    @Test("a digest names the fold of a message that has one")
    func digestFolds() {
        var messages = mail("shshsh")
        for index in messages.indices { messages[index].digest = [UInt8](repeating: 0, count: 31) + [UInt8(index)] }
        let scored = NotebookRun().crossValidation(messages, folds: 2)
        // Folds 0 1 0 1 0 1: the even ones are spam, so each is scored by three of the other class.
        #expect(scored.map(\.score) == learned([(0, 3), (3, 0), (0, 3), (3, 0), (0, 3), (3, 0)]))
    }

    @Test("labels that come late: a block is scored by what was known by then", arguments: updates)
    func delay(update: NotebookRun.Update) {
        let messages = mail("sshhsshh")
        let scored = NotebookRun(update: update).nightly(messages, block: .messages(2), delay: 1)
        #expect(scored.map(\.path) == (4..<8).map { "data/\($0).eml" })
        #expect(scored.map(\.score) == learned([(2, 0), (2, 0), (2, 2), (2, 2)]))
        #expect(NotebookRun(update: update).nightly(messages, block: .messages(2), delay: 4).isEmpty)
    }

    @Test("transfer learns one corpus and scores the other")
    func transfer() {
        let scored = NotebookRun().transfer(learn: mail("sshHP"), score: mail("shAS", first: 100))
        #expect(scored.map(\.path) == ["data/100.eml", "data/101.eml", "data/103.eml"])
        #expect(scored.map(\.score) == learned([(3, 1), (3, 1), (3, 1)]))
    }

    @Test("no protocol scores a message that was learned", arguments: updates)
    func honesty(update: NotebookRun.Update) {
        let messages = mail(String(repeating: "sshhSHAPhs", count: 40))
        let run = NotebookRun(update: update, threads: 3)
        let all =
            run.online(messages) + run.nightly(messages, block: .messages(7)) + run.crossValidation(messages, folds: 10)
        #expect(all.count == 320 + 314 + 320)
        #expect(all.allSatisfy { $0.score != 2 * NotebookLearner.alreadyLearned + 1 })
    }

    @Test("the result does not depend on the number of threads", arguments: [2, 3, 8])
    func threads(count: Int) {
        let messages = mail(String(repeating: "sshhSHAPhs", count: 200))
        let (one, many) = (NotebookRun(threads: 1), NotebookRun(threads: count))
        #expect(one.crossValidation(messages, folds: 7) == many.crossValidation(messages, folds: 7))
        #expect(one.nightly(messages, block: .messages(900)) == many.nightly(messages, block: .messages(900)))
        let retrained = NotebookRun(update: .retrain(growth: 0), threads: count)
        #expect(one.nightly(messages, block: .messages(90)) == retrained.nightly(messages, block: .messages(90)))
        let now = NotebookRun(update: .retrain(growth: 0.2), threads: count)
        #expect(one.nightly(messages, block: .messages(9)) == now.nightly(messages, block: .messages(9)))
        #expect(one.transfer(learn: messages, score: messages) == many.transfer(learn: messages, score: messages))
    }

    @Test("labels to judge by are apart from those to learn from")
    func judge() {
        var messages = mail("shsh")
        let missing = Judgements([("./data/0.eml", .ham), ("data//1.eml", .ham), ("data/2.eml", .spam)]).judge(
            &messages)
        #expect(missing == 1)
        let scored = NotebookRun().online(messages)
        #expect(scored.map(\.judge) == [.ham, .ham, .spam, .ham])
        #expect(scored.map(\.score) == learned([(0, 0), (1, 0), (1, 1), (2, 1)]))
    }

    @Test("scores are ranks on one scale for the whole run, calibrated log-odds are of the hour")
    func oneScale() {
        let scored = EvaluationRun<DriftingLearner>().online(mail("sss"))
        // Slopes 1, 2, 3 and intercepts 0, -1, -2 over ranks 0, 1, 2.
        #expect(scored.map(\.calibratedLogOdds) == [0, 1, 4])
        #expect(scored.map(\.score) == [-1, 1, 3])
        #expect(scored.map(\.verdict) == [.ham, .ham, .ham])
    }

    @Test("progress adds up to the messages dealt with")
    func progress() {
        let messages = mail(String(repeating: "sh", count: 500))
        let counter = Counter()
        var run = NotebookRun(threads: 2)
        run.progress = { counter.add($0) }
        _ = run.nightly(messages, block: .messages(300))
        #expect(counter.value == 1_000)
        _ = run.crossValidation(messages, folds: 4)
        #expect(counter.value == 2_000)
    }

    private static let updates: [NotebookRun.Update] = [
        .incremental, .retrain(growth: 0), .retrain(growth: 0.3),
    ]

    /// Messages by letters: s and h scored and learned, S and H only scored, P (spam) and A (ham) only learned.
    private func mail(_ letters: String, first: Int = 0, dates: [Int64?] = []) -> [EvaluationMessage] {
        letters.enumerated().map { index, letter in
            let isSpam = "sSP".contains(letter)
            let features = FeatureVector(
                hashes: [UInt32(first + index)], starts: [0] + FeatureView.allCases.map { _ in 1 })
            var message = EvaluationMessage(
                path: "data/\(first + index).eml",
                TrainingExample(
                    features: features, messageClass: isSpam ? .spam : .ham,
                    date: index < dates.count ? dates[index] : nil))
            message.isScored = !"PA".contains(letter)
            message.isLearned = !"SH".contains(letter)
            return message
        }
    }

    /// The scores of messages when so many spam and ham have been learned: the notebook's number as log-odds.
    private func learned(_ counts: [(spam: Int, ham: Int)]) -> [Double] {
        counts.map { 2 * Double($0.spam * 100_000 + $0.ham) + 1 }
    }
}

private final class Counter: Sendable {
    private let sum = Mutex(0)
    var value: Int { sum.withLock { $0 } }
    func add(_ count: Int) { sum.withLock { $0 += count } }
}
