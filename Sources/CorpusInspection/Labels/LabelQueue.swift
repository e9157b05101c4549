// SPDX-License-Identifier: Apache-2.0
package import MailFeatures

/// Suspect labels that a person goes through one by one, and what was decided of each.
///
/// Nothing is written before the end, so that every decision can be undone.
package struct LabelQueue: Sendable {
    /// What a key stands for.
    package enum Answer: Sendable, Equatable {
        /// The message is this.
        case label(MessageClass)
        /// Nobody can say; the label stays.
        case skip
        /// Back to the one before.
        case undo
        /// Enough: what was decided is written.
        case finish
        /// Enough: nothing is written.
        case abandon

        /// The answer of a key; nil: it stands for none.
        package init?(key: UInt8) {
            switch key | 0x20 {
            case UInt8(ascii: "h"): self = .label(.ham)
            case UInt8(ascii: "s"): self = .label(.spam)
            case UInt8(ascii: "n"), UInt8(ascii: " "): self = .skip
            case UInt8(ascii: "u"): self = .undo
            case UInt8(ascii: "q"): self = .finish
            default:
                // Control-C and Escape.
                guard key == 3 || key == 27 else { return nil }
                self = .abandon
            }
        }
    }

    /// A decision on a message.
    package struct Decision: Sendable, Equatable {
        /// The message's number in the corpus.
        package var message: Int
        /// What it is.
        package var label: MessageClass
    }

    private let suspects: [SuspectLabel]
    private var answers: [MessageClass?] = []
    /// Whether it was ended before the last suspect.
    private var isEnded = false
    private var isAbandoned = false

    /// Prepares to go through some suspects.
    package init(_ suspects: [SuspectLabel]) { self.suspects = suspects }

    /// How many there are.
    package var count: Int { suspects.count }
    /// How many were answered.
    package var answered: Int { answers.count }

    /// The one that is asked about; nil: all were, or enough.
    package var current: SuspectLabel? {
        isEnded || answers.count >= suspects.count ? nil : suspects[answers.count]
    }

    /// Takes an answer about the current one.
    package mutating func take(_ answer: Answer) {
        guard current != nil else { return }
        switch answer {
        case .label(let label): answers.append(label)
        case .skip: answers.append(nil)
        case .undo: if !answers.isEmpty { answers.removeLast() }
        case .finish: isEnded = true
        case .abandon:
            isEnded = true
            isAbandoned = true
        }
    }

    /// What is to be written.
    package var decisions: [Decision] {
        if isAbandoned { return [] }
        return zip(suspects, answers).compactMap { suspect, label in
            label.map { Decision(message: suspect.message, label: $0) }
        }
    }
}
