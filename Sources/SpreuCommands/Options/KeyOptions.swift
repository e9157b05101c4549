// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailFeatures
import TextOutput

/// Which site key features are hashed with.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The site's hash key, readable by its owner only; commands that learn create it if missing. (default: the \
            configuration's if that names the store, then $SPREU_KEY_FILE, then the state folder)
            """,
            valueName: "file"))
    var key: String?

    /// The key's file: the option, else the environment, else the place in the user's state folder.
    ///
    /// - SeeAlso: XDG Base Directory Specification, `XDG_STATE_HOME`.
    func path() throws(Failure) -> String {
        if let key { return key }
        if let path = Environment.value("SPREU_KEY_FILE") { return path }
        if let state = Environment.value("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/spreu/site.key" }
        if let home = Environment.value("HOME") { return home + "/.local/state/spreu/site.key" }
        throw Failure(.usage, "no location for the site key: HOME is not set; give --key FILE")
    }

    /// The key, made if there is none: for training.
    func loadOrCreate() throws -> SiteKey { try Self.loadOrCreate(path()) }

    /// The key of a file, made if there is none.
    static func loadOrCreate(_ path: String) throws -> SiteKey {
        let isNew = access(path, F_OK) != 0
        if isNew { try FileOwner.requireOwn(path) }
        let key = try SiteKey.loadOrCreate(path: path)
        if isNew {
            Console.note("created a new site key at \(path.forTerminal()): everything that uses the model needs it")
        }
        return key
    }

    /// The key, which must be there: a new one fits no model.
    func load() throws -> SiteKey { try SiteKey.load(path: path()) }
}
