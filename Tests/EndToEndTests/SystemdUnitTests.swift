// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("systemd units")
struct SystemdUnitTests {
    private static let analyze = "/usr/bin/systemd-analyze"
    private static let folder = SharedFiles.projectRoot + "/packaging/systemd/"

    @Test(
        "the units of the nightly run are well-formed, and hardened",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: analyze),
            "systemd is missing: scripts/setup --tests installs it"))
    func units() throws {
        let scratch = try ScratchFolder()
        let names = [
            "spreu-nightly.service", "spreu-nightly.timer", "spreu-report@.service", "spreu-watch.service",
            "spreu-digest.service", "spreu-digest.timer", "spreu-nightly@.service", "spreu-nightly@.timer",
        ]
        for name in names {
            // Spreu is not installed where tests run.
            let text = try String(contentsOfFile: Self.folder + name, encoding: .utf8)
            try text.replacing("/usr/local/bin/spreu ", with: "/bin/true ").write(
                toFile: scratch.path(name), atomically: true, encoding: .utf8)
        }
        let verified = try Program(path: Self.analyze).run(["verify"] + names.map(scratch.path))
        #expect(verified.code == 0 && !verified.errors.contains("spreu"), "\(verified.errors)")
        for night in ["spreu-nightly.service", "spreu-nightly@.service"] {
            let security = try Program(path: Self.analyze).run(
                ["security", "--offline=true", "--threshold=15", "--no-pager", scratch.path(night)])
            #expect(security.code == 0, "\(security.text.suffix(300))")
            let text = try String(contentsOfFile: scratch.path(night), encoding: .utf8)
            for line in ["PrivateNetwork=yes", "IPAddressDeny=any", "RestrictAddressFamilies=none", "UMask=0077"] {
                #expect(text.contains(line))
            }
        }
    }
}
