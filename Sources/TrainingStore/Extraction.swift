// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// How features were made: those of two messages may be learned together only if it is the same.
public struct Extraction: Sendable, Hashable {
    /// The id of the site key that they were hashed with.
    public var keyID: UInt64
    /// The extractor's version.
    public var version: UInt32
    /// The views that were extracted.
    public var views: FeatureViews
    /// A keyed digest of the site's settings (own networks, hosts, recipients, ignored fields): they change features.
    public var settings: UInt64

    /// Creates the record of an extraction.
    public init(keyID: UInt64, version: UInt32, views: FeatureViews, settings: UInt64) {
        self.keyID = keyID
        self.version = version
        self.views = views
        self.settings = settings
    }

    /// The extraction of this program.
    ///
    /// - Parameter settings: the settings as `SiteSettings.named` has them.
    public init(key: SiteKey, views: FeatureViews = .all, settings: [String: [String]] = [:]) {
        self.init(
            keyID: key.id, version: FeatureExtractor.version, views: views,
            settings: SiteSettings.digest(of: settings, key))
    }
}
