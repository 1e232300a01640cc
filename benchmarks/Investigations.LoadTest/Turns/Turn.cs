namespace Investigations.LoadTest;

/// <summary>A second of requests.</summary>
/// <param name="Rate">Requests a second.</param>
/// <param name="Cpu">The server's microseconds of CPU per request.</param>
/// <param name="Bytes">What the server allocates per request.</param>
/// <param name="Reads">How often the server read its store.</param>
internal readonly record struct Turn(double Rate, double Cpu, double Bytes, long Reads);
