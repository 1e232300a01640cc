namespace Investigations.LoadTest;

/// <summary>Clients that ask one server for one thing, each as soon as it has its answer.</summary>
internal interface IRequests : IDisposable
{
    /// <summary>Requests for so long.</summary>
    /// <returns>The number of responses.</returns>
    long Run(TimeSpan duration);
}
