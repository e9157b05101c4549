// SPDX-License-Identifier: Apache-2.0
import Logging
import MailFeatures

/// The default and all customers, and whose mail a message is.
package struct CustomerTable: Sendable {
    /// Whose mail it is that no customer has.
    package let common: Customer
    /// The customers, in the configuration's order.
    package let named: [Customer]
    private let domains: CustomerDomains

    /// All of them, the default first.
    package var all: [Customer] { [common] + named }
    /// Whether there is more than the default.
    var hasCustomers: Bool { !named.isEmpty }
    /// Customers, the default too, that have no model in service.
    var withoutModel: [Customer] { all.filter { !$0.models.isReady } }

    /// Opens keys, models and lists.
    ///
    /// An unusable model does not prevent the start, and nobody's prevents another's: its owner's mail goes on, unfiltered.
    /// - Throws: what ``FilterConfiguration/keys()`` and ``FilterConfiguration/trustedKeys()`` do, a customer's as ``CustomerError``.
    init(_ configuration: FilterConfiguration, metrics: FilterMetrics, logger: Logger) throws {
        let keys = try configuration.keys()
        common = try Customer(
            name: nil, configuration: configuration, key: keys.common, metrics: metrics, logger: logger)
        named = try zip(configuration.customers, keys.customers).map { customer, key in
            do {
                return try Customer(
                    name: customer.name, configuration: customer.own, key: key, metrics: metrics, logger: logger)
            } catch {
                throw customer.unusable(error)
            }
        }
        domains = configuration.customerDomains
    }

    /// The customer of a name; `default` is the default.
    func customer(named name: String) -> Customer? { all.first { $0.label == name } }

    /// Whose mail a message is, by the places of its recipients' owners; the default's if there are none.
    func addressees(_ places: [Int]) -> Addressees {
        guard places.count <= Addressees.maxCustomers else { return Addressees(tooManyFor: common) }
        guard hasCustomers, !places.isEmpty else { return Addressees([common]) }
        return Addressees(places.map { $0 == 0 ? common : named[$0 - 1] })
    }

    /// Notes whose the recipients are.
    func places(of recipients: some Sequence<String>) -> RecipientPlaces {
        var places = RecipientPlaces(domains)
        for recipient in recipients { places.add(recipient) }
        return places
    }

    /// Whose a message is that a client wants learned: the one customer of all whom it names; nil: it names nobody, or several.
    ///
    /// Where there are no customers it is the default's, whatever the client says.
    ///
    /// - Parameter user: Whose mailbox it is, as the client says.
    func owner(_ recipients: RecipientPlaces, user: String?) -> Customer? {
        guard hasCustomers else { return common }
        // An address without a domain could be anybody's.
        guard !recipients.haveUnnamed else { return nil }
        var places = recipients
        if let place = user.flatMap(domains.place(of:)) { places.add(place: place) }
        return places.places.count == 1 ? addressees(places.places).customers.first : nil
    }
}

/// Whose mail a message is: one customer's, mostly.
struct Addressees: Sendable {
    /// The most customers whose models score the same message.
    static let maxCustomers = 8

    /// Whose models and lists are asked; not empty.
    let customers: [Customer]
    /// Whether it goes to more customers than are asked: then the default's model is, and its policy only tags.
    let areTooMany: Bool

    init(_ customers: [Customer]) {
        self.customers = customers
        areTooMany = false
    }

    init(tooManyFor common: Customer) {
        customers = [common]
        areTooMany = true
    }
}

/// The owners of a message's recipients, each once, as they are told one by one.
struct RecipientPlaces: Sendable {
    /// The places in ``CustomerTable``; one more than are asked at most.
    private(set) var places: [Int] = []
    /// Whether there was a recipient without a domain.
    private(set) var haveUnnamed = false
    private let domains: CustomerDomains

    init(_ domains: CustomerDomains) { self.domains = domains }

    /// Notes a recipient; one without a domain is the default's.
    mutating func add(_ address: String) {
        guard !domains.isEmpty else { return }
        let place = domains.place(of: address)
        haveUnnamed = haveUnnamed || place == nil
        add(place: place ?? 0)
    }

    /// Notes whose a recipient is.
    mutating func add(place: Int) {
        if places.count <= Addressees.maxCustomers, !places.contains(place) { places.append(place) }
    }

    /// The places; where no recipient is a customer's, that of who sends the message.
    func orPlace(of sender: String?) -> [Int] {
        guard places.allSatisfy({ $0 == 0 }), let sender, let place = domains.place(of: sender), place > 0 else {
            return places
        }
        return [place]
    }
}
