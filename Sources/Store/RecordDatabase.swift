import GRDB

/// The database behind the record. Whatever SQLite cannot do comes out as a `StoreError` that names the remedy: the
/// database's own error quotes statements, and those are no use to an operator.
struct RecordDatabase: Sendable {
    let pool: DatabasePool
    let folder: String

    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try pool.read(body)
        } catch let error as DatabaseError {
            throw StoreError(error, folder: folder)
        }
    }

    func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try pool.write(body)
        } catch let error as DatabaseError {
            throw StoreError(error, folder: folder)
        }
    }
}
