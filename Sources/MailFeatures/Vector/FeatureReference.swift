// SPDX-License-Identifier: Apache-2.0

/// Where features are kept that need not all be in memory: a store's mapped segments.
public protocol FeatureArchive: Sendable {
    /// The features at a place; the same whenever they are asked for, from any thread.
    ///
    /// Where they cannot be read there are none, and ``failure`` says why.
    ///
    /// - Parameter views: those that are asked for; others may be missing.
    func features(of views: FeatureViews, at place: Int) -> FeatureVector

    /// What kept features from being read, the first time that anything did: what has learned from them since is to be thrown
    /// away.
    var failure: (any Error)? { get }
}

/// A message's features: held in memory, or read again from an archive each time that they are asked for.
///
/// What learns in several passes takes either; a million messages are kept as a million references.
public enum FeatureReference: Sendable {
    /// In memory.
    case held(FeatureVector)
    /// In an archive.
    case kept(any FeatureArchive, at: Int)

    /// The features; where they are kept, a copy made now.
    public var features: FeatureVector { features(of: .all) }

    /// The features of these views; others may be missing, where reading them would take time.
    public func features(of views: FeatureViews) -> FeatureVector {
        switch self {
        case .held(let features): features
        case .kept(let archive, let place): archive.features(of: views, at: place)
        }
    }

    /// What kept features of its archive from being read; nil: nothing did.
    public var failure: (any Error)? {
        switch self {
        case .held: nil
        case .kept(let archive, _): archive.failure
        }
    }
}
