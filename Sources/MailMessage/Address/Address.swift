// SPDX-License-Identifier: Apache-2.0

/// A mailbox as an address field names it: a display name and an address.
public struct Address: Sendable, Equatable {
    /// The name as a reader sees it: quoting undone, encoded words decoded; nil if there is none.
    public var displayName: String?
    /// What stands in comments beside it, decoded, or nil: before MIME, the place of the name.
    public var comment: String?
    /// The address itself, as `local@domain`.
    ///
    /// If it is malformed, what stands in its place; empty if a name stands alone.
    public var address: String

    /// Creates an address.
    public init(displayName: String? = nil, comment: String? = nil, address: String) {
        self.displayName = displayName
        self.comment = comment
        self.address = address
    }

    /// What stands before the last `@`, or everything.
    public var localPart: Substring {
        address.utf8.lastIndex(of: ASCII.at).map { address[..<$0] } ?? address[...]
    }

    /// What stands after the last `@`; empty if there is none.
    public var domain: Substring {
        address.utf8.lastIndex(of: ASCII.at).map { address[address.utf8.index(after: $0)...] } ?? ""
    }
}

/// The addresses of one field, in groups where it names any.
public struct AddressList: Sendable, Equatable {
    /// One element of the list.
    public enum Element: Sendable, Equatable {
        /// A single mailbox.
        case mailbox(Address)
        /// A named group, as `undisclosed-recipients:;`; the name's own address is empty.
        case group(name: Address, members: [Address])
    }

    /// The elements in order.
    public var elements: [Element] = []

    /// All mailboxes in order, groups opened.
    public var mailboxes: [Address] {
        var mailboxes: [Address] = []
        mailboxes.reserveCapacity(elements.count)
        for element in elements {
            switch element {
            case .mailbox(let address): mailboxes.append(address)
            case .group(_, let members): mailboxes += members
            }
        }
        return mailboxes
    }

    /// Reads the addresses of a field; malformed ones as far as they go.
    public init(parsing field: HeaderField) { elements = AddressParser.parse(FieldCursor(field)) }

    /// Reads addresses from the text of a field.
    public init(parsing text: String) { elements = AddressParser.parse(FieldCursor(Array(text.utf8))) }
}
