//= EventFeed.Testing: Investigations.EventFeed.Testing
