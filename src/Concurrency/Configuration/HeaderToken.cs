using System.Buffers;

namespace Investigations.Concurrency;

/// <summary>What may stand in a header.</summary>
internal static class HeaderToken
{
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool IsValid(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(Token);

    public static bool IsText(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
