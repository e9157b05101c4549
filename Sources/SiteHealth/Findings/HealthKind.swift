// SPDX-License-Identifier: Apache-2.0

/// What keeps a site from working, or may.
package enum HealthKind: String, Sendable, CaseIterable {
    // Configuration.
    /// The configuration of the nights cannot be used.
    case configurationBroken
    /// The filter's configuration cannot be used.
    case filterConfigurationBroken
    /// There is no configuration for a filter.
    case filterConfigurationMissing
    /// `spreud --check-config` refuses.
    case filterRefuses

    // Users.
    /// A user that is needed does not exist.
    case noUser
    /// A group that is needed does not exist.
    case noGroup
    /// A user is no member of a group that it gives a socket to.
    case notInGroup

    // Permissions.
    /// A user cannot get at what it needs.
    case closed
    /// A file or folder that is needed is not there.
    case missing
    /// What is there can be read; what arrives from now on could not.
    case closedToNew
    /// Others can read what has to be its owner's alone; Spreu refuses to use it.
    case exposed
    /// Every user of the machine can read the models.
    case modelsOpen
    /// Files of the store or the models belong to another user.
    case foreignOwner
    /// The drop folder's mode lets everybody in, or users see each other's mail.
    case dropOpen
    /// What is to stay closed can be read all the same.
    case excludedOpen

    // Key.
    /// There is no key, while there is a store or a model.
    case noKey
    /// The file is no key.
    case keyDamaged
    /// The store was made with another key.
    case keyOfStore
    /// The model was made with another key.
    case keyOfModel
    /// The filter has another key than the nights.
    case keyOfFilter

    // Settings.
    /// The store's mail was read with other settings.
    case settingsOfStore
    /// The model was learned with other settings than the filter has: it is refused.
    case settingsOfFilter

    // Model.
    /// There is none.
    case noModel
    /// There is none yet: nothing counts so far.
    case modelWaiting
    /// It cannot be read.
    case modelDamaged
    /// The program reads mail in another way than the model has learned.
    case modelExtractor
    /// It is not signed as the filter asks.
    case modelUnsigned
    /// It is old.
    case modelStale
    /// It is pinned, and grows older.
    case modelPinned
    /// It learned too little to call anything spam.
    case modelCallsNothingSpam
    /// The filter's configuration names another file than the one that nights serve.
    case modelElsewhere

    // Filter.
    /// Its socket is not there.
    case socketMissing
    /// Nobody listens.
    case nobodyListens
    /// Something else listens.
    case strangerListens
    /// The filter has no model.
    case filterWithoutModel
    /// The filter has another model than the one that is served.
    case filterOtherModel

    // Postfix.
    /// It does not ask the filter.
    case milterMissing
    /// It looks for the socket within its chroot, where it is not.
    case milterOutsideChroot
    /// It defers mail when the filter does not answer.
    case milterDefers
    /// It does not ask for mail of programs on the machine.
    case localMailUnfiltered
    /// Milters that sign or check stand behind the filter.
    case milterOrder
    /// It speaks too old a version of the protocol.
    case milterProtocol
    /// The brake does not see what users submit.
    case submissionUnbraked

    // Dovecot.
    /// A protocol that delivers has no Sieve.
    case sieveMissing
    /// No rule files spam.
    case junkRuleMissing
    /// There is a drop folder, and nothing that users do gets there.
    case feedbackMissing
    /// Users' feedback is handed in where no night reads it.
    case feedbackUnread
    /// A plugin that feedback needs is not loaded.
    case feedbackPlugin
    /// Sieve may not pipe.
    case feedbackExtension
    /// There is no rule for one of the two directions, or it is numbered behind a gap.
    case feedbackRule
    /// A script that a rule names is not there.
    case feedbackScript
    /// The program that scripts pipe to is not there, or cannot be run.
    case feedbackProgram
    /// Dovecot's processes are not in the drop folder's group.
    case feedbackGroup
    /// Dovecot names a group that does not exist: no mailbox opens.
    case mailGroupMissing
    /// Accounts that stay closed hand in feedback.
    case feedbackOfExcluded

    // Night.
    /// There was none.
    case noNight
    /// The store cannot be opened.
    case storeUnusable
    /// The last one is long ago.
    case nightLate
    /// An error ended it.
    case nightFailed
    /// The gate refused its model.
    case nightRefused
    /// It runs far too long, or was killed.
    case nightUnfinished
    /// It had warnings.
    case nightWarned

    // Accounts.
    /// A pattern matches nothing.
    case noAccounts
    /// The last night could not read some mail.
    case unreadMail

    // Units.
    /// Nothing starts nights.
    case noTimer
    /// A unit is not enabled.
    case unitDisabled
    /// A unit has failed.
    case unitFailed

    // Disk.
    /// The next night has no room.
    case diskFull
    /// There is no room to read all mail again.
    case diskTight
    /// The file system is mounted read-only.
    case diskReadOnly

    // Clock.
    /// The clock is behind the store.
    case clockBehind
    /// Nothing sets the clock.
    case clockUnsynchronised

    /// What it is about.
    package var area: HealthArea {
        switch self {
        case .configurationBroken, .filterConfigurationBroken, .filterConfigurationMissing, .filterRefuses:
            .configuration
        case .noUser, .noGroup, .notInGroup: .users
        case .closed, .missing, .closedToNew, .exposed, .modelsOpen, .foreignOwner, .dropOpen, .excludedOpen:
            .permissions
        case .noKey, .keyDamaged, .keyOfStore, .keyOfModel, .keyOfFilter: .key
        case .settingsOfStore, .settingsOfFilter: .settings
        case .noModel, .modelWaiting, .modelDamaged, .modelExtractor, .modelUnsigned, .modelStale, .modelPinned,
            .modelCallsNothingSpam, .modelElsewhere:
            .model
        case .socketMissing, .nobodyListens, .strangerListens, .filterWithoutModel, .filterOtherModel: .filter
        case .milterMissing, .milterOutsideChroot, .milterDefers, .localMailUnfiltered, .milterOrder,
            .milterProtocol, .submissionUnbraked:
            .postfix
        case .sieveMissing, .junkRuleMissing, .feedbackMissing, .feedbackUnread, .feedbackPlugin, .feedbackExtension,
            .feedbackRule, .feedbackScript, .feedbackProgram, .feedbackGroup, .mailGroupMissing, .feedbackOfExcluded:
            .dovecot
        case .noNight, .storeUnusable, .nightLate, .nightFailed, .nightRefused, .nightUnfinished, .nightWarned: .night
        case .noAccounts, .unreadMail: .accounts
        case .noTimer, .unitDisabled, .unitFailed: .units
        case .diskFull, .diskTight, .diskReadOnly: .disk
        case .clockBehind, .clockUnsynchronised: .clock
        }
    }

    /// Whether its command changes owners, groups or modes alone.
    package var isOfPermissions: Bool {
        switch self {
        case .notInGroup: true
        default: area == .permissions
        }
    }
}
