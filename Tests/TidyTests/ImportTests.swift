import Foundation
import Testing

/// SwiftPM refuses cycles but not an import of something that is only there by way of another target, so the order of
/// the rooms is read from the import lines themselves.
@Suite struct ImportTests {
    @Test(arguments: House.rooms)
    func everyRoomImportsOnlyLowerRoomsAndItsOwnLibraries(room: String) throws {
        let position = try #require(House.rooms.firstIndex(of: room))
        let allowed = Set(House.rooms[..<position]).union(House.libraries[room] ?? [])
        for file in try Repository.swiftFiles(under: "Sources/\(room)") {
            for module in try Repository.imports(of: file) {
                #expect(allowed.contains(module), "\(file.path) imports \(module)")
            }
        }
    }

    @Test func everyFolderUnderSourcesIsARoomOfTheHouse() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path + "/Sources")
        #expect(Set(folders) == Set(House.rooms))
    }

    @Test(arguments: House.rooms)
    func noSourceFileIsLongerThanAFileShouldBe(room: String) throws {
        for file in try Repository.swiftFiles(under: "Sources/\(room)") {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            #expect(lines.count <= 401, "\(file.path) has \(lines.count - 1) lines")
        }
    }

    @Test func onlyTheServiceRoomSleeps() throws {
        for room in House.rooms where !["Service", "Curl", "CurlShim", "Fetcher"].contains(room) {
            for file in try Repository.swiftFiles(under: "Sources/\(room)") {
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(!text.contains("sleep("), "\(file.path) sleeps")
            }
        }
    }

    @Test(arguments: [
        "MIME", "WorkingTime", "Classifier", "Agreement", "HourLedger", "Triage", "Reports", "Mailrules", "Store",
    ])
    func noLowerRoomReadsAClock(room: String) throws {
        for file in try Repository.swiftFiles(under: "Sources/\(room)") {
            let text = try String(contentsOf: file, encoding: .utf8)
            for call in ["Date()", "Date.now", "ContinuousClock.now", "time(nil)", "clock_gettime"] {
                #expect(!text.contains(call), "\(file.path) reads a clock: \(call)")
            }
        }
    }
}
