// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc

/// Who may do what with a file: its mode, and its access list where it has one.
///
/// What another user may do can be told from this, without becoming that user.
///
/// - SeeAlso: acl(5)
public struct FilePermissions: Sendable, Equatable {
    /// What can be allowed; of a folder, to execute is to pass through.
    public struct Rights: OptionSet, Sendable, Hashable {
        /// The bits, as `chmod` has them.
        public let rawValue: UInt8
        /// Takes bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// To list a folder, to read a file.
        public static let read = Rights(rawValue: 4)
        /// To change it.
        public static let write = Rights(rawValue: 2)
        /// To pass through a folder, to run a file.
        public static let execute = Rights(rawValue: 1)
    }

    /// A user of the system, by numbers.
    public struct User: Sendable, Equatable {
        /// The user's number.
        public var number: UInt32
        /// The numbers of all groups that the user is a member of.
        public var groups: Set<UInt32>

        /// Makes a user.
        public init(number: UInt32, groups: Set<UInt32>) { (self.number, self.groups) = (number, groups) }

        /// The most groups of a user that are looked at.
        private static let maxGroups: Int32 = 1_024

        /// The groups of a user by this machine's directory; none but the first where there are too many.
        ///
        /// - Parameters:
        ///   - name: the user's name.
        ///   - first: the number of the user's own group.
        /// - SeeAlso: getgrouplist(3)
        public static func groups(of name: String, first: UInt32) -> Set<UInt32> {
            var count = maxGroups
            var numbers = [gid_t](repeating: 0, count: Int(count))
            guard getgrouplist(name, first, &numbers, &count) >= 0 else { return [first] }
            return Set(numbers.prefix(Int(max(0, count))))
        }
    }

    /// What the file is, and whose.
    public let status: FileStatus
    /// Its access list; nil: its mode says all.
    public let list: AccessList?
    /// What files that are made in this folder get; nil: the mode that their maker gives them.
    public let inherited: AccessList?

    /// Looks at what a path leads to; nil when there is none (`errno` says why).
    public init?(_ path: String) {
        guard let status = FileStatus(path) else { return nil }
        self.init(
            status, list: AccessList(Self.attribute("system.posix_acl_access", of: path)),
            inherited: status.kind == .folder ? AccessList(Self.attribute("system.posix_acl_default", of: path)) : nil)
    }

    init(_ status: FileStatus, list: AccessList?, inherited: AccessList?) {
        (self.status, self.list, self.inherited) = (status, list, inherited)
    }

    /// Whether a user has all of some rights; root has.
    public func allows(_ rights: Rights, to user: User) -> Bool {
        if user.number == 0 { return true }
        let list = list ?? AccessList(mode: status.permissions)
        return list.allows(rights, to: user, owner: status.owner, group: status.group)
    }

    /// Whether a user may read what its owner makes in this folder: by the list that new files get.
    public func passesOn(_ rights: Rights, to user: User) -> Bool {
        guard user.number != 0, user.number != status.owner else { return true }
        return inherited?.allows(rights, to: user, owner: status.owner, group: status.group) ?? false
    }

    /// The most bytes of an access list: some 8,000 entries, as many as ext4 holds.
    private static let maxBytes = 64 << 10

    private static func attribute(_ name: String, of path: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: maxBytes)
        let count = bytes.withUnsafeMutableBytes { bytes_attribute(path, name, $0.baseAddress, $0.count) }
        return count > 0 ? Array(bytes[..<min(count, bytes.count)]) : []
    }
}

/// An access list, as the kernel keeps it.
public struct AccessList: Sendable, Equatable {
    private enum Holder: Hashable, Sendable {
        case owner, user(UInt32), owningGroup, group(UInt32), mask, other
    }

    private var entries: [Holder: FilePermissions.Rights] = [:]

    /// The list that a mode stands for.
    init(mode: UInt32) {
        entries = [
            .owner: Self.rights(mode >> 6), .owningGroup: Self.rights(mode >> 3), .other: Self.rights(mode),
        ]
    }

    /// Reads the value of `system.posix_acl_access`; nil: there is none, or it is of another version.
    ///
    /// Version 2 in four bytes, then for each entry a tag and rights in two bytes each, and a number in four, all of them
    /// little-endian on every machine.
    /// - SeeAlso: linux/posix_acl_xattr.h
    init?(_ bytes: [UInt8]) {
        let (headBytes, entryBytes) = (4, 8)
        guard bytes.count >= headBytes, bytes.count % entryBytes == headBytes, Self.number(bytes[..<headBytes]) == 2
        else { return nil }
        for start in stride(from: headBytes, to: bytes.count, by: entryBytes) {
            let rights = Self.rights(Self.number(bytes[(start + 2)..<(start + 4)]))
            let number = Self.number(bytes[(start + 4)..<(start + entryBytes)])
            switch Self.number(bytes[start..<(start + 2)]) {
            case 0x01: entries[.owner] = rights
            case 0x02: entries[.user(number)] = rights
            case 0x04: entries[.owningGroup] = rights
            case 0x08: entries[.group(number)] = rights
            case 0x10: entries[.mask] = rights
            case 0x20: entries[.other] = rights
            default: return nil
            }
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func rights(_ bits: UInt32) -> FilePermissions.Rights { .init(rawValue: UInt8(bits & 7)) }

    /// The algorithm of acl(5): the first kind of entry that fits decides.
    func allows(
        _ wanted: FilePermissions.Rights, to user: FilePermissions.User, owner: UInt32, group: UInt32
    ) -> Bool {
        if user.number == owner { return entries[.owner]?.isSuperset(of: wanted) ?? false }
        let mask = entries[.mask] ?? [.read, .write, .execute]
        if let own = entries[.user(user.number)] { return own.intersection(mask).isSuperset(of: wanted) }
        var groups = user.groups.compactMap { entries[.group($0)] }
        if user.groups.contains(group), let own = entries[.owningGroup] { groups.append(own) }
        if !groups.isEmpty { return groups.contains { $0.intersection(mask).isSuperset(of: wanted) } }
        return entries[.other]?.isSuperset(of: wanted) ?? false
    }
}
