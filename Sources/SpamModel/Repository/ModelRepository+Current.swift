// SPDX-License-Identifier: Apache-2.0
import Glibc
import TextOutput

// The link to the served model: it can dangle, and it can be pinned.
extension ModelRepository {
    /// The name of the model that is served, if it is there; ``currentName`` may lead nowhere.
    public var servedName: String? { isDangling ? nil : currentName }

    /// Whether the link leads to a model that is not there.
    public var isDangling: Bool {
        guard let name = currentName else { return false }
        return access(model(name), F_OK) != 0 && errno == ENOENT
    }

    /// What to say and do if the link dangles; nil if it does not.
    public var problem: String? {
        guard isDangling, let name = currentName else { return nil }
        return
            "\(current) points to \(name), which does not exist: restore it, let the next nightly run make one, or "
            + "serve one that 'spreu models list --models \(path.forShell)' shows, with 'spreu models rollback "
            + "NAME --models \(path.forShell)'"
    }

    /// The same of the repository in which the file of a model lies that is served: `models/site/current/model.spreu`.
    public static func problem(ofServed model: String) -> String? {
        let suffix = "/current/" + modelName
        return model.hasSuffix(suffix) ? ModelRepository(String(model.dropLast(suffix.count))).problem : nil
    }

    /// Whether the served model stays until ``unpin()``, whatever models nights make.
    ///
    /// A pinned model that no longer exists does not count.
    public var isPinned: Bool { access(pin, F_OK) == 0 && servedName != nil }

    private var pin: String { path + "/pinned" }

    /// Serves a model, and keeps it in service until ``unpin()``.
    public func pin(_ name: String) throws(RepositoryError) {
        let wasPinned = access(pin, F_OK) == 0
        // First, so that a night ending meanwhile does not serve its own.
        try write(Array((name + "\n").utf8), asFile: "pinned")
        do throws(RepositoryError) {
            try serve(name)
        } catch {
            if !wasPinned { unlink(pin) }
            throw error
        }
    }

    /// Lets the next night serve its model; returns whether one was pinned.
    public func unpin() throws(RepositoryError) -> Bool {
        if unlink(pin) == 0 { return true }
        guard errno == ENOENT else { throw .system(pin, "unlink") }
        return false
    }
}
