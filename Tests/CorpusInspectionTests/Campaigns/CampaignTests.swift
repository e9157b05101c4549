// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import Testing

@Suite("Campaigns")
struct CampaignTests {
    @Test(
        "of planted campaigns hardly a pair of resemblance 0.8 is missed, and hardly one is made up",
        arguments: 1...4 as ClosedRange<UInt64>)
    func planted(seed: UInt64) {
        var corpus = SyntheticCorpus(seed: seed)
        var planted: [(campaign: Int, features: Set<UInt32>)] = []
        for campaign in 0..<60 {
            // As long as mail is: from a few words to pages.
            let original = corpus.features(20 + corpus.number(1_000))
            for _ in 0..<(2 + corpus.number(12)) {
                planted.append((campaign, corpus.copy(of: original, exchanging: corpus.number(original.count / 10))))
            }
            // What has half of it in common is something else.
            planted.append((1_000 + campaign, corpus.copy(of: original, exchanging: original.count * 45 / 100)))
        }
        for single in 0..<800 { planted.append((5_000 + single, corpus.features(20 + corpus.number(500)))) }
        for entry in planted { corpus.add(entry.features) }
        let groups = Campaigns(corpus.messages, corpus.sketches).groups
        var (near, found, claimed, right) = (0, 0, 0, 0)
        for left in planted.indices {
            for other in planted.indices where other > left {
                let isSame = planted[left].campaign == planted[other].campaign
                if groups[left] == groups[other] {
                    claimed += 1
                    right += isSame ? 1 : 0
                }
                guard isSame else { continue }
                let (a, b) = (planted[left].features, planted[other].features)
                guard Double(a.intersection(b).count) >= 0.8 * Double(a.union(b).count) else { continue }
                near += 1
                found += groups[left] == groups[other] ? 1 : 0
            }
        }
        #expect(near > 500 && Double(found) >= 0.95 * Double(near), "\(found) of \(near)")
        #expect(Double(right) >= 0.99 * Double(claimed), "\(right) of \(claimed)")
    }

    @Test("the same messages in another order are the same campaigns", arguments: 1...4 as ClosedRange<UInt64>)
    func order(seed: UInt64) {
        var corpus = SyntheticCorpus(seed: seed)
        var messages: [Set<UInt32>] = []
        for _ in 0..<40 {
            let original = corpus.features(100)
            // Some resemble each other by just so much, which is where the order would show.
            for _ in 0..<20 { messages.append(corpus.copy(of: original, exchanging: 5 + corpus.number(15))) }
        }
        let order = messages.indices.map { ($0, corpus.number(1_000_000)) }.sorted { $0.1 < $1.1 }.map(\.0)
        var (one, other) = (SyntheticCorpus(seed: 1), SyntheticCorpus(seed: 1))
        for message in messages { one.add(message) }
        for place in order { other.add(messages[place]) }
        let found = Campaigns(one.messages, one.sketches).campaigns.map { Set($0.messages) }
        let again = Campaigns(other.messages, other.sketches).campaigns.map { Set($0.messages.map { order[$0] }) }
        #expect(Set(found) == Set(again) && found.count > 10)
    }

    @Test("a campaign tells its labels, its copies, when it was seen, and who had and who sent it")
    func values() throws {
        var corpus = SyntheticCorpus(seed: 9)
        let text = corpus.features(200)
        for number in 0..<4 {
            corpus.add(
                number < 3 ? text : corpus.copy(of: text, exchanging: 5), label: number == 1 ? .ham : .spam,
                date: 1_000_000_000 + Int64(number)
            ) {
                $0.account = "account \(number % 2)"
                $0.network = Int32(number / 2)
            }
        }
        corpus.add(corpus.features(200), label: .ham)
        let names = ["192.0.2.0/24", "198.51.100.0/24"]
        let campaigns = Campaigns(corpus.messages, corpus.sketches, networks: names)
        let campaign = try #require(campaigns.campaigns.first)
        #expect(
            campaign.largestNetworks == names.map { Campaign.SendingNetwork(name: $0, messages: 2) }
                && campaigns.knowsNetworks)
        #expect(campaigns.campaigns.count == 1 && campaigns.messageCount == 4 && campaign.messages == [0, 1, 2, 3])
        #expect(campaign.exactCopies == 2 && campaign.ham == 1 && campaign.spam == 3 && campaign.isContradictory)
        #expect(campaign.seen == 1_000_000_000...1_000_000_003 && campaign.accounts == 2 && campaign.networks == 2)
    }

    @Test("of some messages of a campaign the network may be unknown: that is counted apart")
    func unknownNetworks() throws {
        var corpus = SyntheticCorpus(seed: 10)
        let (text, other) = (corpus.features(200), corpus.features(300))
        for number in 0..<5 { corpus.add(text) { $0.network = number < 3 ? Int32(number % 2) : nil } }
        for _ in 0..<2 { corpus.add(other) }
        let campaigns = Campaigns(corpus.messages, corpus.sketches)
        #expect(campaigns.campaigns.map(\.networks) == [2, nil])
        #expect(campaigns.campaigns.map(\.networksUnknown) == [2, 2] && campaigns.networksUnknown == 4)
        // A store has no names to tell.
        #expect(campaigns.campaigns.allSatisfy { $0.largestNetworks.isEmpty })
    }

    @Test("messages with hardly a word are in no campaign, though they are the same")
    func short() {
        var corpus = SyntheticCorpus(seed: 3)
        let text = corpus.features(Sketches.fewestFeatures - 1)
        for _ in 0..<5 { corpus.add(text) }
        #expect(Campaigns(corpus.messages, corpus.sketches).campaigns.isEmpty)
    }

    @Test("all of a campaign are in one fold, and every fold has about as many")
    func folds() {
        var corpus = SyntheticCorpus(seed: 5)
        for _ in 0..<200 {
            let text = corpus.features(100)
            for _ in 0..<3 { corpus.add(corpus.copy(of: text, exchanging: 3)) }
        }
        let campaigns = Campaigns(corpus.messages, corpus.sketches)
        let folds = campaigns.folds(corpus.messages, count: 5)
        for campaign in campaigns.campaigns { #expect(Set(campaign.messages.map { folds[$0] }).count == 1) }
        for fold in 0..<5 { #expect((60...180).contains(folds.count { $0 == fold })) }
    }

    @Test("a flood of one message costs no time for each pair of its copies")
    func flood() {
        var corpus = SyntheticCorpus(seed: 6)
        let text = corpus.features(100)
        for _ in 0..<20_000 { corpus.add(text) }
        let campaigns = Campaigns(corpus.messages, corpus.sketches)
        #expect(campaigns.campaigns.map(\.messages.count) == [20_000])
    }
}
