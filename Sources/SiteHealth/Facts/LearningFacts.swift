// SPDX-License-Identifier: Apache-2.0

/// What nights have made, and with what.
package struct LearningFacts: Sendable {
    /// A key's file.
    package enum Key: Sendable, Equatable {
        /// Nobody looked, or nobody could.
        case unknown
        /// There is none.
        case missing
        /// It is no key, in the words of what reads it.
        case damaged(String)
        /// Its id.
        case id(UInt64)
    }

    /// A model's file.
    package enum Model: Sendable, Equatable {
        /// Nobody looked, or nobody could.
        case unknown
        /// There is none.
        case missing
        /// It cannot be read, in the words of what reads it.
        case damaged(String)
        /// The program reads mail in another way: the versions of both.
        case otherExtractor(model: UInt32, program: UInt32)
        /// It was made with another key.
        case otherKey
        /// It is not signed as it should be, in the words of what verifies it.
        case unsigned(String)
        /// It can be served.
        case served(ServedModel)
    }

    /// The nights' key.
    package var key = Key.unknown
    /// The nights' key's file.
    package var keyPath = ""
    /// The filter's key, if it has a file of its own.
    package var filterKey = Key.unknown
    /// The id of the key that the store was made with; nil: not known, or there is no store.
    package var storeKey: UInt64?
    /// Whether there is a store.
    package var hasStore = false
    /// Why the store cannot be opened; nil: it can, or nobody tried.
    package var storeProblem: String?
    /// Whether the store's last mail was read with the configuration's settings; nil: not known.
    package var storeHasSettings: Bool?
    /// The model that is served.
    package var model = Model.unknown
    /// Seconds since 1970 at which the model was made; nil: its name does not tell.
    package var modelTime: Int64?
    /// Whether it is pinned.
    package var isPinned = false
    /// Days after which a model is stale.
    package var staleDays = 3
    /// Where the filter looks for a model if that is not the one that nights serve.
    package var otherModelPath: String?

    /// Makes facts of which nothing is known yet.
    package init() {}
}

/// A model that can be served.
package struct ServedModel: Sendable, Equatable {
    /// Its id, as filters say it.
    package var id: String
    /// Whether it learned too little to call anything spam.
    package var callsNothingSpam: Bool
    /// Whether it was learned with the filter's settings; nil: not known.
    package var hasFilterSettings: Bool?

    /// Makes one.
    package init(id: String, callsNothingSpam: Bool, hasFilterSettings: Bool?) {
        (self.id, self.callsNothingSpam, self.hasFilterSettings) = (id, callsNothingSpam, hasFilterSettings)
    }
}

/// The last night.
package enum NightFacts: Sendable, Equatable {
    /// Nobody could look.
    case unknown
    /// There was none.
    case none
    /// How it went.
    case last(LastNight)
}

/// How a night went.
package struct LastNight: Sendable, Equatable {
    /// How it ended.
    package enum Outcome: String, Sendable {
        /// It runs, or was killed.
        case unfinished
        /// Its model is served, or would be if none were pinned.
        case done
        /// The gate refused its model.
        case refused
        /// Nothing counts yet, or mail is being read again.
        case waiting
        /// An error ended it.
        case failed
    }

    /// Seconds since 1970.
    package var started: Int64
    /// How it ended.
    package var outcome: Outcome
    /// Why, in the night's own words.
    package var detail: String?
    /// Whether it had warnings.
    package var hasWarnings: Bool
    /// Places that it could not read; nil: its report is not there.
    package var unread: Int?

    /// Makes one.
    package init(started: Int64, outcome: Outcome, detail: String?, hasWarnings: Bool, unread: Int?) {
        (self.started, self.outcome, self.detail) = (started, outcome, detail)
        (self.hasWarnings, self.unread) = (hasWarnings, unread)
    }
}
