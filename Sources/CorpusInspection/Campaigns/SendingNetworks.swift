// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage

/// Tells by a message's features which network handed it over to the site, where no mail is there to be read.
///
/// ``FeatureView/receivedPath`` has, for each hop, keyed hashes of the networks that its address lies in, each within the one
/// before: `last.net=192.`, `last.net=192.0.`, `last.net=192.0.2.`. Whoever has the key goes down from one to the next by
/// trying all there are: 256 of IPv4, 65,536 of IPv6. Since each step must be there, a hash that is another's by chance
/// names no network.
///
/// Of IPv4 it is 24 bits; of IPv6 32, since an address as it stands may leave out groups further on.
struct SendingNetworks {
    /// The hop nearest to the site, which its own server wrote, and any hop.
    private static let (nearest, any) = ("last.net=", "hop.net=")
    /// Blocks of IPv6 whose parts are kept in memory for each place, 0.8 MB each; further ones are not told.
    ///
    /// What a stranger invents further back takes none away from the place nearest to the site.
    private static let maxBlocks = 64
    /// First groups of IPv6 that anybody has: 2000::/3.
    private static let globalGroups: ClosedRange<UInt16> = 0x2000...0x3fff

    private let names: FeatureNames
    /// By what stands before a group: which group a hash stands for.
    private var tables: [String: [UInt32: UInt16]] = [:]
    private var blocks: [String: Int] = [:]

    init(key: SiteKey) { names = FeatureNames(key: key) }

    /// The network, as `192.0.2.0/24`; nil: the features do not tell.
    mutating func network(of features: FeatureVector) -> String? {
        if let network = networks(Self.nearest, features).first { return network }
        // A server inside, or one that the site's own does not name: of those before it, if there is only one.
        let others = Set(networks(Self.any, features))
        return others.count == 1 ? others.first : nil
    }

    /// The networks at a place that somebody outside has.
    private mutating func networks(_ place: String, _ features: FeatureVector) -> [String] {
        let hashes = features.withView(.receivedPath) { Array($0) }
        var found: [String] = []
        for first in groups(in: place, version4: 0...255, hashes) {
            for second in groups(in: "\(place)\(first).", version4: 0...255, hashes) {
                // Too many to keep, and only asked for where the two before are there.
                for third in 0...255
                where features.contains(names.received("\(place)\(first).\(second).\(third)."), in: .receivedPath) {
                    let network = "\(first).\(second).\(third).0"
                    if !NetworkRange.local.contains(where: { $0.contains(network) }) { found.append(network + "/24") }
                }
            }
        }
        for first in groups(in: place, version6: Self.globalGroups, hashes) {
            let block = "\(place)\(Self.hexadecimal(first)):"
            if tables["6" + block] == nil {
                guard blocks[place, default: 0] < Self.maxBlocks else { continue }
                blocks[place, default: 0] += 1
            }
            for second in groups(in: block, version6: 0...UInt16.max, hashes) {
                found.append("\(Self.hexadecimal(first)):\(Self.hexadecimal(second))::/32")
            }
        }
        return found
    }

    private mutating func groups(
        in prefix: String, version4 range: ClosedRange<UInt16>, _ hashes: [UInt32]
    ) -> [UInt16] {
        let table =
            tables["4" + prefix]
            ?? Dictionary(
                range.map { (names.received("\(prefix)\($0)."), $0) }, uniquingKeysWith: { first, _ in first })
        tables["4" + prefix] = table
        return Set(hashes.compactMap { table[$0] }).sorted()
    }

    private mutating func groups(
        in prefix: String, version6 range: ClosedRange<UInt16>, _ hashes: [UInt32]
    ) -> [UInt16] {
        if let table = tables["6" + prefix] { return Set(hashes.compactMap { table[$0] }).sorted() }
        var table: [UInt32: UInt16] = [:]
        table.reserveCapacity(range.count)
        for group in range {
            let text = Self.hexadecimal(group)
            table[names.received("\(prefix)\(text):")] = group
            // Some servers write all four digits.
            if text.count < 4 {
                table[names.received("\(prefix)\(String(repeating: "0", count: 4 - text.count))\(text):")] = group
            }
        }
        tables["6" + prefix] = table
        return Set(hashes.compactMap { table[$0] }).sorted()
    }

    private static func hexadecimal(_ group: UInt16) -> String { String(group, radix: 16) }
}
