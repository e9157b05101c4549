// SPDX-License-Identifier: Apache-2.0
package import MailFeatures

extension Evidence {
    /// Of how much ham, and of how much spam, people leave this behind, before anything is known of them.
    ///
    /// What a person means to say differs between the classes by a factor of a hundred; what one leaves in the inbox or
    /// deletes hardly differs until an account's own mail says otherwise.
    var habit: (ham: Double, spam: Double) {
        switch self {
        case .statedHam: (0.3, 0.003)
        case .statedSpam: (0.003, 0.3)
        case .reportedHam: (0.01, 0.0003)
        case .reportedSpam: (0.0005, 0.05)
        case .keywordHam: (0.02, 0.0005)
        case .keywordSpam: (0.002, 0.03)
        case .movedToJunk: (0.005, 0.3)
        case .readInJunk: (0.003, 0.1)
        case .filtered: (0.6, 0.9)
        case .rescued: (0.3, 0.0001)
        case .filed: (0.15, 0.002)
        case .answered: (0.05, 0.0005)
        case .kept: (0.45, 0.3)
        case .deleted: (0.15, 0.2)
        case .deletedUnread: (0.03, 0.06)
        case .unopened, .unsettled: (0.1, 0.1)
        }
    }

    /// Whether somebody meant to say what the message is, or as good as said so.
    package var isDeliberate: Bool {
        switch self {
        case .statedHam, .statedSpam, .reportedHam, .reportedSpam, .keywordHam, .keywordSpam, .movedToJunk,
            .readInJunk, .rescued, .filed, .answered:
            true
        case .filtered, .kept, .deleted, .deletedUnread, .unopened, .unsettled: false
        }
    }

    /// What it is taken for where nothing else is known; nil: for nothing.
    package var leaning: MessageClass? {
        switch self {
        case .deleted, .deletedUnread, .unopened, .unsettled: nil
        case .kept: .ham
        default: habit.ham > habit.spam || self == .rescued ? .ham : .spam
        }
    }
}
