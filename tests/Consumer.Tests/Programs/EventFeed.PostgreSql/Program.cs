//= EventFeed.PostgreSql: Use
