// SPDX-License-Identifier: Apache-2.0
import Announcements
import ConfidentialityCheck
import DurableFiles
import Glibc
import NightlyBatch
import SiteHealth
import TextOutput

extension SiteReader {
    // MARK: the filter

    mutating func readFilter() {
        guard let filter else { return }
        var filterFacts = FilterFacts()
        filterFacts.hasBrake = filter.hasBrake
        filterFacts.root = options.root.map { _ in server.path("") } ?? ""
        for listener in filter.listeners {
            guard let address = listener.address else {
                note(.filter, .read(.noFile("spreud.socket")))
                continue
            }
            filterFacts.listeners.append(
                FilterFacts.Listener(name: listener.name, address: address, answer: ask(address, listener.name)))
        }
        facts.filter = filterFacts
        readRefusal(filter)
    }

    /// Asks what listens at an address; of another machine's files the sockets alone, for a port would be this machine's.
    private func ask(_ named: String, _ name: String) -> FilterFacts.Answer {
        guard let wireProtocol = FilterProtocol(rawValue: name) else { return .notAsked }
        var address = named
        if address.hasPrefix("unix:") {
            let path = server.inside(String(address.dropFirst(5)))
            address = "unix:" + path
            errno = 0
            guard FileStatus(path) != nil else { return errno == EACCES ? .notAllowed : .missing }
            if access(path, W_OK) != 0 { return .notAllowed }
        } else if !server.isThisMachine {
            return .notAsked
        }
        do throws(Failure) {
            _ = try FilterConnection(address, seconds: Self.answerSeconds)
        } catch {
            return .silent(error.description)
        }
        do throws(Failure) {
            switch try FilterAnswer.ask(address, wireProtocol, seconds: Self.answerSeconds) {
            case .alive: return .alive
            case .noModel: return .noModel
            case .model(let id, _): return .model(id)
            }
        } catch {
            return .stranger
        }
    }

    private static let spreud = ["/usr/sbin/spreud", "/usr/local/bin/spreud", "/usr/local/sbin/spreud"]
    private static let setpriv = "/usr/bin/setpriv"
    /// The most bytes of a program's output.
    private static let maxOutput = 1 << 20

    /// Lets the installed filter check its configuration, as the user that it runs as.
    private mutating func readRefusal(_ filter: FilterSettings) {
        guard server.isThisMachine else { return note(.filter, .otherMachine) }
        guard let program = Self.spreud.first(where: { access($0, X_OK) == 0 }) else {
            return note(.filter, .read(.noFile(Self.spreud[0])))
        }
        var words = [program, "--check-config", "--config", filter.path]
        if geteuid() == 0, let user = facts.users.nightly, user.number != 0 {
            guard access(Self.setpriv, X_OK) == 0 else { return note(.filter, .read(.noFile(Self.setpriv))) }
            words =
                [
                    Self.setpriv, "--reuid", user.name, "--regid", "\(user.groups.min() ?? 0)", "--init-groups",
                    "--",
                ] + words
        }
        let (outcome, bytes) = ChildProgram(
            "/bin/sh", ["-c", "exec \"$@\" 2>&1", "sh"] + words, seconds: Self.programSeconds
        ).output(limit: Self.maxOutput)
        guard case .failed(let reason) = outcome else { return }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").last.map(String.init)
        // Then it was not the filter that refused: it was not asked.
        if let line, line.hasPrefix("setpriv:") { return note(.filter, .read(.named(line))) }
        facts.files.filterRefusal = line ?? "\(program): \(reason)"
    }

    // MARK: units and clock

    /// The units that a site like this one needs.
    private var neededUnits: [String] {
        var units = ["spreu-nightly.timer"]
        if let filter {
            units.append("spreud.service")
            if filter.listeners.contains(where: \.isOpenedBySystemd) { units.append("spreud.socket") }
        }
        if configuration?.alarms != nil { units.append("spreu-watch.service") }
        if let digest = configuration?.digest, digest.every != .off { units.append("spreu-digest.timer") }
        return units
    }

    mutating func readMachine() {
        var units = UnitFacts()
        units.hasCron = UnitFiles.hasCron(server)
        if server.isThisMachine, FileStatus("/run/systemd/system") != nil {
            if let states = askSystemd() {
                units.units = neededUnits.map { name in
                    let state = states[name]
                    var unit = UnitFacts.Unit(name, isEnabled: state?.isEnabled ?? false)
                    unit.hasFailed = state?.hasFailed ?? false
                    return unit
                }
                // The service of a timer is started by it, and has failed by itself.
                let services = ["spreu-nightly.service", "spreu-digest.service"]
                for name in services where states[name]?.hasFailed == true {
                    var unit = UnitFacts.Unit(name, isEnabled: true)
                    unit.hasFailed = true
                    units.units.append(unit)
                }
                facts.units = units
            }
        } else if !server.isThisMachine, FileStatus(server.path("/etc/systemd/system")) != nil {
            units.units = neededUnits.map { UnitFacts.Unit($0, isEnabled: UnitFiles.isEnabled($0, server)) }
            facts.units = units
        } else if units.hasCron {
            facts.units = units
        } else {
            note(.units, .noSystemd)
        }
        guard server.isThisMachine else { return note(.clock, .otherMachine) }
        facts.isClockSet = Self.isClockSet
        facts.clockKeeper =
            ClockKeeper.allCases.first { $0.programs.contains { FileStatus(server.path($0)) != nil } } ?? .none
        if facts.isClockSet == nil { note(.clock, .read(.named("adjtimex"))) }
    }

    private mutating func askSystemd() -> [String: (isEnabled: Bool, hasFailed: Bool)]? {
        let places: [String] = ["/usr/bin/systemctl", "/bin/systemctl"]
        let systemctl = places.first { access($0, X_OK) == 0 }
        let names = neededUnits + ["spreu-nightly.service", "spreu-digest.service"]
        let (outcome, bytes) = ChildProgram(
            systemctl ?? "/usr/bin/systemctl", ["show", "-p", "Id,UnitFileState,ActiveState", "--"] + names,
            seconds: Self.programSeconds
        ).output(limit: Self.maxOutput)
        if case .failed(let reason) = outcome {
            note(.units, .read(.named("systemctl show: \(reason)")))
            return nil
        }
        return UnitFacts.states(String(decoding: bytes, as: UTF8.self))
    }

    /// Whether something sets the clock; nil: the kernel does not say.
    ///
    /// `struct timex` of 64-bit Linux (adjtimex(2)): eight bytes with the modes, four numbers of eight bytes, the status. Swift's Glibc
    /// has no <sys/timex.h>.
    private static var isClockSet: Bool? {
        guard let symbol = dlsym(nil, "adjtimex") else { return nil }
        let adjust = unsafeBitCast(symbol, to: (@convention(c) (UnsafeMutableRawPointer) -> Int32).self)
        let (bytes, statusPlace) = (512, 40)
        let unsynchronised: Int32 = 0x40
        return withUnsafeTemporaryAllocation(byteCount: bytes, alignment: 16) { buffer -> Bool? in
            // No modes: nothing is adjusted.
            buffer.initializeMemory(as: UInt8.self, repeating: 0)
            guard let base = buffer.baseAddress, adjust(base) >= 0 else { return nil }
            return base.load(fromByteOffset: statusPlace, as: Int32.self) & unsynchronised == 0
        }
    }
}
