// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Whose a file is, or will be.
public enum FileOwner {
    /// Refuses to let root put files where they belong to another user: that one could not read them, nor go on.
    ///
    /// One night by hand without `sudo -u` would lock out every later night, and the filter. What is not there yet
    /// belongs to the owner of the folder that it comes into.
    ///
    /// - Throws: ``ForeignOwnerError``; never for another user than root, whom the system itself stops.
    public static func requireOwn(_ path: String) throws(ForeignOwnerError) {
        guard geteuid() == 0 else { return }
        var place = path
        var status = stat()
        while stat(place, &status) != 0 {
            guard errno == ENOENT, place != "/", place != "." else { return }
            place = folder(of: place)
        }
        if status.st_uid != 0 { throw ForeignOwnerError(path: place, user: name(of: status.st_uid)) }
    }

    private static func folder(of path: String) -> String {
        let trimmed = path.utf8.last == UInt8(ascii: "/") ? path.dropLast() : path[...]
        guard let slash = trimmed.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    /// The name of the user who runs this, for advice; the number where there is no name.
    public static var currentUser: String { name(of: geteuid()) }

    private static func name(of user: uid_t) -> String {
        getpwuid(user).flatMap { $0.pointee.pw_name }.map { String(cString: $0) } ?? "#\(user)"
    }
}

/// Root would leave its own files where another user works.
public struct ForeignOwnerError: Error, Equatable, CustomStringConvertible {
    /// What belongs to the other user.
    public let path: String
    /// The user, as `sudo -u` takes it.
    public let user: String

    /// What is wrong, where, and what to do about it.
    public var description: String {
        "\(path) belongs to \(user), who could not read files that root creates there: run the command as that user, "
            + "with 'sudo -u \(user)' in front"
    }
}
