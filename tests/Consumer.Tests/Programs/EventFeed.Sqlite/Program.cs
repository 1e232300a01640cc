//= EventFeed.Sqlite: Use
