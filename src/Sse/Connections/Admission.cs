namespace Investigations.Sse;

/// <summary>Whether a stream may open.</summary>
internal enum Admission
{
    Admitted,
    Draining,
    Full,
    ClientFull,
}
