// SPDX-License-Identifier: Apache-2.0

/// A content type: what kind of data a body holds (RFC 2045, section 5).
public struct ContentType: Sendable, Equatable {
    /// The type in lower case: "text", "multipart" ...
    public var type: String
    /// The subtype in lower case: "plain", "mixed" ...; empty if it is missing.
    public var subtype: String
    /// The parameters.
    public var parameters: ParameterList

    /// Creates a type.
    public init(type: String, subtype: String, parameters: ParameterList = ParameterList()) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// What a part without a content type is.
    public static let textPlain = ContentType(type: "text", subtype: "plain")

    /// The charset parameter in lower case, or nil.
    public var charset: String? { parameters["charset"]?.asciiLowercased }

    /// The boundary that separates a multipart's parts, or nil if there is none.
    var boundary: [UInt8]? {
        guard let value = parameters["boundary"], !value.isEmpty else { return nil }
        return Array(value.utf8)
    }
}
