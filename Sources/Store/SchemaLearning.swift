extension Schema {
    /// What people said requests really are, with what each was before, so that it can be taken back; which feature grew
    /// out of which fix; and ways to look up what is known of a client while a mail is decided.
    static let learning = """
        CREATE TABLE correction (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            requestID INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            toLabel TEXT NOT NULL,
            fromLabel TEXT NOT NULL,
            fromConfidence REAL NOT NULL,
            fromIsDecided INTEGER NOT NULL,
            fromRunnerUp TEXT NOT NULL,
            fromVerdict TEXT NOT NULL,
            fromClause TEXT,
            fromReason TEXT NOT NULL
        ) STRICT;
        CREATE INDEX correctionByRequest ON correction (requestID);
        ALTER TABLE request ADD COLUMN grewFrom INTEGER REFERENCES request (id);
        CREATE INDEX requestConfirmed ON request (id, label)
            WHERE isDecided = 1 AND (firstLabel IS NOT NULL OR state IN ('quoted', 'approved', 'closed'));
        CREATE INDEX requestConfirmedOfClient ON request (client, id, label)
            WHERE isDecided = 1 AND (firstLabel IS NOT NULL OR state IN ('quoted', 'approved', 'closed'));
        CREATE INDEX requestQuoted ON request (client, ticketID) WHERE state = 'quoted';
        CREATE INDEX requestFinished ON request (client, closedAt) WHERE state = 'closed' AND label = 'feature';
        """
}
