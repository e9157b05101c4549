// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

extension DropReader {
    /// What to do so that a file of the folder can be read that could not be.
    public static func advice(for path: String, errno code: Int32) -> String {
        guard code == EACCES else { return "it stays, and the next nightly run reads it" }
        guard let status = FileStatus(path, followsLinks: false) else { return "it stays" }
        let reader = userName(geteuid())
        guard status.permissions & S_IRGRP != 0 else {
            return
                "it stays: only its writer can read it; the drop folder must be setgid (chmod g+s), of a group that "
                + "user \(reader) is in"
        }
        let group = groupName(status.group)
        return "it stays: user \(reader) must be in group \(group): usermod -aG \(group) \(reader)"
    }

    private static func userName(_ id: uid_t) -> String {
        getpwuid(id).flatMap { $0.pointee.pw_name }.map { String(cString: $0) } ?? "\(id)"
    }

    private static func groupName(_ id: gid_t) -> String {
        getgrgid(id).flatMap { $0.pointee.gr_name }.map { String(cString: $0) } ?? "\(id)"
    }
}
