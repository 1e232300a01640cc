namespace Investigations.Concurrency;

/// <summary>A write that may have been made already.</summary>
/// <param name="Key">The text of the request's <c>Idempotency-Key</c> header, 1 to 255 characters, as the client sent it.</param>
/// <param name="Expected">The version that the request expects.</param>
/// <param name="Current">The version that the resource has.</param>
public readonly record struct AppliedWrite(string Key, ExpectedVersion Expected, EntityTag Current);
