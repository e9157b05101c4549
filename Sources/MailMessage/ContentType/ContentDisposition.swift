// SPDX-License-Identifier: Apache-2.0

/// How a part wants to be shown (RFC 2183).
public struct ContentDisposition: Sendable, Equatable {
    /// "inline", "attachment" or something else, in lower case.
    public var kind: String
    /// The parameters, "filename" above all.
    public var parameters: ParameterList

    /// Reads the value of a Content-Disposition field; nil if it is empty.
    public init?(parsing field: HeaderField) {
        var defects: Defects = []
        guard let (kind, parameters) = ParameterParser.dispositionValue(of: field, defects: &defects) else {
            return nil
        }
        self.kind = kind
        self.parameters = parameters
    }
}
