using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Investigations.Deployment.Tests;

/// <summary>
/// Changes the state from the version that it read, and after a conflict from the new one. Where no answer came it looks at the history
/// whether the change was made: a write from version 7 is version 8, or nowhere.
/// </summary>
internal sealed class StateWriter(HttpClient client, string investigation, string name, Ledger ledger)
{
    private readonly string _state = $"/api/v1/investigation-state/{investigation}";

    public async Task RunAsync(Func<bool> goesOn, CancellationToken cancellationToken)
    {
        for (var n = 0; goesOn(); n++)
        {
            await WriteAsync($"{name}-{n:D5}", cancellationToken);
            await Task.Delay(250, cancellationToken);
        }
    }

    private async Task WriteAsync(string note, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (version, tag) = await ReadAsync(cancellationToken);
            if (await PatchAsync(note, tag, cancellationToken) is { } written)
            {
                if (written)
                {
                    ledger.Notes[note] = version + 1;
                    return;
                }
            }
            else if (await WasWrittenAsync(note, version + 1, cancellationToken))
            {
                ledger.Found();
                ledger.Notes[note] = version + 1;
                return;
            }

            ledger.Retry();
        }
    }

    /// <returns>Whether the change was made; null where it is not known.</returns>
    private async Task<bool?> PatchAsync(string note, EntityTagHeaderValue tag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, _state) { Content = JsonContent.Create(new { notes = note }) };
        request.Headers.IfMatch.Add(tag);
        HttpResponseMessage? response = null;
        try
        {
            response = await client.SendAsync(request, cancellationToken);
            if (!response.IsTrouble())
            {
                Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{response}");
                return response.StatusCode == HttpStatusCode.OK;
            }
        }
        catch (Exception exception) when (Answers.IsBroken(exception))
        {
            // Done or not: the history will tell.
        }

        await Answers.PauseAsync(response, cancellationToken);
        return null;
    }

    private async Task<(long Version, EntityTagHeaderValue Tag)> ReadAsync(CancellationToken cancellationToken)
    {
        using var response = await client.GetPatientlyAsync(_state, cancellationToken);
        var state = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return (state.GetProperty("version").GetInt64(), response.Headers.ETag!);
    }

    private async Task<bool> WasWrittenAsync(string note, long version, CancellationToken cancellationToken)
    {
        using var response = await client.GetPatientlyAsync($"{_state}/version-history?limit=1&before={version + 1}", cancellationToken);
        var row = (await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("history")[0];
        return row.GetProperty("version").GetInt64() == version
            && row.GetProperty("changes").TryGetProperty("notes", out var notes) && notes[1].GetString() == note;
    }
}

internal static class PatientClient
{
    /// <summary>Reads, again and again if need be.</summary>
    public static async Task<HttpResponseMessage> GetPatientlyAsync(this HttpClient client, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            HttpResponseMessage? response = null;
            try
            {
                response = await client.GetAsync(path, cancellationToken);
                if (!response.IsTrouble())
                {
                    return response.EnsureSuccessStatusCode();
                }
            }
            catch (Exception exception) when (Answers.IsBroken(exception) && exception is not HttpRequestException { StatusCode: not null })
            {
                // Its node went away.
            }

            await Answers.PauseAsync(response, cancellationToken);
            response?.Dispose();
        }
    }
}
