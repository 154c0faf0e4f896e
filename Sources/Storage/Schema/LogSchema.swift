/// The decision log's tables, as shipped in schema 1. A shipped schema never changes: a change is a new migration.
///
/// The triggers are a guard rail, not the proof: they stop accidents, also by REPLACE, which deletes without a trigger.
let logSchema = """
  CREATE TABLE log_leaf(
    idx INTEGER PRIMARY KEY CHECK(idx >= 0), type TEXT NOT NULL, type_seq INTEGER NOT NULL,
    stream TEXT NOT NULL, stream_seq INTEGER NOT NULL, at_us INTEGER NOT NULL, bytes BLOB,
    hash BLOB NOT NULL CHECK(length(hash) = 32), archived_in TEXT,
    UNIQUE(stream, stream_seq), UNIQUE(type, type_seq)) STRICT;
  CREATE TABLE log_node(
    level INTEGER NOT NULL, pos INTEGER NOT NULL, hash BLOB NOT NULL CHECK(length(hash) = 32),
    PRIMARY KEY(level, pos)) WITHOUT ROWID, STRICT;
  CREATE TABLE log_head(one INTEGER PRIMARY KEY CHECK(one = 1), size INTEGER NOT NULL, root BLOB NOT NULL) STRICT;
  CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note TEXT NOT NULL, at_us INTEGER NOT NULL) STRICT;
  CREATE TABLE disclosure(
    commitment BLOB PRIMARY KEY CHECK(length(commitment) = 32), idx INTEGER, path TEXT, salt BLOB, value TEXT,
    erased_at_us INTEGER) WITHOUT ROWID, STRICT;
  CREATE TABLE blob(
    sha256 BLOB PRIMARY KEY CHECK(length(sha256) = 32), bytes BLOB NOT NULL, kind TEXT) WITHOUT ROWID, STRICT;

  CREATE TRIGGER log_leaf_appends BEFORE INSERT ON log_leaf
    WHEN new.idx <> (SELECT coalesce(max(idx) + 1, 0) FROM log_leaf)
      OR new.stream_seq <> (SELECT coalesce(max(stream_seq), 0) + 1 FROM log_leaf WHERE stream = new.stream)
      OR new.type_seq <> (SELECT coalesce(max(type_seq), 0) + 1 FROM log_leaf WHERE type = new.type)
    BEGIN SELECT RAISE(ABORT, 'a leaf comes at the end'); END;
  CREATE TRIGGER log_leaf_keeps BEFORE UPDATE OF idx, type, type_seq, stream, stream_seq, at_us, hash ON log_leaf
    BEGIN SELECT RAISE(ABORT, 'a leaf never changes'); END;
  CREATE TRIGGER log_leaf_archives BEFORE UPDATE OF bytes, archived_in ON log_leaf
    WHEN new.bytes IS NOT NULL OR new.archived_in IS NULL
    BEGIN SELECT RAISE(ABORT, 'a leaf never changes'); END;
  CREATE TRIGGER log_leaf_stays BEFORE DELETE ON log_leaf BEGIN SELECT RAISE(ABORT, 'a leaf stays'); END;
  CREATE TRIGGER log_node_once BEFORE INSERT ON log_node
    WHEN EXISTS (SELECT 1 FROM log_node WHERE level = new.level AND pos = new.pos)
    BEGIN SELECT RAISE(ABORT, 'a node never changes'); END;
  CREATE TRIGGER log_node_keeps BEFORE UPDATE ON log_node BEGIN SELECT RAISE(ABORT, 'a node never changes'); END;
  CREATE TRIGGER log_node_stays BEFORE DELETE ON log_node BEGIN SELECT RAISE(ABORT, 'a node stays'); END;
  CREATE TRIGGER log_head_grows BEFORE UPDATE ON log_head WHEN new.size <= old.size
    BEGIN SELECT RAISE(ABORT, 'the log only grows'); END;
  CREATE TRIGGER log_head_stays BEFORE DELETE ON log_head BEGIN SELECT RAISE(ABORT, 'the head stays'); END;
  CREATE TRIGGER checkpoint_once BEFORE INSERT ON checkpoint
    WHEN EXISTS (SELECT 1 FROM checkpoint WHERE size >= new.size)
    BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;
  CREATE TRIGGER checkpoint_keeps BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'a checkpoint never changes'); END;
  CREATE TRIGGER checkpoint_stays BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'a checkpoint stays'); END;
  CREATE TRIGGER blob_once BEFORE INSERT ON blob WHEN EXISTS (SELECT 1 FROM blob WHERE sha256 = new.sha256)
    BEGIN SELECT RAISE(IGNORE); END;
  CREATE TRIGGER blob_keeps BEFORE UPDATE ON blob BEGIN SELECT RAISE(ABORT, 'a blob never changes'); END;
  CREATE TRIGGER blob_stays BEFORE DELETE ON blob BEGIN SELECT RAISE(ABORT, 'a blob stays'); END;

  """
