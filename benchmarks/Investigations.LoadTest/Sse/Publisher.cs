namespace Investigations.LoadTest;

/// <summary>How a variant publishes, and how often it has read its store.</summary>
internal readonly record struct Publisher(Func<Order, ValueTask> Send, Func<long>? Reads = null);
