using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Investigations.Api.Http;

/// <summary>Reads a request's body as one strict JSON document: UTF-8, at most 1 MiB, no duplicate members, no lone surrogates.</summary>
internal static class JsonBody
{
    public const int MaxBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public static async ValueTask<T> ReadAsync<T>(HttpContext context, Func<JsonElement, T> parse)
    {
        using var document = await ReadAsync(context.Request, context.RequestAborted);
        return parse(document.RootElement);
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw ApiProblemException.InvalidJson("The body is not valid UTF-8.");
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, Strict);
        }
        catch (JsonException e)
        {
            throw ApiProblemException.InvalidJson($"The body is not valid JSON: {e.Message}");
        }

        try
        {
            RefuseLoneSurrogates(document.RootElement);
            return document;
        }
        catch (InvalidOperationException)
        {
            document.Dispose();
            throw ApiProblemException.InvalidJson("The body holds a string with half of a surrogate pair.");
        }
    }

    public static ApiProblemException TooLarge() =>
        new(StatusCodes.Status413PayloadTooLarge, "payload_too_large", "The body is larger than 1 MiB.");

    private static async ValueTask<JsonDocument> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > MaxBytes)
            {
                throw TooLarge();
            }

            if (read.IsCompleted)
            {
                var document = Parse(read.Buffer.ToArray());
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return document;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static void RefuseLoneSurrogates(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    RefuseLoneSurrogates(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    RefuseLoneSurrogates(member.Value);
                }

                break;
        }
    }
}
