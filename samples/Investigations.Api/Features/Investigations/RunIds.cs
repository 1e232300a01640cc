using System.Text.RegularExpressions;

namespace Investigations.Api.Features.Investigations;

internal static partial class RunIds
{
    /// <summary>Stands for every run of an investigation, in the stream's address.</summary>
    public const string All = "_all";

    public static bool IsValid(string id) => Pattern().IsMatch(id);

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,128}\z")]
    private static partial Regex Pattern();
}
