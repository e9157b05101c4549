// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamTraining
import Testing

@Suite("What messages are, by what people did and by their scores")
struct LabelModelTests {
    /// Messages with what is true of them.
    private struct Mail {
        var votes: [[Vote]] = []
        var scores: [Double] = []
        var isSpam: [Bool] = []
        var generator = TrainingSamples.Generator(state: 5)

        /// Adds messages whose scores are those of their class, or of the one that is said.
        mutating func add(
            _ count: Int, isSpam: Bool, _ votes: [Vote], scoredAsSpam: Bool? = nil, separation: Double = 1
        ) {
            for _ in 0..<count {
                let noise = (0..<6).reduce(0.0) { sum, _ in sum + Double.random(in: -0.5...0.5, using: &generator) }
                let centre = scoredAsSpam ?? isSpam ? separation : -separation
                self.votes.append(votes)
                scores.append(4 * (centre + 0.4 * noise))
                self.isSpam.append(isSpam)
            }
        }

        var model: LabelModel { LabelModel(zip(votes, scores).map { .init(votes: $0, score: $1) }) }

        /// The share of spam among the messages that have a vote.
        func shareOfSpam(_ model: LabelModel, _ vote: Vote) -> Double {
            let found = zip(votes, model.spamProbabilities).filter { $0.0.contains(vote) }.map(\.1)
            return found.reduce(0, +) / Double(max(1, found.count))
        }

        /// How many messages of a class are on the wrong side.
        func wrong(_ model: LabelModel, ofSpam: Bool) -> Int {
            zip(isSpam, model.spamProbabilities).count { $0 == ofSpam && ($1 > 0.5) != ofSpam }
        }
    }

    @Test("an office in which hardly anybody moves spam is understood")
    func office() {
        var mail = Mail()
        mail.add(20, isSpam: true, [Vote(account: "anna", .movedToJunk)])
        mail.add(100, isSpam: false, [Vote(account: "anna", .filed)])
        mail.add(100, isSpam: false, [Vote(account: "anna", .kept)])
        mail.add(40, isSpam: false, [Vote(account: "a program", .kept)])
        mail.add(40, isSpam: true, [Vote(account: "a program", .kept)])
        mail.add(60, isSpam: false, [Vote(account: "eva", .deleted)])
        mail.add(60, isSpam: true, [Vote(account: "eva", .deleted)])
        let model = mail.model
        #expect(mail.wrong(model, ofSpam: true) <= 2 && mail.wrong(model, ofSpam: false) <= 2)
        #expect(abs(mail.shareOfSpam(model, Vote(account: "a program", .kept)) - 0.5) < 0.1)
        #expect(mail.shareOfSpam(model, Vote(account: "anna", .kept)) < 0.1)
    }

    @Test("where everybody labels rightly nothing is doubted")
    func tidy() {
        var mail = Mail()
        for account in ["anna", "bernd", "carla"] {
            mail.add(200, isSpam: false, [Vote(account: account, .kept)])
            mail.add(80, isSpam: true, [Vote(account: account, .movedToJunk)])
        }
        let model = mail.model
        #expect(mail.wrong(model, ofSpam: true) == 0 && mail.wrong(model, ofSpam: false) == 0)
    }

    @Test("one of five who junks what all have is outvoted, whatever it looks like")
    func circular() {
        var mail = Mail()
        let others = ["anna", "bernd", "carla", "dieter"].map { Vote(account: $0, .kept) }
        for vote in others {
            mail.add(100, isSpam: false, [vote])
            mail.add(30, isSpam: true, [Vote(account: vote.account, .movedToJunk)])
        }
        mail.add(1, isSpam: false, others + [Vote(account: "eva", .movedToJunk)], scoredAsSpam: false)
        mail.add(1, isSpam: false, others + [Vote(account: "eva", .movedToJunk)], scoredAsSpam: true)
        #expect(mail.model.spamProbabilities.suffix(2).allSatisfy { $0 < 0.5 })
    }

