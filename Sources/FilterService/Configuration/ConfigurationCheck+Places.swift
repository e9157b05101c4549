// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import OutgoingBrake

extension ConfigurationCheck {
    /// What is wrong with the folders, groups and addresses in a configuration, for the current user: one line each.
    static func problems(of configuration: FilterConfiguration) -> [String] {
        let listeners = configuration.listeners
        var problems: [String] = []
        for (index, one) in listeners.enumerated() {
            for other in listeners[..<index] where clash(one.listener.address, other.listener.address) {
                problems.append(
                    "\(other.name) and \(one.name) both listen at \(one.listener.address): give each its own address"
                )
            }
            if case .unix(let path) = one.listener.address { problems += problem(ofSocket: path, one.name) }
            if let group = one.listener.group, gid_t(group) == nil, getgrnam(group) == nil {
                problems.append("\(one.name): no such group '\(group)'; correct 'group:', or create it")
            }
        }
        if let folder = configuration.learningFolder {
            problem(ofFolder: folder).map { problems.append("learning-folder: \($0)") }
        }
        for customer in configuration.customers {
            guard let folder = customer.own.learningFolder else { continue }
            problem(ofFolder: folder).map { problems.append("learning-folder of customer '\(customer.name)': \($0)") }
        }
        if let path = configuration.page?.history {
            problem(ofHistory: path).map { problems.append("http.page.history: \($0)") }
        }
        if let brake = configuration.brake {
            problem(ofFolder: brake.folder.path).map { problems.append("brake.folder: \($0)") }
            let programs = brake.command.prefix(1) + (brake.mailTo.isEmpty ? [] : [brake.sendmail])
            for path in programs where access(path, X_OK) != 0 {
                problems.append("brake: \(path): \(String(cString: strerror(errno))); install it, or correct the path")
            }
        }
        return problems
    }

    /// Whether only one of two can listen; of host names that differ nobody knows.
    private static func clash(_ one: ListenAddress, _ other: ListenAddress) -> Bool {
        guard case .tcp(let host, let port) = one, case .tcp(let otherHost, let otherPort) = other else {
            return one == other && one != .systemd
        }
        let all = ["0.0.0.0", "::"]
        return port != 0 && port == otherPort && (host == otherHost || all.contains(host) || all.contains(otherHost))
    }

    private static func problem(ofSocket path: String, _ name: String) -> [String] {
        if let missing = UnixSocketFile.missingFolder(of: path) { return ["\(name): \(missing)"] }
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFSOCK {
            return ["\(name): \(path) exists and is not a socket; remove it, or give another path"]
        }
        return problem(ofFolder: UnixSocketFile.folder(of: path)).map { ["\(name): \($0)"] } ?? []
    }

    private static func problem(ofHistory path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return problem(ofFolder: UnixSocketFile.folder(of: path)) }
        guard status.st_mode & S_IFMT == S_IFREG else { return "\(path) is not a file; give another path" }
        if let problem = HistoryService.problem(ofFile: path) { return problem }
        return problem(ofFolder: UnixSocketFile.folder(of: FileName.resolved(path) ?? path))
    }

    private static func problem(ofFolder path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return "\(path): \(String(cString: strerror(errno))); create the folder, or correct the path"
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return "\(path) is not a folder" }
        guard access(path, W_OK | X_OK) == 0 else {
            return "\(path): this user cannot write there; check its owner, group and mode"
        }
        return nil
    }
}
