// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreud: how its page looks")
struct PageLayoutTests {
    private static let browsers = ["/usr/bin/chromium", "/usr/bin/google-chrome"]

    @Test(
        "with hostile mail the page fits, loads nothing and says nothing to the console, on a telephone and on a screen",
        .enabled(
            if: browsers.contains { FileManager.default.isExecutableFile(atPath: $0) },
            "Chromium is missing: scripts/setup --tests installs it"))
    func layout() throws {
        let folder = try ScratchFolder()
        let outcome = try Program(path: SharedFiles.projectRoot + "/scripts/page-layout").run([
            "--quick", "--output", folder.path("pictures"),
        ])
        #expect(outcome.code == 0, "\(outcome.text)\(outcome.errors)")
        #expect(outcome.text.contains(" pages shown, 0 problems"))
    }
}
