using System.Security.Cryptography;
using System.Text;
using Investigations.Api.Features.Events;
using Investigations.Api.Http;
using Investigations.EventFeed;

namespace Investigations.Api.Features.Transfer;

/// <summary>One line of a file of events: an event, or what is wrong with it; neither where the line is blank.</summary>
internal readonly record struct EventLine(NewFeedEvent? Event, string? Error)
{
    private const char NoText = '\u0001';

    /// <summary>Reads bytes that are no text as U+0001, which JSON never holds as it is: so the line that they are in is found, and refused.</summary>
    public static Encoding Utf8 { get; } = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback($"{NoText}"));

    public static EventLine Parse(string text, int number)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return default;
        }

        if (text.Contains(NoText))
        {
            return new(null, "The line holds bytes that are no UTF-8 text.");
        }

        try
        {
            var utf8 = Utf8.GetBytes(text);
            using var document = JsonBody.Parse(utf8);
            var e = EventRequest.Parse(document.RootElement, ignored: ["sequence", "timestamp"]);
            return new(e.Id is null ? e with { Id = IdOf(utf8, number) } : e, null);
        }
        catch (ApiProblemException refusal)
        {
            return new(null, refusal.Message);
        }
    }

    // An event without an id gets one from its place and content, so that importing the file again finds it stored.
    private static string IdOf(byte[] line, int number)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(number));
        hash.AppendData(line);
        return $"line-{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}";
    }
}
