//= EventFeed: Use
