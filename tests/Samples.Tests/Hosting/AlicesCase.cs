using System.Text.Json;

namespace Investigations.Samples.Tests.Hosting;

/// <summary>Tests that begin with one investigation of Alice's, on a host of their own.</summary>
public abstract class AlicesCase : IAsyncLifetime
{
    protected AlicesCase(ApiFactory? api = null) => Api = api ?? new ApiFactory();

    protected ApiFactory Api { get; }

    protected HttpClient Alice { get; private set; } = null!;

    /// <summary>Of the investigation.</summary>
    protected string Id { get; private set; } = null!;

    protected string Events => $"/api/v1/investigations/{Id}/events";

    protected string Stream(string run = "_all") => $"/api/v1/investigations/{Id}/runs/{run}/stream";

    public async ValueTask InitializeAsync()
    {
        Alice = Api.As("alice");
        Id = await Alice.CreateInvestigationAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The rows of the investigation's history, newest first.</summary>
    protected async Task<JsonElement> HistoryAsync() =>
        (await Alice.FetchAsync($"/api/v1/investigation-state/{Id}/version-history").OkAsync()).GetProperty("history");

    /// <summary>Appends events with the ids e0, e1, e2…</summary>
    protected async Task FillAsync(int count, string prefix = "e")
    {
        for (var i = 0; i < count; i++)
        {
            await Alice.AppendAsync(Id, new { id = $"{prefix}{i}", type = "t", data = new { i } });
        }
    }
}
