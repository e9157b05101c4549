// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The file of a Unix socket: made with its permissions from the start, and put in place of one that nobody serves.
package enum UnixSocketFile {
    /// Binds a socket, sets group and permissions, and listens.
    ///
    /// A socket that another process still serves is left alone; a stale one is replaced. After a failure nothing is
    /// left at the path.
    /// - Returns: the listening socket's descriptor.
    package static func listen(
        _ path: String, mode: UInt32, group: String?, backlog: Int32
    ) throws(Problem) -> Int32 {
        if let missing = missingFolder(of: path) { throw Problem(text: missing) }
        try removeStale(path)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .failed("socket") }
        do throws(Problem) {
            // Nobody may connect before group and mode are right: Linux gives the file the socket's own mode. A umask would
            // be that of the whole process, and so of the other listeners and of all files that are made meanwhile.
            guard fchmod(descriptor, 0) == 0 else { throw .failed("fchmod") }
            guard withAddress(path, { bind(descriptor, $0, $1) }) == 0 else { throw .failed("bind") }
            do throws(Problem) {
                if let group { try changeGroup(of: path, to: group) }
                guard chmod(path, mode_t(mode)) == 0 else { throw .failed("chmod") }
                guard Glibc.listen(descriptor, backlog) == 0 else { throw .failed("listen") }
            } catch {
                // With no mode it would keep the next start from finding out that nobody listens.
                unlink(path)
                throw error
            }
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// The folder of a socket.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// What to say where the folder of a socket is not there; nil where it is.
    ///
    /// It is not created: its owner, and who may connect, are for the administrator to decide.
    static func missingFolder(of path: String) -> String? {
        let folder = folder(of: path)
        guard access(folder, F_OK) != 0, errno == ENOENT else { return nil }
        return
            "the socket's folder \(folder) does not exist: create it for the service's user, or let systemd do so "
            + "(RuntimeDirectory=), since /run is empty after a reboot"
    }

    /// What went wrong, and what to do.
    package struct Problem: Error {
        package var text: String

        static func failed(_ call: String) -> Problem {
            let reason = String(cString: strerror(errno))
            return Problem(text: "\(reason) (\(call)); check the folder, its owner and its permissions")
        }
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    private static func removeStale(_ path: String) throws(Problem) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw Problem(text: "the path exists and is not a socket; remove it, or give another path")
        }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { throw .failed("socket") }
        defer { close(probe) }
        if withAddress(path, { connect(probe, $0, $1) }) == 0 {
            throw Problem(text: "another process is listening there; stop it first")
        }
        guard errno == ECONNREFUSED else { throw .failed("connect") }
        guard unlink(path) == 0 else { throw .failed("unlink") }
    }

    private static func changeGroup(of path: String, to group: String) throws(Problem) {
        let id: gid_t
        if let number = gid_t(group) {
            id = number
        } else if let found = getgrnam(group) {
            id = found.pointee.gr_gid
        } else {
            throw Problem(text: "no such group '\(group)'; correct 'group:'")
        }
        guard chown(path, uid_t.max, id) == 0 else {
            let reason = String(cString: strerror(errno))
            throw Problem(text: "\(reason) for group '\(group)'; make the service's user a member of it")
        }
    }
}
