// SPDX-License-Identifier: Apache-2.0

/// A form of a page that a server answers: plain HTML, without a script.
package struct PageForm: Sendable {
    /// What a person fills in, or what goes with it.
    package enum Field: Sendable {
        /// A line of text, with what is in it.
        case line(name: String, label: String, value: String)
        /// Several lines of text.
        case lines(name: String, label: String)
        /// A file.
        case file(name: String, label: String)
        /// A value that nobody sees.
        case hidden(name: String, value: String)
    }

    /// A way to send it.
    package struct Button: Sendable {
        /// What it says.
        package var label: String
        /// What is sent if it is this one, as a field's name and value; nil: nothing.
        package var value: (name: String, value: String)?

        /// Creates a button.
        package init(_ label: String, value: (name: String, value: String)? = nil) {
            self.label = label
            self.value = value
        }
    }

    /// The path that it is sent to.
    package var action: String
    /// Whether it changes or carries something: then it is sent by POST, as `multipart/form-data` (RFC 7578), else by GET.
    package var isPosted: Bool
    /// Its fields.
    package var fields: [Field]
    /// Its buttons.
    package var buttons: [Button]

    /// Creates a form.
    package init(action: String, isPosted: Bool, fields: [Field], buttons: [Button]) {
        self.action = action
        self.isPosted = isPosted
        self.fields = fields
        self.buttons = buttons
    }

    var values: [String: Any] {
        [
            "action": action, "isPosted": isPosted,
            "fields": fields.map { field -> [String: Any] in
                switch field {
                case .line(let name, let label, let value):
                    ["line": ["name": name, "label": label, "value": value]]
                case .lines(let name, let label): ["lines": ["name": name, "label": label]]
                case .file(let name, let label): ["file": ["name": name, "label": label]]
                case .hidden(let name, let value): ["hidden": ["name": name, "value": value]]
                }
            },
            "buttons": buttons.map { button -> [String: Any] in
                var values: [String: Any] = ["label": button.label]
                if let value = button.value { values["sent"] = ["name": value.name, "value": value.value] }
                return values
            },
        ]
    }
}
