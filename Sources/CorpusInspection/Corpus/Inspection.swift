// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
import MailIngest
import SpamEvaluation
package import SpamTraining

/// Everything that an inspection finds in a corpus.
package struct Inspection: Sendable {
    /// What is being done, for progress bars.
    package enum Stage: String, Sendable {
        /// Features are read, and sketches made of them.
        case comparing
        /// A learner scores messages that it has not learned.
        case scoring
    }

    /// The corpus.
    package let corpus: InspectedCorpus
    /// What there is.
    package let overview: CorpusOverview
    /// Results of checks of senders (SPF, DKIM, DMARC) that were found in headers, those of most messages first.
    package let authentication: [(name: String, counts: CorpusOverview.Counts)]
    /// What was sent more than once.
    package let campaigns: Campaigns
    /// Suspect labels, the surest first; empty where there are too few labels.
    package private(set) var suspects: [SuspectLabel] = []
    /// How many labels are probably wrong; nil: not judged.
    package private(set) var expectedWrong: Double?
    /// The same learner, judged in three ways; nil: too few labels.
    package private(set) var splits: SplitComparison?
    /// What gives labels away.
    package private(set) var leaks: [CorpusLeak] = []
    /// What changes with time.
    package let drift: Drift

    /// Fewer messages of either class are not enough to judge labels.
    package static let fewestLabels = 20

    /// Inspects a corpus.
    ///
    /// - Parameters:
    ///   - maxSuspects: how many suspect labels are named.
    ///   - namesConfirmed: whether labels that were given by hand are among them.
    ///   - progress: told how many more messages a stage has dealt with, and how many it has in all; from any thread.
    package init<L: Learner>(
        _ corpus: InspectedCorpus, key: SiteKey, learner: L.Type, options: LearnerOptions = .standard, threads: Int = 1,
        maxSuspects: Int, namesConfirmed: Bool = true,
        progress: @escaping @Sendable (Stage, Int, _ total: Int) -> Void = { _, _, _ in }
    ) {
        self.corpus = corpus
        let messages = corpus.messages
        let catalogue = FactCatalogue(key: key)
        let read = Self.read(messages, catalogue, threads: threads) { progress(.comparing, $0, messages.count) }
        overview = CorpusOverview(messages, facts: read.facts, catalogue)
        authentication = Self.authentication(corpus)
        campaigns = Campaigns(messages, read.sketches, networks: corpus.networks)
        var wrong = [Bool?](repeating: nil, count: messages.count)
        var wrongInTime = wrong
        let labelled = Self.labelled(messages)
        if MessageClass.allCases.allSatisfy({ label in labelled.count { $0.judge == label } >= Self.fewestLabels }) {
            let numbers = labelled.map { Int($0.path) ?? 0 }
            // Two rounds of the split by campaigns, and two other splits.
            let total = labelled.count * 4
            let run = EvaluationRun(
                L.self, options: options, threads: threads, progress: { progress(.scoring, $0, total) })
            let folds = campaigns.folds(messages, count: WrongLabels.folds)
            let judged = WrongLabels(run, labelled, folds: numbers.map { folds[$0] })
            suspects = judged.suspects(count: maxSuspects, numbers: numbers, read.sketches) {
                namesConfirmed || !messages[$0].isLabelledByHand
            }
            expectedWrong = judged.expectedCount
            let splits = SplitComparison(run, labelled, campaign: judged.firstScored)
            for message in judged.firstScored { wrong[Int(message.path) ?? 0] = message.isMisclassified }
            for message in splits.inTime { wrongInTime[Int(message.path) ?? 0] = message.isMisclassified }
            self.splits = splits
        }
        leaks = CorpusLeaks.find(messages, corpus.clues, wrong: wrong)
        drift = Drift(messages, facts: read.facts, catalogue, isWrong: wrongInTime)
    }

    /// The labelled messages in the order of time, each with its number for a path.
    private static func labelled(_ messages: [InspectedMessage]) -> [EvaluationMessage] {
        messages.enumerated().compactMap { number, message in
            message.example.map { EvaluationMessage(path: "\(number)", $0) }
        }.inLearningOrder()
    }

    private static func authentication(
        _ corpus: InspectedCorpus
    ) -> [(name: String, counts: CorpusOverview.Counts)] {
        let clues = corpus.clues.clues
        var counts: [String: CorpusOverview.Counts] = [:]
        for message in corpus.messages {
            let results = Set(
                message.clues.lazy.map { clues[Int($0)] }.filter { $0.kind == .authentication }.map(\.value))
            for result in results { counts[result, default: CorpusOverview.Counts()].add(message.label) }
        }
        return counts.map { (name: $0.key, counts: $0.value) }.sorted {
            ($0.counts.all, $1.name) > ($1.counts.all, $0.name)
        }
    }

    /// Reads each message's features once.
    private static func read(
        _ messages: [InspectedMessage], _ catalogue: FactCatalogue, threads: Int,
        progress: @escaping @Sendable (Int) -> Void
    ) -> (sketches: Sketches, facts: [[UInt16]]) {
        let size = 128
        let numbers = NumberSource((messages.count + size - 1) / size)
        var sketches = Sketches()
        var facts: [[UInt16]] = []
        OrderedMap<Int, [(Sketches.Sketch, [UInt16])]>(threads: threads).run(
            pull: { numbers.next() }, worker: {},
            work: { _, number in
                messages[number * size..<min(messages.count, (number + 1) * size)].map { message in
                    let features = message.features.features
                    return (Sketches.sketch(features), catalogue.facts(of: features))
                }
            },
            consume: { batch in
                for (sketch, found) in batch {
                    sketches.append(sketch)
                    facts.append(found)
                }
                progress(batch.count)
            })
        return (sketches, facts)
    }
}
