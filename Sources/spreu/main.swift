// SPDX-License-Identifier: Apache-2.0
import SpreuCommands

Program.run()
