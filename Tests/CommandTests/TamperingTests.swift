import Foundation
import Testing

/// Somebody edits the database file behind Gatepost's back; `gatepost ledger verify` must say so.
@Suite("Tampering with the database")
struct TamperingTests {
    private struct Sound: Sendable {
        // Held to keep the folder.
        let place: Place
        let program: Program
    }

    /// Books in which everything fits, to be copied and edited.
    private static let sound = Result {
        let place = try Place()
        let agreed = [Agreed("harbor"), Agreed("ended")]
        let program = Program(rules: try ExampleRules.write(agreed, to: place), state: place.path + "/state")
        let sheet = "client,date,duration,note\n" + (1...4).map { "harbor,2026-03-0\($0),30m,work \($0)\n" }.joined()
        try program.done("log", "--import", try place.write(sheet, to: "work.csv"))
        try #require(try program.done("ledger", "verify").output == "Every posting fits.\n")
        return Sound(place: place, program: program)
    }

    private static let edit = """
        import sqlite3, sys
        database = sqlite3.connect(sys.argv[1])
        database.executescript("DROP TRIGGER postingIsNeverEdited; DROP TRIGGER postingIsNeverDeleted;" + sys.argv[2])
        database.commit()
        """

    @Test(
        "Every change of a posting is found, and the first that does not fit is named",
        arguments: [
            ("UPDATE posting SET minutes = minutes + 1 WHERE number = 3", "harbor-3", "changed after it was recorded"),
            ("UPDATE posting SET note = 'nothing' WHERE number = 1", "harbor-1", "changed after it was recorded"),
            ("UPDATE posting SET client = 'ended' WHERE number = 4", "ended-4", "number 1 is missing before it"),
            ("DELETE FROM posting WHERE number = 2", "harbor-3", "number 2 is missing before it"),
            ("DELETE FROM posting WHERE number >= 3", "harbor-2", "2 postings after it are missing"),
            ("DELETE FROM posting", "harbor-0", "4 postings after it are missing"),
            (
                "UPDATE posting SET digest = previousDigest WHERE number = 2", "harbor-2",
                "changed after it was recorded"
            ),
            ("UPDATE posting SET number = 9 WHERE number = 4", "harbor-9", "number 4 is missing before it"),
        ]
    )
    func tampering(statement: String, posting: String, words: String) throws {
        let sound = try Self.sound.get()
        let place = try Place()
        try FileManager.default.copyItem(atPath: sound.program.state, toPath: place.path + "/state")
        let edit = try Program.outcome(
            of: "/usr/bin/python3",
            ["-c", Self.edit, place.path + "/state/gatepost.sqlite", statement + ";"],
            environment: [:]
        )
        try #require(edit.status == 0, "\(edit.complaint)")
        let program = Program(rules: sound.program.rules, state: place.path + "/state")
        let verify = try program.run(["ledger", "verify"])
        #expect(verify.status == 1)
        #expect(verify.complaint.hasPrefix("posting \(posting) of"), "\(verify.complaint)")
        #expect(verify.complaint.contains(words), "\(verify.complaint)")
    }
}
