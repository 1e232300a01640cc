using Investigations.EventFeed;
using Investigations.EventFeed.Testing;
using Xunit;

//= EventFeed.Testing: Investigations.EventFeed.Testing
