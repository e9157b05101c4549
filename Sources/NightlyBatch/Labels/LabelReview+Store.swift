// SPDX-License-Identifier: Apache-2.0
import MailIngest
public import SpamTraining
public import TrainingStore

extension LabelReview {
    /// The messages of a store with the labels that the nightly run gives them, ordered by digest.
    ///
    /// The time is that of the last run, so that the same store gives the same labels whenever it is asked.
    ///
    /// - Parameters:
    ///   - window: what is outside of it is not looked at.
    ///   - configuration: says which accounts programs read, and how much one account may count; nil: none, any.
    /// - Returns: nil if the store holds only labels that somebody stated, as one that `spreu ingest` filled.
    /// - Throws: ``StoreError``.
    public static func messages(
        of store: TrainingStore, in window: StoreWindow? = nil, options: LearnerOptions,
        configuration: NightlyConfiguration?
    ) throws(StoreError) -> [LabelledMessage]? {
        guard try store.hasObservations() else { return nil }
        let now = try store.runs(last: 1).first?.started ?? 0
        let review = LabelReview(options: options, now: now)
        guard let configuration else { return review(try store.observed(in: window)).messages }
        let observed = try configuration.observed(in: store, window, configuration.findSources(), now: now)
        return LabelBalance.capped(review(observed).messages, cap: configuration.accountCap)
    }
}

extension NightlyConfiguration {
    /// What is learned and kept.
    var mailRetention: Retention { Retention(age: retention.mail?.seconds, maxMessages: maxMessages) }

    /// The messages of a store with what people, and no programs, did with them.
    func observed(
        in store: TrainingStore, _ window: StoreWindow?, _ found: FoundSources, now: Int64
    ) throws(StoreError) -> [ObservedMessage] {
        var messages = try store.observed(mailRetention, now: now, in: window)
        if !robots.patterns.isEmpty {
            for index in messages.indices { messages[index].disregard { isRobot($0, found) } }
        }
        return messages
    }
}