    @Test("eighty wrong moves of one account in a night are damped, and its others are doubted with them")
    func manyWrongMoves() {
        var mail = Mail()
        for account in ["anna", "bernd", "carla"] {
            mail.add(200, isSpam: false, [Vote(account: account, .kept)])
            mail.add(60, isSpam: true, [Vote(account: account, .movedToJunk)])
        }
        mail.add(80, isSpam: false, [Vote(account: "dieter", .movedToJunk)])
        let model = mail.model
        #expect(mail.wrong(model, ofSpam: false) <= 2)
        #expect(mail.shareOfSpam(model, Vote(account: "dieter", .movedToJunk)) < 0.3)
    }

    @Test("spam that the filter lets pass is found though it is rare and looks less like spam")
    func passed() {
        var mail = Mail()
        for account in ["anna", "bernd"] {
            mail.add(300, isSpam: false, [Vote(account: account, .kept)])
            mail.add(40, isSpam: true, [Vote(account: account, .movedToJunk)])
            mail.add(40, isSpam: true, [Vote(account: account, .deleted)])
            mail.add(40, isSpam: false, [Vote(account: account, .deleted)])
        }
        let before = mail.votes.count
        mail.add(300, isSpam: false, [Vote(account: "anna", .kept)])
        mail.add(6, isSpam: true, [Vote(account: "anna", .movedToJunk)], separation: 0.3)
        mail.add(6, isSpam: true, [Vote(account: "anna", .deleted)], separation: 0.3)
        let model = LabelModel(
            mail.votes.indices.map {
                .init(votes: mail.votes[$0], filtering: $0 < before ? .unknown : .passed, score: mail.scores[$0])
            })
        let share = model.spamProbabilities[before...].reduce(0, +)
        #expect(share > 9 && share < 16, "12 came")
    }

    @Test("scores that tell nothing leave labels as people gave them")
    func uninformative() {
        var mail = Mail()
        mail.add(100, isSpam: false, [Vote(account: "anna", .filed)], separation: 0)
        mail.add(100, isSpam: true, [Vote(account: "anna", .movedToJunk)], separation: 0)
        let model = mail.model
        #expect(mail.wrong(model, ofSpam: true) <= 3 && mail.wrong(model, ofSpam: false) <= 3)
    }

    @Test("ham that the filter filed and somebody took out is ham, that nobody did is not believed for sure")
    func rescued() {
        var mail = Mail()
        mail.add(200, isSpam: false, [Vote(account: "anna", .kept)])
        mail.add(60, isSpam: true, [Vote(account: "anna", .filtered)])
        mail.add(20, isSpam: true, [Vote(account: "anna", .movedToJunk)])
        let before = mail.votes.count
        mail.add(1, isSpam: false, [Vote(account: "anna", .rescued)], scoredAsSpam: true)
        mail.add(1, isSpam: false, [Vote(account: "anna", .filtered)], scoredAsSpam: false)
        let model = LabelModel(
            mail.votes.indices.map { index in
                let isFiltered = index >= before || mail.votes[index][0].evidence == .filtered
                return .init(
                    votes: mail.votes[index], filtering: isFiltered ? .calledSpam : .unknown, score: mail.scores[index])
            })
        #expect(model.spamProbabilities[before] < 0.5 && model.scoreEvidence[before] > 0)
        #expect(model.spamProbabilities[before + 1] < 0.9 && model.scoreEvidence[before + 1] < 0)
    }

    @Test("no mail, one class and equal scores give probabilities")
    func degenerate() {
        #expect(LabelModel([]).spamProbabilities.isEmpty)
        for vote in [Vote(.kept), Vote(.movedToJunk), Vote(.unsettled)] {
            let model = LabelModel(Array(repeating: .init(votes: [vote], score: 0), count: 5))
            #expect(model.spamProbabilities.allSatisfy { (0...1).contains($0) })
        }
    }
}
