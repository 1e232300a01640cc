namespace Investigations.RateLimiting;

/// <summary>A policy's name goes into header fields, metric tags and store keys, hence few characters.</summary>
internal static class PolicyName
{
    public const string Accepted = "1 to 64 characters of A-Z, a-z, 0-9, '_', '-' and '.'";

    public static bool IsValid(string name) => name.Length is > 0 and <= 64
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
}
